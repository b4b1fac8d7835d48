"""From the parts to the whole: which overall bands go with which answers (specification 3, 4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import ceil

from assessments.disclosure.blocks import Block, Entry
from assessments.rubric.definition import RubricSpec

NO_SCORE = -1
"""The place of a dimension without a score, below the places of the bands, which count from 0."""
STEPS = 6
WORK_MOST = 40_000
"""How many sheets are looked at, about; with fewer of them less may be given, never more."""
_HIGH = 1_001


@dataclass(frozen=True, slots=True)
class Result:
    """Scores added up: `total` of weight times score, the sum of the weights, the least score in
    tenths, and the lowest cap.
    """

    total: Fraction
    weight: Fraction
    least: int
    cap: int

    def __add__(self, other: Result) -> Result:
        return Result(
            self.total + other.total,
            self.weight + other.weight,
            min(self.least, other.least),
            min(self.cap, other.cap),
        )


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

    def place(self, score: Fraction | None) -> int:
        """The place of the band that a score is in by itself."""
        return NO_SCORE if score is None else self._by_bounds(_tenths(score))

    def _by_bounds(self, tenths: int) -> int:
        return max(place for place, lower in enumerate(self.lower) if place == 0 or lower <= tenths)

    def result(self, scores: Mapping[str, Fraction | None], cap: int) -> Result:
        """The scores of some dimensions, added up."""
        known = {code: score for code, score in scores.items() if score is not None}
        return Result(
            sum((self.weights[code] * score for code, score in known.items()), Fraction(0)),
            sum((self.weights[code] for code in known), Fraction(0)),
            min((_tenths(score) for score in known.values()), default=_HIGH),
            cap,
        )

    def overall(self, result: Result) -> int | None:
        """The place of the final band, or of the highest one open; `None` with no score at all."""
        if not self.scored:
            return min(result.cap, len(self.lower) - 1)
        if not result.weight:
            return None
        place = self._by_bounds(_tenths(result.total / result.weight))
        while place and result.least < self.minima[place]:
            place -= 1
        return min(place, result.cap)


def _tenths(score: Fraction) -> int:
    return (20 * score.numerator + score.denominator) // (2 * score.denominator)


@dataclass(frozen=True, slots=True)
class _Way:
    result: Result
    entry: Entry


Found = tuple[int, Sequence[int], list[Entry]]
"""The place of the whole, the answers of each block, and which blocks' have not been met before."""


def bounds(
    scale: Scale, rest: Result, blocks: Sequence[Block], pools: Sequence[Sequence[Entry]]
) -> tuple[int, int]:
    """The lowest and the highest place that the whole could have; perhaps further apart."""
    widest = (0, min(rest.cap, len(scale.lower) - 1))
    if not scale.scored:
        caps = [each.cap for pool in pools for each in pool]
        return min([widest[1], *caps]), widest[1]
    if not all(block.whole for block in blocks) or not all(pools):
        return widest
    lanes = [_lane(scale, block, pool) for block, pool in zip(blocks, pools, strict=True)]
    if any(len({way.result.weight for way in lane}) > 1 for lane in lanes):
        return widest
    ends = []
    for pick in (min, max):
        parts = [
            Result(
                pick(way.result.total for way in lane),
                lane[0].result.weight,
                pick(way.result.least for way in lane),
                pick(way.result.cap for way in lane),
            )
            for lane in lanes
        ]
        ends.append(scale.overall(sum(parts, rest)))
    low, high = ends
    return (0 if low is None else low, widest[1] if high is None else high)


def walks(
    scale: Scale, rest: Result, blocks: Sequence[Block], pools: Sequence[Sequence[Entry]]
) -> Iterator[Found]:
    """Sheets from the lowest to the highest result, once for each cap, and around each of them
    those in which one block is answered otherwise. Each is a sheet that could have been sent.
    """
    lanes = [_lane(scale, block, pool) for block, pool in zip(blocks, pools, strict=True)]
    around = [_by_level(lane) for lane in lanes]
    caps = sorted({way.result.cap for lane in lanes for way in lane})
    work = len(caps) * (1 + STEPS * len(lanes)) * 2 * sum(map(len, around))
    every = max(1, work // WORK_MOST)
    for cap in caps:
        allowed = [[way for way in lane if way.result.cap >= cap] for lane in lanes]
        if not all(allowed):
            return
        for state in islice(_states(allowed), 0, None, every):
            yield from _near(scale, rest, state, around)


def _lane(scale: Scale, block: Block, pool: Sequence[Entry]) -> list[_Way]:
    made = [
        _Way(scale.result(dict(zip(block.dimensions, each.scores, strict=True)), each.cap), each)
        for each in pool
    ]
    return sorted(made, key=lambda way: (way.result.total, way.result.weight, way.result.cap))


def _states(lanes: Sequence[Sequence[_Way]]) -> Iterator[list[_Way]]:
    """One block after the other is raised, in steps."""
    state = [lane[0] for lane in lanes]
    yield list(state)
    for number, lane in enumerate(lanes):
        for step in range(1, STEPS + 1):
            state[number] = lane[(len(lane) - 1) * step // STEPS]
            yield list(state)


_Choices = list[tuple[list[Fraction], list[_Way]]]


def _by_level(lane: Sequence[_Way]) -> _Choices:
    """For each level of each question the ways that have it, by what they add to the whole."""
    kept: dict[tuple[int, int], list[_Way]] = defaultdict(list)
    for way in lane:
        for place, level in enumerate(way.entry.levels):
            if level is not None:
                kept[place, level].append(way)
    return [([way.result.total for way in ways], ways) for ways in kept.values()]


def _near(
    scale: Scale, rest: Result, state: Sequence[_Way], around: Sequence[_Choices]
) -> Iterator[Found]:
    whole = sum((way.result for way in state), rest)
    entries = [way.entry for way in state]
    place = scale.overall(whole)
    if place is not None:
        yield place, range(len(entries)), entries
    first = place
    for number, choices in enumerate(around):
        own = state[number].result.total
        others = sum((w.result for n, w in enumerate(state) if n != number), rest)
        for totals, ways in choices:
            at = bisect_left(totals, own)
            for near in ways[max(at - 1, 0) : at + 1]:
                place = scale.overall(others + near.result)
                if place is not None:
                    changed = range(len(entries)) if place != first else (number,)
                    yield place, changed, [*entries[:number], near.entry, *entries[number + 1 :]]
