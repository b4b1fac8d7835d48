"""The files of evidence: to read which there are, and never what is in them."""

from __future__ import annotations

from django.contrib import admin
from django.template.defaultfilters import filesizeformat

from assessments.admin.read_only import ReadOnlyAdmin
from assessments.attachments.recognising import KINDS
from assessments.models import Attachment


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
