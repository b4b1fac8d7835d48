"""The bands of a rubric, and where scores are on them, apart and added up (specification 3, 4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from assessments.rubric.definition import RubricSpec

NO_SCORE = -1
"""The place of a dimension without a score, below the places of the bands, which count from 0."""
NO_LEAST = 1_001
"""In tenths, above every score."""


@dataclass(slots=True)
class Result:
    """Scores added up: `total` of weight times score, the sum of the weights, the least score in
    tenths, and the lowest cap. Totals and weights may be in any unit, the same for all that are
    added: whole numbers, so that nothing is lost.
    """

    total: int
    weight: int
    least: int
    cap: int

    def __add__(self, other: Result) -> Result:
        return Result(
            self.total + other.total,
            self.weight + other.weight,
            min(self.least, other.least),
            min(self.cap, other.cap),
        )


@dataclass(eq=False, slots=True)
class Score:
    """A score that a dimension can have, its place, and in tenths; there is one of each value, so
    it is distinguished from another as an object, which is much quicker than comparing fractions.
    """

    value: Fraction | None
    place: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The bands of a rubric by their lower bounds and minima, in tenths, and its weights."""

    lower: Sequence[int]
    minima: Sequence[int]
    weights: Mapping[str, Fraction]
    scored: bool

    @classmethod
    def of(cls, spec: RubricSpec) -> Scale:
        return cls(
            lower=[ceil(10 * band.from_inclusive) for band in spec.bands],
            minima=[ceil(10 * (band.minimum_each_dimension or 0)) for band in spec.bands],
            weights={each.code: Fraction(each.weight) for each in spec.dimensions},
            scored=spec.shows_score,
        )

    def score(self, value: Fraction | None) -> Score:
        """A score with the place of the band that it is in by itself."""
        if value is None:
            return Score(None, NO_SCORE, NO_LEAST)
        tenths = _tenths(value.numerator, value.denominator)
        return Score(value, self._by_bounds(tenths), tenths)

    def _by_bounds(self, tenths: int) -> int:
        return max(bisect_right(self.lower, tenths) - 1, 0)

    def weighed(self, scores: Mapping[str, Score]) -> tuple[Fraction, Fraction]:
        """Weight times score of some dimensions, and their weights, added up exactly."""
        known = {code: one.value for code, one in scores.items() if one.value is not None}
        return (
            sum((self.weights[code] * value for code, value in known.items()), Fraction(0)),
            sum((self.weights[code] for code in known), Fraction(0)),
        )

    def overall(self, result: Result) -> int | None:
        """The place of the final band, or of the highest one open; `None` with no score at all."""
        if not self.scored:
            return min(result.cap, len(self.lower) - 1)
        if not result.weight:
            return None
        place = self._by_bounds(_tenths(result.total, result.weight))
        while place and result.least < self.minima[place]:
            place -= 1
        return min(place, result.cap)


def _tenths(numerator: int, denominator: int) -> int:
    return (20 * numerator + denominator) // (2 * denominator)
