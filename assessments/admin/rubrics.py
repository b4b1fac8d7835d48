"""Rubrics and editions: read what is published, edit a draft, publish and retire by the service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from assessments.admin.drafts import EDITION, DraftAdmin
from assessments.admin.files import download_links, file_urls
from assessments.admin.history import PAGES as HISTORY
from assessments.admin.links import link_to
from assessments.admin.new_draft import copy_view, may_copy
from assessments.admin.part_forms import VersionForm
from assessments.admin.preview import preview_view
from assessments.admin.publishing import PUBLISH, publish_view, retire_view
from assessments.admin.read_only import ReadOnlyAdmin
from assessments.admin.refusals import redirects_when_gone
from assessments.admin.soundness import soundness_view
from assessments.admin.trials import PAGES
from assessments.admin.types import Deleted, Fieldsets, editor
from assessments.admin.weights import ShareInline, moving_share_column, points_column
from assessments.models import Dimension, Rubric, RubricVersion, User
from assessments.services import rubrics
from assessments.wording import long_date, long_moment

PARTS = (
    ("dimension", "Dimensions"),
    ("question", "Questions"),
    ("level", "Levels"),
    ("band", "Bands"),
    ("sector", "Sectors"),
    ("ownerrole", "Owner roles"),
    ("effort", "Efforts"),
    ("source", "Sources"),
    ("contextfigure", "Context figures"),
    ("comparator", "Comparators"),
    ("framework", "Frameworks"),
    ("contradiction", "Contradictions"),
    ("scalelevel", "Level names"),
    ("term", "Glossary"),
)


def signature(by: User | None, at: datetime | None) -> str | None:
    """Who and when, in one line and without a link: editors may not open the pages of people."""
    return f"{by}, {long_moment(timezone.localtime(at))}" if at else None


@admin.register(Rubric)
class RubricAdmin(ReadOnlyAdmin):
    """A rubric begins with a file: see `import_rubric`."""

    list_display = ("title", "slug")
    readonly_fields = ("slug", "title", "editions")

    @admin.display
    def editions(self, rubric: Rubric) -> str:
        rows = rubric.versions.defer("scoring_notes")
        return format_html_join(" · ", "{}", [(link_to(version),) for version in rows])


class DimensionInline(ShareInline):
    model = Dimension
    fields = ("position", "code", "name", "weight", "share", "worth")
    readonly_fields = ("share", "worth")
    share, worth = moving_share_column, points_column
    show_change_link = True
    # A dimension goes from its own page, where all that goes with it is named.
    can_delete = False


@admin.register(RubricVersion)
class RubricVersionAdmin(DraftAdmin):
    form = VersionForm
    list_display = (
        "title",
        "edition",
        "state",
        "published_at",
        "published_by",
        "first_day",
        "retired_at",
    )
    list_filter = ("rubric",)
    inlines = (DimensionInline,)
    readonly_fields = (
        "rubric",
        "number",
        "state",
        "parts",
        "files",
        "content_hash",
        "based_on",
        "last_edited",
        "publication",
        "first_day",
        "retirement",
    )
    change_form_template = "admin/assessments/rubricversion/change_form.html"
    change_list_template = "admin/assessments/rubricversion/change_list.html"

    def get_fieldsets(self, request: HttpRequest, obj: RubricVersion | None = None) -> Fieldsets:
        seen = ["seen"] if self.has_change_permission(request, obj) else []
        above = ("state", "parts", "files")
        record = tuple(name for name in self.readonly_fields if name not in above)
        action = ("dont_know_text", "dont_know_effort", "dont_know_owner", "dont_know_guidance")
        return [
            (None, {"fields": [*above, *seen]}),
            (
                "The edition",
                {"fields": ["title", "edition", "language", "drafted_on", "change_note"]},
            ),
            ("What respondents get", {"fields": ["shows_score"]}),
            (
                "What people read before they answer",
                {"fields": ["purpose", "limits", "how_to_answer", "time_needed"]},
            ),
            ("What to do about “don't know”", {"fields": action}),
            ("Notes", {"fields": ["licence_note", "sources_note"]}),
            ("Record", {"fields": record, "classes": ["collapse"]}),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RubricVersion]:
        rows = super().get_queryset(request)
        people = ("published_by", "retired_by", "edited_by")
        return rows.select_related("rubric", "based_on", *people).defer("based_on__scoring_notes")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display
    def state(self, version: RubricVersion) -> str:
        return version.state.capitalize()

    @admin.display(description="Last edited")
    def last_edited(self, version: RubricVersion) -> str | None:
        return signature(version.edited_by, version.edited_at)

    @admin.display(description="Published")
    def publication(self, version: RubricVersion) -> str | None:
        return signature(version.published_by, version.published_at)

    @admin.display(description="Retired")
    def retirement(self, version: RubricVersion) -> str | None:
        return signature(version.retired_by, version.retired_at)

    @admin.display(description="First day of use")
    def first_day(self, version: RubricVersion) -> str | None:
        """The day from which new assessments use it; nothing while it is a draft."""
        if version.published_at is None:
            return None
        begins = version.effective_from or timezone.localdate(version.published_at)
        return long_date(begins)

    @admin.display(description="What it holds")
    def parts(self, version: RubricVersion) -> str:
        """Links to the lists of everything in this edition."""
        lists = [
            (f"{reverse(f'admin:assessments_{model}_changelist')}?{EDITION}={version.pk}", label)
            for model, label in PARTS
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', lists)

    @admin.display(description="Download")
    def files(self, version: RubricVersion) -> str:
        """Links to the edition as a file."""
        return download_links(version)

    def get_deleted_objects(
        self, objs: Sequence[RubricVersion] | QuerySet[RubricVersion], request: HttpRequest
    ) -> Deleted:
        """A draft goes with all its parts, which the service deletes."""
        names: list[str] = [
            format_html("{}, with everything in it", version.title) for version in objs
        ]
        return names, {"drafts": len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: RubricVersion) -> None:
        rubrics.delete_draft(version=obj, by=editor(request))

    def get_urls(self) -> list[URLPattern]:
        ours = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"assessments_rubricversion_{name}",
            )
            for name, view in (
                ("copy", redirects_when_gone(copy_view(self))),
                ("publish", redirects_when_gone(publish_view(self))),
                ("retire", redirects_when_gone(retire_view(self))),
                ("soundness", soundness_view(self)),
                ("preview", preview_view(self)),
                *((name, redirects_when_gone(view(self))) for name, view in (*PAGES, *HISTORY)),
            )
        ]
        return [*ours, *file_urls(self), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        may_upload = {"may_upload": self.has_change_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **may_upload})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        may_publish = {
            "may_publish": request.user.has_perm(PUBLISH),
            "may_copy": may_copy(request, object_id),
        }
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **may_publish}
        )
