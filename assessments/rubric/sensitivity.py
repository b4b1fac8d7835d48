"""How far scores and bands depend on the weights of the dimensions. Pure, and quick.

The method: every weight may be a quarter of itself too high or too low. Each case (a submission, or
a made-up sheet) keeps its dimension scores, and its overall score and final band are worked out
again with other weights:

1. *Alone:* each dimension's weight is taken at 75% and at 125%, with all others as they are.
2. *Together:* every dimension's weight is taken at 75% or at 125%, in every combination. With more
   than six dimensions there are too many, so 64 combinations are drawn, always the same ones.

The band of a case is *robust* when it is the same in all of these. The *spread* of a case is the
largest published score among them less the smallest. Weights of questions within a dimension,
levels and gates are as they are: gates that fired cap the band in every variation, and the balance
asks of each dimension what it always asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import lcm
from random import Random

from assessments.rubric.definition import RubricSpec
from assessments.scoring.bands import settle

LOW, SAME, HIGH = 3, 4, 5
"""Factors of a weight, in quarters."""

EVERY_COMBINATION_MOST = 6
DRAWN = 64
SEED = "weights by a quarter"

Factors = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The exact scores of the dimensions that have one, and the caps of the gates that fired."""

    dimensions: Mapping[str, Fraction]
    caps: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """What one case comes to under other weights, taken together only.

    `bands` counts the combinations tried by the code of the final band they lead to, in the order
    of the scale; `lowest` and `highest` are the published scores that bound them. `possible` is how
    many combinations there are: more than were tried where those were drawn.
    """

    tried: int
    possible: int
    bands: Mapping[str, int]
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightEffect:
    """What a dimension's own weight does, alone, over all cases.

    `moves` is the mean change of the published score for a quarter more or less, in points;
    `flips` counts the cases whose band changes with either.
    """

    code: str
    name: str
    moves: Fraction
    flips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What the variations came to. `weights` has the one that matters most first.

    `mean_spread` and `largest_spread` are in points of the published score.
    """

    cases: int
    variations: int
    drawn: bool
    robust: int
    mean_spread: Fraction
    largest_spread: Fraction
    weights: Sequence[WeightEffect]

    @property
    def robust_share(self) -> Fraction | None:
        return Fraction(self.robust, self.cases) if self.cases else None


def sensitivity(spec: RubricSpec, cases: Iterable[Case]) -> Sensitivity:
    """Vary the weights of the rubric over the cases. The same rubric and cases give the same."""
    weights = _whole_weights(spec)
    count = len(weights)
    alone = list(_alone(count))
    combined = list(_together(count))
    robust = done = spreads = largest = 0
    moves, flips = [0] * count, [0] * count
    for case in cases:
        worked = _Worked(spec, case, weights)
        if not worked.parts:
            continue
        done += 1
        base = worked.outcome((SAME,) * count)
        seen = [base, *(worked.outcome(factors) for factors in (*alone, *combined))]
        robust += len({place for _, place in seen}) == 1
        tenths = [shown for shown, _ in seen]
        spread = max(tenths) - min(tenths)
        spreads, largest = spreads + spread, max(largest, spread)
        for place in range(count):
            own = seen[1 + 2 * place : 3 + 2 * place]
            moves[place] += sum(abs(shown - base[0]) for shown, _ in own)
            flips[place] += any(band != base[1] for _, band in own)
    effects = [
        WeightEffect(
            code=one.code,
            name=one.name,
            moves=Fraction(moves[place], 20 * done) if done else Fraction(0),
            flips=flips[place],
        )
        for place, one in enumerate(spec.dimensions)
    ]
    return Sensitivity(
        cases=done,
        variations=len(alone) + len(combined),
        drawn=count > EVERY_COMBINATION_MOST,
        robust=robust,
        mean_spread=Fraction(spreads, 10 * done) if done else Fraction(0),
        largest_spread=Fraction(largest, 10),
        weights=sorted(effects, key=lambda one: (-one.moves, -one.flips, one.code)),
    )


def robustness(spec: RubricSpec, case: Case) -> Robustness:
    """How far the result of one case depends on the weights of the dimensions that have a score.

    Every combination is tried where there are at most six of them, and these bound all that lies
    between, because a weighted mean is largest and smallest where each weight is at an end. Raises
    `ValueError` where no dimension has a score.
    """
    scored = [one for one in spec.dimensions if one.code in case.dimensions]
    if not scored:
        raise ValueError("No dimension has a score.")
    spec = replace(spec, dimensions=scored)
    worked = _Worked(spec, case, _whole_weights(spec))
    seen = [worked.outcome(factors) for factors in _together(len(scored))]
    places = [place for _, place in seen]
    tenths = [shown for shown, _ in seen]
    return Robustness(
        tried=len(seen),
        possible=2 ** len(scored),
        bands={spec.bands[place].code: places.count(place) for place in sorted(set(places))},
        lowest=Decimal(min(tenths)).scaleb(-1),
        highest=Decimal(max(tenths)).scaleb(-1),
    )


def _whole_weights(spec: RubricSpec) -> list[int]:
    """The weights of the dimensions as whole numbers in the same proportions."""
    exact = [Fraction(one.weight) for one in spec.dimensions]
    scale = lcm(*(one.denominator for one in exact)) if exact else 1
    return [int(one * scale) for one in exact]


def _alone(count: int) -> Iterator[Factors]:
    for place in range(count):
        for factor in (LOW, HIGH):
            yield tuple(factor if other == place else SAME for other in range(count))


def _together(count: int) -> Iterator[Factors]:
    if count <= EVERY_COMBINATION_MOST:
        yield from product((LOW, HIGH), repeat=count)
        return
    random = Random(SEED)  # noqa: S311 - a sample that can be drawn again, no secret
    for _ in range(DRAWN):
        yield tuple(random.choice((LOW, HIGH)) for _ in range(count))


class _Worked:
    """A case made ready: whole numbers, and the band that each place on the scale leads to.

    Balance and gates do not depend on the weights, so they are settled once for each band.
    """

    def __init__(self, spec: RubricSpec, case: Case, weights: Sequence[int]) -> None:
        scored = [
            (place, case.dimensions[one.code], weights[place])
            for place, one in enumerate(spec.dimensions)
            if one.code in case.dimensions
        ]
        self.scale = lcm(*(score.denominator for _, score, _ in scored)) if scored else 1
        self.parts = [(place, int(score * self.scale), weight) for place, score, weight in scored]
        self.starts = [int(band.from_inclusive * 10) for band in spec.bands]
        places = {band.code: place for place, band in enumerate(spec.bands)}
        caps = [places[code] for code in case.caps]
        starts = (Fraction(band.from_inclusive) for band in spec.bands)
        balanced = (settle(spec, start, case.dimensions, ()).after_balance for start in starts)
        self.finals = [min([places[code or ""], *caps]) for code in balanced]

    def outcome(self, factors: Factors) -> tuple[int, int]:
        """The published score in tenths and the place of the final band, under these factors."""
        total = weight = 0
        for place, score, own in self.parts:
            varied = own * factors[place]
            weight += varied
            total += varied * score
        whole = 2 * weight * self.scale
        tenths = (20 * total + whole // 2) // whole
        return tenths, self.finals[max(bisect_right(self.starts, tenths) - 1, 0)]
