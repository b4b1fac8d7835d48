"""The input that the kinds answered with a number have in common."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from assessments.question_types.base_field import Dress, KindField, LevelName
from assessments.question_types.numeric import number_of, rule_of, separated
from assessments.rubric.definition import NumberBandSpec, NumberSpec, QuestionSpec


class NumericField(KindField):
    """One line for a number, with its unit after it and its limits above it."""

    def unit(self, spec: NumberSpec) -> str:
        """The unit as it is written after a number."""
        return spec.unit

    def make(self, question: QuestionSpec, level_name: LevelName) -> forms.Field:
        attrs = {"inputmode": "decimal", "spellcheck": "false", "autocomplete": "off"}
        return forms.Field(required=False, widget=forms.TextInput(attrs=attrs))

    def dress(self, question: QuestionSpec) -> Dress:
        spec = number_of(question)
        return {"suffix": self.unit(spec), "width": 10, "hint": f"{rule_of(spec)}."}

    def not_both(self, instead: str) -> str:
        return f"Enter a number or select “{instead}”, not both"

    def when(self, question: QuestionSpec, bound: int, level: str) -> str:
        spec = number_of(question)
        spans: list[tuple[NumberBandSpec, NumberBandSpec]] = []
        for band in spec.bands:
            if band.level > bound:
                continue
            if spans and spans[-1][1].to == band.from_inclusive:
                spans[-1] = (spans[-1][0], band)
            else:
                spans.append((band, band))
        said = [self._span(spec, first, last) for first, last in spans]
        return f"the answer is {' or '.join(said) or f'at {level}'}"

    def _span(self, spec: NumberSpec, first: NumberBandSpec, last: NumberBandSpec) -> str:
        gap = "" if self.unit(spec) == "%" else " "

        def said(number: Decimal) -> str:
            return f"{separated(number)}{gap}{self.unit(spec)}".rstrip()

        if first.from_inclusive == spec.minimum and not last.to_is_inclusive:
            return f"below {said(last.to)}"
        if last.to_is_inclusive:
            return f"{said(first.from_inclusive)} or more"
        return f"from {said(first.from_inclusive)} to below {said(last.to)}"
