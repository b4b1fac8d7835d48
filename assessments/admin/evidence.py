"""What organisations already have that backs their answers, and which files of it there are: to
read, and never what is in a file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from assessments import clock
from assessments.admin.read_only import ReadOnlyAdmin
from assessments.attachments.recognising import KINDS
from assessments.models import Attachment, Evidence, Framework
from assessments.wording import listed


class DateFilter(admin.SimpleListFilter):
    """Those that are good today, or past their date."""

    title = "date"
    parameter_name = "date"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, str]]:
        return [("good", "Good today"), ("past", "Past its date")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        today = clock.today()
        match self.value():
            case "good":
                return rows.filter(good_until__gte=today)
            case "past":
                return rows.filter(good_until__lt=today)
        return rows


class FrameworkFilter(admin.SimpleListFilter):
    """The frameworks that editions know, so that no table is asked which there are."""

    title = "framework"
    parameter_name = "framework"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, str]]:
        codes = Framework.objects.order_by("code").values_list("code", flat=True).distinct()
        return [(code, code) for code in codes]

    def queryset(self, request: HttpRequest, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        return rows.filter(framework=self.value()) if self.value() else rows


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = (
        *("title", "organisation", "strength", "owner"),
        *("framework", "covers", "achieved_on", "good_until"),
    )
    list_filter = (DateFilter, "strength", FrameworkFilter, "organisation__sector")
    list_select_related = ("organisation", "owner")
    search_fields = ("reference", "organisation", "owner")
    exclude = ("parts",)
    readonly_fields = ("covers", "recorded_at", "recorded_by")
    ordering = ("-id",)

    @admin.display
    def covers(self, item: Evidence) -> str:
        return listed(item.parts or ()) or ("All of it" if item.framework else "")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """A file is fetched by members of its organisation only: the name that its bytes are kept
    under is not shown.
    """

    list_display = (
        *("name", "organisation", "evidence", "file_type", "how_large"),
        *("scan", "uploaded_by", "uploaded_at", "removed_at"),
    )
    list_filter = ("scan", ("removed_at", admin.EmptyFieldListFilter), "organisation__sector")
    list_select_related = ("organisation", "evidence", "uploaded_by")
    search_fields = ("reference", "organisation", "uploaded_by")
    exclude = ("kind", "size", "stored_as")
    readonly_fields = (
        *("reference", "file_type", "how_large", "uploaded_at", "uploaded_by"),
        *("removed_at", "removed_by"),
    )
    ordering = ("-id",)

    @admin.display(description="type", ordering="kind")
    def file_type(self, file: Attachment) -> str:
        return KINDS[file.kind].label

    @admin.display(description="size", ordering="size")
    def how_large(self, file: Attachment) -> str:
        return filesizeformat(file.size)
