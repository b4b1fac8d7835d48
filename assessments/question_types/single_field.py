"""Levels as radios, each under its number with its description."""

from __future__ import annotations

from assessments.question_types.base_field import Dress, RadioField
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Value


class SingleField(RadioField):
    def options(self, question: QuestionSpec) -> list[tuple[str, str]]:
        return [(str(level.number), f"Level {level.number}") for level in question.levels]

    def dress(self, question: QuestionSpec) -> Dress:
        descriptions = {str(level.number): level.text for level in question.levels}
        return {**super().dress(question), "descriptions": descriptions}

    def said(self, question: QuestionSpec, value: Value) -> str:
        return f"Level {value}: {super().said(question, value)}"

    def when(self, question: QuestionSpec, bound: int) -> str:
        lowest = min(level.number for level in question.levels)
        return f"the answer is level {bound}{' or below' if bound > lowest else ''}"


FIELD = SingleField()
