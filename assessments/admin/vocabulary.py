"""The codes that an edition gives, offered wherever a row of the edition names one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.text import Truncator

from assessments.admin.fields import CodeList
from assessments.models import (
    Band,
    Dimension,
    Effort,
    OwnerRole,
    Question,
    RubricVersion,
    Sector,
    Source,
)

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
    "source": Source,
}
"""Columns that hold one code, and what it is a code of."""

SEVERAL_CODES: dict[str, type[models.Model]] = {
    "applies_to": Sector,
    "dimensions": Dimension,
    "show_to": Sector,
}
"""Columns that hold a few codes, one to a line, out of a list short enough to tick."""

LONGEST_LABEL = 45


class Vocabulary:
    """The codes of one edition: a query for each list that a page needs, and no more."""

    def __init__(self, version: RubricVersion) -> None:
        self.version = version
        self._lists: dict[type[models.Model], list[Choice]] = {}

    def choices(self, model: type[models.Model]) -> list[Choice]:
        """Each code with its name, in the edition's order."""
        if model not in self._lists:
            rows: Any = model._default_manager.filter(version=self.version)
            pairs = rows.order_by("position", "pk").values_list("code", NAMED_BY[model])
            self._lists[model] = [(code, _label(name, code)) for code, name in pairs]
        return self._lists[model]

    @cached_property
    def _questions(self) -> list[tuple[int, str, str]]:
        asked = Question.objects.filter(version=self.version)
        in_order = asked.order_by("dimension__position", "dimension_id", "position", "pk")
        return list(in_order.values_list("pk", "code", "title"))

    def questions_before(self, question: Question) -> list[Choice]:
        """The questions asked before this one: the only ones that a condition may name."""
        earlier: list[Choice] = []
        for pk, code, title in self._questions:
            if pk == question.pk:
                break
            earlier.append((code, _label(title, code)))
        return earlier

    def offer(self, fields: dict[str, forms.Field], row: models.Model) -> None:
        """Turns the fields that name codes into lists of the edition's own codes."""
        for name in fields:
            present = getattr(row, name, None)
            if name in ONE_CODE:
                fields[name] = _one_of(fields[name], self.choices(ONE_CODE[name]), present)
            elif name in SEVERAL_CODES:
                fields[name] = _some_of(fields[name], self.choices(SEVERAL_CODES[name]), present)
            elif name == "condition_question" and isinstance(row, Question):
                fields[name] = _one_of(fields[name], self.questions_before(row), present)


def vocabulary_of(request: HttpRequest, version: RubricVersion) -> Vocabulary:
    """The edition's codes, read once in a request whatever number of forms asks for them."""
    known: dict[int, Vocabulary] = request.__dict__.setdefault("rubric_vocabularies", {})
    return known.setdefault(version.pk, Vocabulary(version))


def _label(name: str, code: str) -> str:
    return f"{Truncator(name).chars(LONGEST_LABEL)} ({code})"


def _with_strays(choices: list[Choice], present: Iterable[str]) -> list[Choice]:
    """The choices, and what the row names although the edition does not give it."""
    known = {code for code, _ in choices}
    return choices + [
        (code, f"{code}: not in this edition") for code in present if code not in known
    ]


def _one_of(field: forms.Field, choices: list[Choice], present: str | None) -> forms.Field:
    offered = _with_strays(choices, [present] if present else [])
    return forms.ChoiceField(
        choices=[("", "Choose one" if field.required else "None"), *offered],
        required=field.required,
        label=field.label,
    )


def _some_of(field: forms.Field, choices: list[Choice], present: Any) -> forms.Field:
    codes = tuple(present.splitlines() if isinstance(present, str) else present or ())
    return CodeList(
        stored=codes,
        choices=_with_strays(choices, codes),
        required=False,
        label=field.label,
        help_text="None ticked: all of them." if choices else "",
    )
