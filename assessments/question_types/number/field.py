"""A number with its unit beside it."""

from __future__ import annotations

from assessments.question_types.numeric_field import NumericField


class NumberField(NumericField):
    labelled = "Number"


FIELD = NumberField()
