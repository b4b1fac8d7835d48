"""Questions and levels of an edition: each on its page, with only what its kind uses."""

from __future__ import annotations

from typing import ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from assessments.admin.drafts import PartAdmin
from assessments.admin.edition_codes import coded, vocabulary_of
from assessments.admin.question_verbs import VERBS
from assessments.admin.refusals import redirects_when_gone
from assessments.admin.rubric_parts import ShareAdmin, plain
from assessments.admin.tables import PartInline
from assessments.admin.types import Context, Fieldsets
from assessments.admin.weights import (
    FULL_OF_ITEMS,
    FULL_OF_LEVELS,
    ShareInline,
    earned_column,
    level_in_words,
    points_column,
    question_in_words,
    share_column,
)
from assessments.models import (
    ChecklistItem,
    FrameworkMapping,
    Gate,
    Level,
    NumberBand,
    PointsToLevel,
    Question,
    QuestionOption,
    SectorGuidance,
    SectorVariant,
)
from assessments.models.edition_reading import columns_of
from assessments.queries.question_codes import (
    contradictions_with,
    figures_with,
    waiting_for,
    was_published,
)
from assessments.question_types import BLOCKS, KINDS, marking
from assessments.rubric.definition import QuestionSpec, fields_of

TOP = {field.name: field for field in fields_of(QuestionSpec)}


class UnderQuestion(PartInline):
    """Rows under a question. `block` is what of a kind uses them; empty: every kind."""

    block: ClassVar[str]
    table: ClassVar[str]
    """What the rubric file calls them."""

    def has_rows(self, above: Model) -> bool:
        """Whether there are any, by what was kept of the edition: without a query."""
        question = cast(Question, above)
        return vocabulary_of(question.version).rows(question.code, self.table) != 0


class EarningInline(ShareInline, UnderQuestion):
    """Rows with points, and what these are of the overall score."""

    full: ClassVar[Window]
    readonly_fields = ("worth",)
    notes: ClassVar = {"points": "worth"}
    worth = earned_column

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).annotate(full=self.full)


LAID_OUT = 5
"""Levels that a new question is shown with, from 0 up."""


class LevelInline(EarningInline):
    model = Level
    full = FULL_OF_LEVELS
    fields = (
        *("position", "number", "points", "worth", "text"),
        ("action_text", "action_effort", "action_owner", "action_guidance"),
    )
    show_change_link = True
    block = "levels"
    table = "levels"

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> int:
        return len(self.initial_rows(obj)) or super().get_extra(request, obj, **kwargs)

    def initial_rows(self, above: Model | None) -> list[dict[str, object]]:
        """A question without levels has them laid out; only those that are filled in are saved."""
        if not isinstance(above, Question) or self.has_rows(above) or not self._is_draft(above):
            return []
        by_level = "items" not in blocks_of(above.kind)
        step = 100 // (LAID_OUT - 1)
        return [
            {"number": number, "points": step * number if by_level else None}
            for number in range(LAID_OUT)
        ]


class GateInline(UnderQuestion):
    model = Gate
    # Gates look at levels, so a question without them can have none.
    block = "levels"
    table = "gates"

    def get_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[str | list[str] | tuple[str, ...]]:
        """Lines only where there are some, or a gate still names one."""
        found = list(super().get_fields(request, obj))
        if isinstance(obj, Question) and "items" not in blocks_of(obj.kind):
            if not vocabulary_of(obj.version).names_lines(obj.code):
                found.remove("when_any_missing")
        return found


class FrameworkMappingInline(UnderQuestion):
    model = FrameworkMapping
    fields = ("position", "framework", "ref")
    verbose_name_plural = "also counts towards"
    block = ""
    table = "maps_to"


class ChecklistItemInline(EarningInline):
    model = ChecklistItem
    full = FULL_OF_ITEMS
    block = "items"
    table = "items"


class PointsToLevelInline(UnderQuestion):
    model = PointsToLevel
    block = "points_to_level"
    table = "points_to_level"


class NumberBandInline(UnderQuestion):
    model = NumberBand
    block = "number"
    table = "number"


class QuestionOptionInline(UnderQuestion):
    model = QuestionOption
    block = "options"
    table = "options"


