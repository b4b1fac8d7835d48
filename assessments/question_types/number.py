"""A number of something, such as days or systems, in the range that the rubric gives."""

from __future__ import annotations

from assessments.question_types.numeric import NumericMarking
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import Value


class NumberMarking(NumericMarking):
    """A number, read with its unit."""

    label = "Number"

    def text(self, question: QuestionSpec, value: Value) -> str:
        unit = question.number.unit if question.number else ""
        return f"{self.to_json(value)} {unit}".rstrip()


MARKING = NumberMarking()
