"""An answer in the organisation's own words: read by people, in no sum."""

from __future__ import annotations

from assessments.question_types import AnswerRefused, Marking, clean_text
from assessments.rubric.definition import QuestionSpec
from assessments.rubric.findings import Finding
from assessments.scoring.sheet import Mark, Value


class TextMarking(Marking):
    """The value is the text, to the letter."""

    label = "Text"
    scored = False
    blocks = frozenset()

    def check_block(self, question: QuestionSpec) -> list[Finding]:
        return []

    def reached(self, question: QuestionSpec) -> frozenset[int]:
        return frozenset()

    def clean(self, question: QuestionSpec, raw: object) -> Value:
        text = clean_text(raw)
        if not text.strip():
            raise AnswerRefused("Enter your answer")
        return text

    def mark(self, question: QuestionSpec, value: Value) -> Mark:
        raise ValueError(f"{question.code} is not scored")

    def next_mark(self, question: QuestionSpec, value: Value | None) -> Mark:
        raise ValueError(f"{question.code} is not scored")

    def text(self, question: QuestionSpec, value: Value) -> str:
        return self.to_json(value)

    def to_json(self, value: Value) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not text")
        return value


MARKING = TextMarking()
