"""Rubrics and editions: read what is published, edit a draft, publish it through the service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from assessments.admin.drafts import FrozenWhenPublished, PartInline
from assessments.models import Dimension, Rubric, RubricVersion
from assessments.queries.rubrics import spec_of
from assessments.rubric_files.findings import findings
from assessments.scoring.soundness import Severity
from assessments.services import rubrics
from assessments.workflow import Refused

PARTS = (
    ("question", "Questions"),
    ("band", "Bands"),
    ("sector", "Sectors"),
    ("ownerrole", "Owner roles"),
    ("effort", "Efforts"),
    ("source", "Sources"),
    ("contextfigure", "Context figures"),
    ("comparator", "Comparators"),
    ("term", "Glossary"),
)
PUBLISH = "assessments.publish_rubricversion"


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin):
    list_display = ("title", "slug")
    readonly_fields = ("slug", "title", "editions")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A rubric begins with a file: see `import_rubric`."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display
    def editions(self, rubric: Rubric) -> str:
        address = "admin:assessments_rubricversion_change"
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            [(reverse(address, args=[v.pk]), str(v)) for v in rubric.versions.defer("document")],
        )


class DimensionInline(PartInline):
    model = Dimension
    fields = ("position", "code", "name", "weight")
    show_change_link = True


@admin.register(RubricVersion)
class RubricVersionAdmin(FrozenWhenPublished, admin.ModelAdmin):
    list_display = ("title", "rubric", "number", "state", "published_at", "published_by")
    list_filter = ("rubric",)
    list_select_related = ("rubric", "published_by")
    inlines = (DimensionInline,)
    readonly_fields = (
        "rubric",
        "number",
        "state",
        "parts",
        "content_hash",
        "published_at",
        "published_by",
        "retired_at",
        "retired_by",
    )
    change_form_template = "admin/assessments/rubricversion/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[RubricVersion]:
        return super().get_queryset(request).select_related("rubric").defer("document")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display
    def state(self, version: RubricVersion) -> str:
        return version.state

    @admin.display
    def parts(self, version: RubricVersion) -> str:
        """Links to the lists of everything in this edition."""
        return format_html_join(
            " · ",
            '<a href="{}?version__id__exact={}">{}</a>',
            [
                (reverse(f"admin:assessments_{model}_changelist"), version.pk, label)
                for model, label in PARTS
            ],
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft goes with all its parts, which the service deletes."""
        return [str(version) for version in objs], {"draft editions": len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        rubrics.delete_draft(version=obj, by=request.user)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        publish = path(
            "<path:object_id>/publish/",
            self.admin_site.admin_view(self.publish_view),
            name="assessments_rubricversion_publish",
        )
        return [publish, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may_publish = {"may_publish": request.user.has_perm(PUBLISH)}
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **may_publish}
        )

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What stands in the way of publishing a draft, and the button when nothing does."""
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied("You need the permission to publish rubrics.")
        version = self.get_object(request, unquote(object_id))
        if version is None:
            raise Http404
        if request.method == "POST":
            return self._publish(request, version)
        if version.is_published:
            raise Http404
        found = findings(spec_of(version))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish {version.title}",
            "version": version,
            "opts": self.opts,
            "faults": [one for one in found if one.severity is Severity.FAULT],
            "warnings": [one for one in found if one.severity is Severity.WARNING],
        }
        return TemplateResponse(request, "admin/assessments/rubricversion/publish.html", context)

    def _publish(self, request: HttpRequest, version: RubricVersion) -> HttpResponse:
        try:
            note = request.POST.get("change_note", "")
            rubrics.publish(version=version, by=request.user, change_note=note)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            text = format_html("{} is published. New assessments can use it.", version.title)
            messages.success(request, text)
        return redirect("admin:assessments_rubricversion_change", version.pk)
