"""Lines as checkboxes; choosing "None of these", or what may be said instead, clears the others."""

from __future__ import annotations

from django import forms

from assessments.question_types import STATE_LABELS, marking
from assessments.question_types.base_field import (
    Dress,
    KindField,
    LevelName,
    Posted,
    choices_of,
)
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Reply
from assessments.wording import listed, quoted


class ChecklistField(KindField):
    states_inside = True

    def make(self, question: QuestionSpec, level_name: LevelName) -> forms.Field:
        choices, _ = choices_of(question, _lines(question))
        return forms.Field(required=False, widget=forms.CheckboxSelectMultiple(choices=choices))

    def dress(self, question: QuestionSpec) -> Dress:
        none = question.none_option
        dividers = choices_of(question, ())[1] if none is None else {none.code: "or"}
        return {
            "dividers": dividers,
            "exclusive": {*STATE_LABELS, *([none.code] if none else [])},
            "hint": "Select every line that is true.",
        }

    def not_both(self, instead: str) -> str:
        return f"Select the lines that are true or “{instead}”, not both"

    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        texts = [quoted([each.text]) for each in question.levels if each.number <= bound]
        return f"what you select comes to {level} ({listed(texts, 'or')})"

    def posted(self, question: QuestionSpec, reply: Reply) -> Posted:
        if reply.state.value in STATE_LABELS:
            return [reply.state.value]
        codes = () if reply.value is None else marking(question.kind).codes(question, reply.value)
        return [code for code, _ in _lines(question) if code in codes]

    def raw(self, given: list[str]) -> object:
        return given


def _lines(question: QuestionSpec) -> list[tuple[str, str]]:
    lines = [(item.code, item.text) for item in question.items]
    none = question.none_option
    return [*lines, (none.code, none.text)] if none else lines


FIELD = ChecklistField()
