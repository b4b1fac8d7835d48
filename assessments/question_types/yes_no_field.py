"""Yes and no as radios, in the rubric's words."""

from __future__ import annotations

from assessments.question_types.base_field import LevelName, RadioField
from assessments.rubric.definition import QuestionSpec


class YesNoField(RadioField):
    def options(self, question: QuestionSpec, level_name: LevelName) -> list[tuple[str, str]]:
        return [(option.value, option.text) for option in question.options]

    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        at_fault = [f"“{option.text}”" for option in question.options if option.level <= bound]
        return f"the answer is {' or '.join(at_fault) or f'at {level}'}"


FIELD = YesNoField()
