"""The input that the kinds answered with a number have in common."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.question_types.base_field import KindField
from assessments.question_types.numeric import plain
from assessments.scoring.spec import NumberBandSpec, NumberSpec, QuestionSpec


class NumericField(KindField):
    """One line for a number, with its unit beside it and its limits above it."""

    def unit(self, spec: NumberSpec) -> str:
        """The unit as it stands after a number."""
        return spec.unit

    def make(self, question: QuestionSpec) -> forms.Field:
        attrs = {"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off"}
        return forms.Field(required=False, widget=forms.TextInput(attrs=attrs))

    def dress(self, question: QuestionSpec) -> dict[str, Any]:
        spec = question.number
        if spec is None:
            raise ValueError(f"{question.code} has no number block")
        return {"suffix": self.unit(spec), "width": 10, "hint": _limits(spec)}

    def not_both(self, instead: str) -> str:
        return f"Enter a number or select “{instead}”, not both"

    def when(self, question: QuestionSpec, bound: int) -> str:
        spec = question.number
        if spec is None:
            raise ValueError(f"{question.code} has no number block")
        spans = [self._span(spec, band) for band in spec.bands if band.level <= bound]
        return f"the answer is {' or '.join(spans)}"

    def _span(self, spec: NumberSpec, band: NumberBandSpec) -> str:
        def said(number: Any) -> str:
            gap = "" if self.unit(spec) == "%" else " "
            return f"{plain(number)}{gap}{self.unit(spec)}".rstrip()

        if band.from_inclusive == spec.minimum and not band.to_is_inclusive:
            return f"below {said(band.to)}"
        if band.to_is_inclusive and band.to == spec.maximum:
            return f"{said(band.from_inclusive)} or more"
        return f"from {said(band.from_inclusive)} to below {said(band.to)}"


def _limits(spec: NumberSpec) -> str:
    span = f"from {plain(spec.minimum)} to {plain(spec.maximum)}"
    if spec.decimals_allowed == 0:
        return f"Enter a whole number {span}."
    places = (
        "1 decimal place"
        if spec.decimals_allowed == 1
        else (f"{spec.decimals_allowed} decimal places")
    )
    return f"Enter a number {span}, with at most {places}."
