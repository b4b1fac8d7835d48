"""One level, chosen from the descriptions."""

from __future__ import annotations

import re

from assessments.question_types import AnswerRefused, Marking
from assessments.question_types.levels import check_levels, level_above, mark_of_level
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Value


class SingleMarking(Marking):
    """The value is a level number."""

    label = "One level"

    def check_block(self, question: QuestionSpec) -> list[Finding]:
        return check_levels(question)

    def clean(self, question: QuestionSpec, raw: object) -> Value:
        number: int | None = None
        if isinstance(raw, int) and not isinstance(raw, bool):
            number = raw
        elif isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw.strip()):
            number = int(raw)
        if number is None or question.level(number) is None:
            raise AnswerRefused("Select the description that fits best")
        return number

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        return mark_of_level(question, _number(question, value))

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        number = None if value is None else _number(question, value)
        return mark_of_level(question, level_above(question, number))

    def text(self, question: QuestionSpec, value: Value) -> str:
        level = question.level(_number(question, value))
        if level is None:
            raise ValueError(f"{question.code}: there is no level {value}")
        return level.text

    def to_json(self, value: Value) -> int:
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a level number")
        return value


def _number(question: QuestionSpec, value: Value) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{question.code}: {value!r} is not a level number")
    return value


MARKING = SingleMarking()
