"""Room for an answer in the organisation's own words."""

from __future__ import annotations

from django import forms

from assessments.question_types import TEXT_MOST
from assessments.question_types.base_field import Dress, KindField, LevelName
from assessments.rubric.definition import QuestionSpec


class TextField(KindField):
    def make(self, question: QuestionSpec, level_name: LevelName) -> forms.Field:
        return forms.Field(required=False, widget=forms.Textarea())

    def dress(self, question: QuestionSpec) -> Dress:
        return {"rows": 6, "limit": TEXT_MOST}

    def not_both(self, instead: str) -> str:
        return f"Enter your answer or select “{instead}”, not both"

    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        raise ValueError(f"{question.code} is not scored, so it has no levels")


FIELD = TextField()
