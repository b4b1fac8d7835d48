"""Levels as radios, each under its number with its description."""

from __future__ import annotations

from assessments.question_types.base_field import Dress, LevelName, RadioField
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Value


class SingleField(RadioField):
    def options(self, question: QuestionSpec, level_name: LevelName) -> list[tuple[str, str]]:
        return [(str(level.number), level_name(level.number)) for level in question.levels]

    def dress(self, question: QuestionSpec) -> Dress:
        descriptions = {str(level.number): level.text for level in question.levels}
        notes = {
            str(level.number): f"Still missing: {level.still_missing}"
            for level in question.levels
            if level.still_missing
        }
        return {**super().dress(question), "descriptions": descriptions, "notes": notes}

    def said(self, question: QuestionSpec, value: Value, level_name: LevelName) -> str:
        words = super().said(question, value, level_name)
        return f"{level_name(value)}: {words}" if isinstance(value, int) else words

    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        return f"the answer is {level}"


FIELD = SingleField()
