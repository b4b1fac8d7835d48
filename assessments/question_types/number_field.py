"""A number followed by its unit."""

from __future__ import annotations

from assessments.question_types.numeric_field import NumericField


class NumberField(NumericField):
    labelled = "Number"


FIELD = NumberField()
