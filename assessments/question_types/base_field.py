"""What the form half of every question kind promises. It knows Django's forms, but no template.

`KindField.dress` speaks the words of the template pack's `Control`; the form that asks a question
puts the two together (`assessments.forms.answering`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypedDict

from django import forms

from assessments.question_types import STATE_LABELS, marking
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Reply, State, Value

Posted = str | Sequence[str]

LevelName = Callable[[int], str]
"""What a rubric calls a level: "2 Partly in place" or "Level 2"."""


def state_choices(question: QuestionSpec) -> list[tuple[str, str]]:
    """Which of `STATE_LABELS` the question allows."""
    allowed = {
        State.DONT_KNOW.value: question.dont_know_allowed,
        State.NOT_APPLICABLE.value: question.not_applicable_allowed and not question.critical,
    }
    return [(state, label) for state, label in STATE_LABELS.items() if allowed[state]]


class Dress(TypedDict, total=False):
    """How a kind's control looks, in the words of the template pack's `Dress`."""

    descriptions: dict[str, str]
    notes: Mapping[str, str]
    dividers: Mapping[str, str]
    exclusive: set[str]
    hint: str
    limit: int
    rows: int
    suffix: str
    width: int


class KindField(ABC):
    """The control that one kind is answered with. Its field cleans nothing: `marking` does."""

    states_inside: ClassVar[bool] = False
    """Whether "don't know" and "not applicable" are choices of the control itself."""
    clearable: ClassVar[bool] = False
    """Whether an answer, once given, cannot be taken back in the control itself."""
    labelled: ClassVar[str] = "Your answer"
    """The control's own name where the question is the legend above it."""

    @abstractmethod
    def make(self, question: QuestionSpec, level_name: LevelName) -> forms.Field:
        """The form field, never required: what is left out is unanswered, not wrong."""

    @abstractmethod
    def dress(self, question: QuestionSpec) -> Dress:
        """How the control is shown, in the words of the template pack."""

    @abstractmethod
    def not_both(self, instead: str) -> str:
        """What to say when an answer and `instead` ("Don't know") were given together."""

    @abstractmethod
    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        """Which answers are at or below a level, after "if": "the answer is level 0".

        `level` has the bound in words: "level 1 or below".
        """

    def said(self, question: QuestionSpec, value: Value, level_name: LevelName) -> str:
        """An answer in words, for people who know the control."""
        return marking(question.kind).text(question, value)

    def posted(self, question: QuestionSpec, reply: Reply) -> Posted:
        """What the control holds when it shows a reply: what `read` would read back."""
        if reply.value is None:
            return ""
        return str(marking(question.kind).to_json(reply.value))

    def read(self, raw: object) -> list[str]:
        """What was put into the control, without its empty parts."""
        given = [raw] if isinstance(raw, str) else raw if isinstance(raw, list) else []
        return [text for text in given if text.strip()]

    def raw(self, given: list[str]) -> object:
        """What `marking` is to clean, from what `read` gave."""
        return given[0]


def choices_of(
    question: QuestionSpec, own: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """A control's own choices followed by what may be said instead, and the "or" between them."""
    instead = state_choices(question)
    return [*own, *instead], {instead[0][0]: "or"} if instead else {}


class RadioField(KindField):
    """A choice of one, with what may be said instead among the choices."""

    states_inside = True
    clearable = True

    @abstractmethod
    def options(self, question: QuestionSpec, level_name: LevelName) -> list[tuple[str, str]]:
        """The value and the words of each choice."""

    def make(self, question: QuestionSpec, level_name: LevelName) -> forms.Field:
        choices, _ = choices_of(question, self.options(question, level_name))
        return forms.Field(required=False, widget=forms.RadioSelect(choices=choices))

    def dress(self, question: QuestionSpec) -> Dress:
        return {"dividers": choices_of(question, ())[1]}

    def posted(self, question: QuestionSpec, reply: Reply) -> Posted:
        if reply.state.value in STATE_LABELS:
            return reply.state.value
        return super().posted(question, reply)

    def not_both(self, instead: str) -> str:
        return f"Select one description or “{instead}”, not both"
