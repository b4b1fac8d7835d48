"""A percentage: a number with a percent sign, in the range that the rubric gives."""

from __future__ import annotations

from assessments.question_types.numeric import NumericMarking
from assessments.rubric.definition import NumberSpec, QuestionSpec
from assessments.scoring.sheet import Value


class PercentageMarking(NumericMarking):
    """As every number; people may type the percent sign."""

    label = "Percentage"

    def unit(self, spec: NumberSpec) -> str:
        return "%"

    def text(self, question: QuestionSpec, value: Value) -> str:
        return f"{self.to_json(value)}%"


MARKING = PercentageMarking()
