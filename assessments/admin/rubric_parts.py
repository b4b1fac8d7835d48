"""The rows of an edition, one level of the tree to a page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from assessments.admin.drafts import PartAdmin, PartInline
from assessments.models import (
    Band,
    ChecklistItem,
    Comparator,
    ContextFigure,
    Dimension,
    Effort,
    Gate,
    Level,
    NumberBand,
    OwnerRole,
    OwnerRoleTitle,
    PointsToLevel,
    Question,
    QuestionOption,
    Sector,
    SectorGuidance,
    SectorVariant,
    Source,
    Term,
)


class QuestionInline(PartInline):
    model = Question
    fields = ("position", "code", "title", "kind", "weight", "text")
    show_change_link = True


@admin.register(Dimension)
class DimensionAdmin(PartAdmin):
    list_display = ("code", "name", "weight", "position", "version")
    inlines = (QuestionInline,)


class LevelInline(PartInline):
    model = Level
    fields = ("position", "number", "points", "text")
    show_change_link = True


def _inline(rows: Any, *names: str) -> type[PartInline]:
    attributes = {"model": rows, "fields": ("position", *names)}
    return type(f"{rows.__name__}Inline", (PartInline,), attributes)


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    list_display = ("code", "title", "dimension", "kind", "weight", "critical", "version")
    list_filter = (*PartAdmin.list_filter, "kind", "critical")
    list_select_related = ("version", "dimension")
    search_fields = ("code", "title", "text")
    inlines = (
        LevelInline,
        _inline(Gate, "when_level_at_or_below", "cap_band", "message"),
        _inline(ChecklistItem, "code", "text", "points", "if_missing"),
        _inline(PointsToLevel, "from_inclusive", "to_inclusive", "level"),
        _inline(NumberBand, "from_inclusive", "to", "to_is_inclusive", "level"),
        _inline(QuestionOption, "value", "text", "level"),
        _inline(SectorVariant, "sector", "text", "why", "help", "evidence"),
    )


@admin.register(Level)
class LevelAdmin(PartAdmin):
    list_display = ("question", "number", "points", "action_effort", "action_owner", "version")
    list_select_related = ("version", "question")
    search_fields = ("question__code", "text", "action_text")
    inlines = (_inline(SectorGuidance, "sector", "source"),)


@admin.register(OwnerRole)
class OwnerRoleAdmin(PartAdmin):
    list_display = ("code", "default", "version")
    inlines = (_inline(OwnerRoleTitle, "sector", "title"),)


@admin.register(Band)
class BandAdmin(PartAdmin):
    list_display = ("code", "name", "from_inclusive", "minimum_each_dimension", "version")


@admin.register(Sector, Effort)
class NamedPartAdmin(PartAdmin):
    list_display = ("code", "name", "version")


@admin.register(Source)
class SourceAdmin(PartAdmin):
    list_display = ("code", "title", "publisher", "date", "version")
    search_fields = ("code", "title", "publisher")


@admin.register(ContextFigure)
class ContextFigureAdmin(PartAdmin):
    list_display = ("code", "value", "text", "date", "version")
    search_fields = ("code", "text")


@admin.register(Comparator, Term)
class WordsAdmin(PartAdmin):
    list_display = ("__str__", "version")
