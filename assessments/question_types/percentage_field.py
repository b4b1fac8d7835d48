"""A percentage: a number followed by a percent sign."""

from __future__ import annotations

from assessments.question_types.numeric_field import NumericField
from assessments.rubric.definition import NumberSpec


class PercentageField(NumericField):
    labelled = "Percentage"

    def unit(self, spec: NumberSpec) -> str:
        return "%"


FIELD = PercentageField()
