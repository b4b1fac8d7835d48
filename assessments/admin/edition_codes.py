"""The codes that an edition gives, offered wherever a row of the edition names one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.db.models.functions import Cast
from django.utils.text import Truncator

from assessments.admin.fields import CodeList
from assessments.models import (
    Band,
    ChecklistItem,
    Dimension,
    Effort,
    Level,
    OwnerRole,
    Question,
    QuestionOption,
    RubricVersion,
    Sector,
    Source,
)
from assessments.rubric.shares import QuestionWeight, Shares, shares

Choice = tuple[str, str]

NAMED_BY: dict[type[models.Model], str] = {
    Band: "name",
    Dimension: "name",
    Effort: "name",
    OwnerRole: "default",
    Sector: "name",
    Source: "title",
}
"""The column that says, in words, what a code stands for."""

ONE_CODE: dict[str, type[models.Model]] = {
    "action_effort": Effort,
    "action_guidance": Source,
    "action_owner": OwnerRole,
    "cap_band": Band,
    "dont_know_effort": Effort,
    "dont_know_guidance": Source,
    "dont_know_owner": OwnerRole,
    "sector": Sector,
}
"""Columns that hold one code, and what it is a code of."""

SEVERAL_CODES: dict[str, tuple[type[models.Model], str]] = {
    "applies_to": (Sector, "None ticked: every sector."),
    "dimensions": (Dimension, ""),
    "questions": (Question, ""),
    "show_to": (Sector, "None ticked: every sector."),
}
"""Columns that hold a few codes, one to a line, out of a list short enough to tick; and a hint."""

TYPED_CODES: dict[str, type[models.Model]] = {"source": Source, "sources": Source}
"""Columns that hold a code, or a few one to a line, out of a list too long for every row."""

SOURCE_CODES = "source-codes"
"""The id of the list from which a page offers the codes of sources while they are typed."""

LONGEST_LABEL = 45

_CODE = models.CharField()


def _column(place: int) -> Any:
    return models.Value(place, output_field=models.IntegerField())


class Opening(NamedTuple):
    """What of a question can open another: its levels, and what can be chosen in it."""

    levels: list[Choice]
    choices: list[Choice]


class Asked(NamedTuple):
    """A question of an edition, in the order in which they are asked."""

    pk: int
    code: str
    title: str
    weight: Decimal | None
    applies_to: tuple[str, ...]
    dimension: str
    dimension_weight: Decimal


class Vocabulary:
    """The codes and weights of one edition: a query for each list that a page needs."""

    def __init__(self, version: RubricVersion) -> None:
        self.version = version
        self._lists: dict[type[models.Model], list[Choice]] = {}

    def choices(self, model: type[models.Model]) -> list[Choice]:
        """Each code with its name, in the edition's order."""
        if model is Question:
            return [(one.code, _label(one.title, one.code)) for one in self.questions]
        if model not in self._lists:
            rows: Any = model._default_manager.filter(version=self.version)
            pairs = rows.order_by("position", "pk").values_list("code", NAMED_BY[model])
            self._lists[model] = [(code, _label(name, code)) for code, name in pairs]
        return self._lists[model]

    @cached_property
    def questions(self) -> list[Asked]:
        """Every question of the edition."""
        asked = Question.objects.filter(version=self.version)
        in_order = asked.order_by("dimension__position", "dimension_id", "position", "pk")
        columns = ("pk", "code", "title", "weight", "applies_to")
        rows = in_order.values_list(*columns, "dimension__code", "dimension__weight")
        return [Asked(*row) for row in rows]

    @cached_property
    def shares(self) -> Shares:
        """What each weight amounts to; a dimension without a scored question amounts to nothing."""
        return shares(
            {one.dimension: one.dimension_weight for one in self.questions if one.weight},
            [
                QuestionWeight(
                    code=one.code,
                    dimension=one.dimension,
                    weight=one.weight,
                    applies_to=one.applies_to,
                )
                for one in self.questions
            ],
            [code for code, _ in self.choices(Sector)],
        )

    def questions_before(self, question: Question) -> list[Choice]:
        """The questions asked before this one: the only ones that a condition may name."""
        earlier = takewhile(lambda one: one.pk != question.pk, self.questions)
        return [(one.code, _label(one.title, one.code)) for one in earlier]

    def opening(self, code: str) -> Opening:
        """What can open a question that waits for the one of that code."""
        of = {"question__version": self.version, "question__code": code}
        found = (
            Level.objects.filter(**of).values_list(_column(0), Cast("number", _CODE), "text"),
            ChecklistItem.objects.filter(**of).values_list(_column(1), "code", "text"),
            QuestionOption.objects.filter(**of).values_list(_column(1), "value", "text"),
            Question.objects.filter(version=self.version, code=code)
            .exclude(none_code="")
            .values_list(_column(2), "none_code", "none_text"),
        )
        first, *others = (rows.order_by() for rows in found)
        rows = sorted(first.union(*others, all=True)) if code else ()
        return Opening(
            levels=[
                (key, f"Level {key}: {_short(text)}") for place, key, text in rows if not place
            ],
            choices=[(key, _label(text, key)) for place, key, text in rows if place],
        )

    def offer(self, fields: dict[str, forms.Field], row: models.Model, opener: str = "") -> None:
        """Turns the fields that name codes into lists of the edition's own codes.

        `opener` is the code of the question that the row waits for.
        """
        if "condition_any_of" in fields:
            _offer_opening(fields, row, opener, self.opening(opener))
        for name in fields:
            present = getattr(row, name, None)
            if name in ONE_CODE:
                fields[name] = _one_of(fields[name], self.choices(ONE_CODE[name]), present)
            elif name in SEVERAL_CODES:
                model, hint = SEVERAL_CODES[name]
                fields[name] = _some_of(fields[name], self.choices(model), present, hint)
            elif name in TYPED_CODES:
                fields[name].validators.append(_Known(self, TYPED_CODES[name], _codes(present)))
                if name == "source":
                    fields[name].widget.attrs["list"] = SOURCE_CODES
            elif name == "condition_question" and isinstance(row, Question):
                fields[name] = _one_of(fields[name], self.questions_before(row), present)