class SectorVariantInline(UnderQuestion):
    model = SectorVariant
    fields = ("position", "sector", ("text", "why"), ("help", "evidence"))
    column_names: ClassVar = {"text": "Text and why", "help": "Help and evidence"}
    block = ""
    table = "sector_variants"


def blocks_of(kind: str) -> frozenset[str]:
    """Which blocks a kind uses; all of them for an unknown kind."""
    return marking(kind).blocks if kind in KINDS else frozenset(BLOCKS)


@admin.register(Question)
class QuestionAdmin(ShareAdmin):
    list_display = (
        # The edition comes early, because a small screen shows the first columns.
        *("code", "title", "edition", "dimension", "kind"),
        *("plain_weight", "share", "worth", "critical"),
    )
    list_filter = (*PartAdmin.list_filter, "kind", "critical", "frameworkmappings__framework")
    search_fields = ("code", "title", "text")
    ordering = ("-version_id", "dimension__position", "position", "id")
    gone = "Retired"
    above = ("dimension",)
    inlines = (
        LevelInline,
        ChecklistItemInline,
        PointsToLevelInline,
        NumberBandInline,
        QuestionOptionInline,
        GateInline,
        SectorVariantInline,
        FrameworkMappingInline,
    )
    readonly_fields = ("amounts_to",)
    notes: ClassVar = {"weight": "amounts_to"}
    change_form_template = "admin/assessments/question/change_form.html"
    delete_confirmation_template = "admin/assessments/question/retire.html"
    plain_weight = plain("weight")
    share, worth, amounts_to = share_column, points_column, question_in_words

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Fieldsets:
        used = blocks_of(obj.kind) if isinstance(obj, Question) else frozenset()
        groups: dict[str, list[str]] = {"": ["position"]}
        for column in sorted(
            columns_of(QuestionSpec), key=lambda one: not TOP[one.path[0]].of_kind
        ):
            field = TOP[column.path[0]]
            if not field.of_kind or field.name in used or getattr(obj, column.name, None):
                note = self.notes.get(column.name, "") if obj else ""
                groups.setdefault(field.group, []).extend(filter(None, (column.name, note)))
        if obj and self.has_change_permission(request, obj):
            groups[""].append("seen")
        return [(heading or None, {"fields": tuple(names)}) for heading, names in groups.items()]

    def get_inline_instances(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[InlineModelAdmin]:
        """Only what the kind uses, and the rows that the question has all the same."""
        if not isinstance(obj, Question):
            return []
        used = blocks_of(obj.kind)
        return [
            one
            for one in super().get_inline_instances(request, obj)
            if isinstance(one, UnderQuestion)
            and (one.block in used or not one.block or one.has_rows(obj))
        ]

    def get_urls(self) -> list[URLPattern]:
        verbs = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(redirects_when_gone(view(self))),
                name=f"assessments_question_{name}",
            )
            for name, view in VERBS
        ]
        return [*verbs, *super().get_urls()]

    def more_context(self, request: HttpRequest, obj: Model | None) -> Context:
        """A question is retired from the top of its page, where its other verbs are."""
        return {**super().more_context(request, obj), "show_delete": False}

    def render_delete_form(self, request: HttpRequest, context: Context) -> HttpResponse:
        question = cast(Question, context["object"])
        more = {
            "title": f"Retire {question}",
            "question": question,
            "was_published": was_published(question),
            "waiting": waiting_for(question.version_id, [question.code]),
            "contradictions": contradictions_with(question),
            "figures": figures_with(question),
        }
        return super().render_delete_form(request, context | more)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, f"{obj_display} is retired: this draft no longer asks it.")
        return redirect(request.up)  # type: ignore[attr-defined]


class SectorGuidanceInline(PartInline):
    model = SectorGuidance


@admin.register(Level)
class LevelAdmin(PartAdmin):
    list_display = (
        "question",
        "number",
        "plain_points",
        "effort",
        "owner",
        "version",
    )
    list_display_links = ("question", "number")
    search_fields = ("question__code", "text", "action_text")
    ordering = ("-version_id", "question__dimension__position", "question__position", "number")
    above = ("question", "question__dimension")
    inlines = (SectorGuidanceInline,)
    readonly_fields = ("amounts_to",)
    notes: ClassVar = {"points": "amounts_to"}
    plain_points = plain("points")
    effort = coded("action_effort", "efforts", "effort")
    owner = coded("action_owner", "roles", "owner")
    amounts_to = level_in_words
