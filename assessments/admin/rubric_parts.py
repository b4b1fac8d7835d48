"""The rows of an edition that are no questions: dimensions, and the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator

from assessments import wording
from assessments.admin.drafts import EDITION, PartAdmin
from assessments.admin.links import address_of
from assessments.admin.tables import PartInline
from assessments.admin.weights import (
    ShareInline,
    dimension_in_words,
    moving_share_column,
    points_column,
    share_column,
)
from assessments.models import (
    Band,
    Comparator,
    ContextFigure,
    Contradiction,
    Dimension,
    Effort,
    Framework,
    OwnerRole,
    OwnerRoleTitle,
    Question,
    RubricVersion,
    ScaleLevel,
    Sector,
    Source,
    Term,
)
from assessments.models.edition_reading import values_by_column
from assessments.rubric.definition import Number

if TYPE_CHECKING:
    from django.contrib.admin.options import _ListDisplayT

    from assessments.models.rubric import RubricPart


def plain(name: str, description: str = "") -> Callable[[object, models.Model], str]:
    """A column of a list that shows a number without the zeros that its column pads it with."""

    @admin.display(description=description or name.replace("_", " "), ordering=name)
    def show(_: object, row: models.Model) -> str:
        return wording.plain(getattr(row, name))

    return show


def beginning(name: str) -> Callable[[object, models.Model], str]:
    """A column of a list that shows how a long text begins."""

    @admin.display(description=name.replace("_", " "))
    def show(_: object, row: models.Model) -> str:
        return Truncator(getattr(row, name)).chars(120)

    return show


class QuestionInline(ShareInline):
    model = Question
    fields = ("position", "code", "title", "kind", "weight", "share", "worth", "text")
    readonly_fields = ("share", "worth")
    share, worth = moving_share_column, points_column
    show_change_link = True
    # A question goes from its own page, where all that goes with it is named.
    can_delete = False


class ShareAdmin(PartAdmin):
    """A list that says what rows are of the score, where the edition that it shows has one."""

    def get_list_display(self, request: HttpRequest) -> _ListDisplayT[RubricPart]:
        shown, chosen = super().get_list_display(request), request.GET.get(EDITION, "")
        if not chosen.isdecimal() or len(chosen) > 18 or _shows_score(request, int(chosen)):
            return shown
        return [name for name in shown if name not in ("share", "worth")]


def _shows_score(request: HttpRequest, pk: int) -> bool:
    """Whether the edition shows a score, read once for a page."""
    if not hasattr(request, "shows_score"):
        without = RubricVersion.objects.filter(pk=pk, shows_score=False)
        request.shows_score = not without.exists()  # type: ignore[attr-defined]
    return request.shows_score  # type: ignore[attr-defined,no-any-return]


@admin.register(Dimension)
class DimensionAdmin(ShareAdmin):
    list_display = ("code", "name", "plain_weight", "share", "position", "edition")
    ordering = ("-version_id", "position", "id")
    inlines = (QuestionInline,)
    readonly_fields = ("amounts_to",)
    notes: ClassVar = {"weight": "amounts_to"}
    plain_weight = plain("weight")
    share, amounts_to = share_column, dimension_in_words

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseInlineFormSet],
        change: bool,
    ) -> None:
        """What is added here goes on on its own page, where its levels are laid out."""
        super().save_related(request, form, formsets, change)
        for question in (row for formset in formsets for row in formset.new_objects):
            words = format_html(
                '<a href="{}">Go on with {}</a>: its levels are laid out there to be filled in.',
                address_of(question),
                question,
            )
            messages.success(request, words)


class OwnerRoleTitleInline(PartInline):
    model = OwnerRoleTitle


@admin.register(OwnerRole)
class OwnerRoleAdmin(PartAdmin):
    list_display = ("code", "default", "edition")
    ordering = ("-version_id", "position", "id")
    inlines = (OwnerRoleTitleInline,)


@admin.register(Band)
class BandAdmin(PartAdmin):
    list_display = (
        "code",
        "name",
        *(column for column, value in values_by_column(Band).items() if isinstance(value, Number)),
        "edition",
    )
    ordering = ("-version_id", "position", "id")


@admin.register(Sector, Effort, Framework)
class NamedPartAdmin(PartAdmin):
    list_display = ("code", "name", "edition")
    ordering = ("-version_id", "position", "id")


@admin.register(Source)
class SourceAdmin(PartAdmin):
    list_display = ("code", "short_title", "publisher", "date", "edition")
    search_fields = ("code", "title", "publisher")
    ordering = ("-version_id", "position", "id")
    short_title = beginning("title")


@admin.register(ContextFigure)
class ContextFigureAdmin(PartAdmin):
    list_display = ("code", "value", "short_text", "date", "edition")
    search_fields = ("code", "text")
    ordering = ("-version_id", "position", "id")
    short_text = beginning("text")


@admin.register(Contradiction)
class ContradictionAdmin(PartAdmin):
    list_display = ("code", "question_code", "other_code", "short_message", "edition")
    search_fields = ("code", "question_code", "other_code", "message")
    ordering = ("-version_id", "position", "id")
    short_message = beginning("message")


@admin.register(Comparator, ScaleLevel, Term)
class WordsAdmin(PartAdmin):
    list_display = ("__str__", "edition")
    ordering = ("-version_id", "position", "id")