def vocabulary_of(version: RubricVersion) -> Vocabulary:
    """The edition's codes, read once for an instance whatever number of forms asks for them."""
    found: Vocabulary = version.__dict__.setdefault("_vocabulary", Vocabulary(version))
    return found


def _offer_opening(
    fields: dict[str, forms.Field], row: models.Model, opener: str, found: Opening
) -> None:
    """Lists of what opens a question, out of what the question that it waits for has."""
    strange = f"not in {opener}" if opener else "without a question"
    level = getattr(row, "condition_level_at_least", None)
    levels = _with_strays(found.levels, [] if level is None else [str(level)], strange)
    fields["condition_level_at_least"] = forms.TypedChoiceField(
        choices=[("", "None"), *levels],
        coerce=int,
        empty_value=None,
        required=False,
        label=fields["condition_level_at_least"].label,
    )
    field = fields["condition_any_of"]
    present = getattr(row, "condition_any_of", None)
    hint = "" if found.choices else f"{opener} has no choices, only levels."
    if not opener:
        hint = (
            "Choose the question, then press “Save and continue editing”: its levels and choices "
            "are then offered here."
        )
    fields["condition_any_of"] = _some_of(field, found.choices, present, hint, strange)


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST_LABEL)


def _label(name: str, code: str) -> str:
    return f"{_short(name)} ({code})"


def _with_strays(
    choices: list[Choice], present: Iterable[str], strange: str = "not in this edition"
) -> list[Choice]:
    """The choices, and what the row names although it is none of them."""
    known = {code for code, _ in choices}
    return choices + [(code, f"{code}: {strange}") for code in present if code not in known]


def _one_of(field: forms.Field, choices: list[Choice], present: str | None) -> forms.Field:
    offered = _with_strays(choices, [present] if present else [])
    return forms.ChoiceField(
        choices=[("", "Choose one" if field.required else "None"), *offered],
        required=field.required,
        label=field.label,
    )


def _codes(present: Any) -> tuple[str, ...]:
    return tuple(present.splitlines() if isinstance(present, str) else present or ())


def _some_of(
    field: forms.Field,
    choices: list[Choice],
    present: Any,
    hint: str = "",
    strange: str = "not in this edition",
) -> forms.Field:
    codes = _codes(present)
    return CodeList(
        stored=codes,
        choices=_with_strays(choices, codes, strange),
        required=False,
        label=field.label,
        help_text=hint,
    )


@dataclass(frozen=True)
class _Known:
    """Refuses typed codes that the edition does not give; those that stood there already stay."""

    vocabulary: Vocabulary
    model: type[models.Model]
    present: tuple[str, ...]

    def __call__(self, text: str) -> None:
        known = {code for code, _ in self.vocabulary.choices(self.model)}.union(self.present)
        unknown = [line for one in text.splitlines() if (line := one.strip()) not in known and line]
        if unknown:
            name = self.model._meta.verbose_name
            raise forms.ValidationError(
                f"This edition has no {name} with the code {', '.join(unknown)}. Take codes from "
                f"its list of {self.model._meta.verbose_name_plural}, one to a line."
            )
