"""The kinds of question. `KINDS` is the one table: a new kind is two modules and one word here.

`<kind>.py` is pure (check, clean, mark, text), and `<kind>_field.py` is its form field, loaded
only when a form asks for it, so that scoring never loads Django.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType

from assessments.question_types.base import AnswerRefused, JsonValue, Marking
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Marker, Value

__all__ = [
    "KINDS",
    "MARKER",
    "AnswerRefused",
    "Finding",
    "JsonValue",
    "Marking",
    "choices",
    "field",
    "marking",
]

KINDS = ("single", "yes_no", "percentage", "number", "checklist", "text")


@cache
def marking(kind: str) -> Marking:
    """The pure half of a kind; raises `KeyError` for a kind that does not exist."""
    if kind not in KINDS:
        raise KeyError(kind)
    found = import_module(f"{__name__}.{kind}").MARKING
    if not isinstance(found, Marking):
        raise TypeError(f"{kind}.py must offer MARKING, a Marking")
    return found


@cache
def field(kind: str) -> ModuleType:
    """The form half of a kind, as its module; raises `KeyError` for one that does not exist."""
    if kind not in KINDS:
        raise KeyError(kind)
    return import_module(f"{__name__}.{kind}_field")


def choices() -> list[tuple[str, str]]:
    """Every kind with its label, for menus and for columns that name a kind."""
    return [(kind, marking(kind).label) for kind in KINDS]


class _KindsMarker:
    """Hands each question to its kind: what `score` takes as its marker."""

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return marking(question.kind).mark(question, value)

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        return marking(question.kind).next_mark(question, value)

    def codes(self, question: QuestionSpec, value: Value) -> frozenset[str]:
        return marking(question.kind).codes(question, value)

    def translated(self, before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
        return translated(before, after, value)


MARKER: Marker = _KindsMarker()


def translated(before: QuestionSpec, after: QuestionSpec, value: Value) -> Value | None:
    """The value as the later question takes it; `None` when it is not one of its answers."""
    if before.kind != after.kind:
        return None
    kind = marking(after.kind)
    try:
        return kind.clean(after, kind.to_json(value))
    except AnswerRefused:
        return None
