"""Weighted means of marks: the dimensions and the whole (scoring specification, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.rubric.definition import DimensionSpec, RubricSpec
from assessments.scoring.parts import ZERO, Part, exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Shares, and the exact score of each scored dimension at both ends of the range.

    A dimension without a counted question is in none of the three mappings by dimension. A
    question's `shares` are of its dimension, its `weighted_shares` of the whole; `worths` are
    these in points of the overall score.
    """

    low: Mapping[str, Fraction]
    high: Mapping[str, Fraction]
    dimension_shares: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    weighted_shares: Mapping[str, Fraction]
    worths: Mapping[str, Fraction]

    def overall(self, scores: Mapping[str, Fraction]) -> Fraction | None:
        """The weighted mean of dimension scores; `None` when no dimension is scored."""
        if not scores:
            return None
        return sum((self.dimension_shares[code] * scores[code] for code in scores), ZERO)


def weigh(spec: RubricSpec, parts: Mapping[str, Part]) -> Weighed:
    """Weigh the counted questions within their dimensions, and the dimensions in the whole."""
    counted: list[tuple[DimensionSpec, list[Part]]] = []
    for dimension in spec.dimensions:
        own = [parts[question.code] for question in dimension.questions if question.code in parts]
        if own:
            counted.append((dimension, own))
    whole = sum((exact(dimension.weight) for dimension, _ in counted), ZERO)
    low: dict[str, Fraction] = {}
    high: dict[str, Fraction] = {}
    dimension_shares: dict[str, Fraction] = {}
    shares: dict[str, Fraction] = {}
    weighted_shares: dict[str, Fraction] = {}
    worths: dict[str, Fraction] = {}
    for dimension, own in counted:
        total = sum((part.weight for part in own), ZERO)
        dimension_share = exact(dimension.weight) / whole
        dimension_shares[dimension.code] = dimension_share
        low[dimension.code] = _mean(own, total, lambda part: part.low)
        high[dimension.code] = (
            _mean(own, total, lambda part: part.high)
            if any(part.mark is None for part in own)
            else low[dimension.code]
        )
        for part in own:
            share = part.weight / total
            shares[part.question.code] = share
            weighted_shares[part.question.code] = weighted = dimension_share * share
            worths[part.question.code] = 100 * weighted
    return Weighed(
        low=low,
        high=high,
        dimension_shares=dimension_shares,
        shares=shares,
        weighted_shares=weighted_shares,
        worths=worths,
    )


def _mean(parts: list[Part], total: Fraction, mark_of: Callable[[Part], Fraction]) -> Fraction:
    return 100 * sum((part.weight * mark_of(part) for part in parts), ZERO) / total
