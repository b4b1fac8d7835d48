"""Parts of a rubric whose unknown answers go together, and the ways to answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import lcm, prod
from typing import NamedTuple

from assessments.disclosure.replies import Outcome
from assessments.disclosure.scale import Scale, Score

ALL_MOST = 4_000
"""A block with more ways to answer it is not looked at in each of them."""
WORK_MOST = 1_000_000
WIDE = 30
"""Of a block with more unknown questions, only the ends of each are tried."""


class Entry(NamedTuple):
    """One way to answer the unknown questions of a block: their levels, the exact scores of its
    dimensions, and the lowest cap.
    """

    levels: tuple[int | None, ...]
    scores: tuple[Score, ...]
    cap: int


@dataclass(slots=True)
class Unknown:
    """A question whose answer is not known; it waits for the `opener`, if that is not known too."""

    code: str
    dimension: int
    weight: Fraction
    outcomes: tuple[Outcome, ...]
    opener: int | None
    whole: bool = True
    """Whether `outcomes` are all there are."""


@dataclass(slots=True)
class Block:
    """Dimensions whose unknown questions wait for one another; mostly a dimension by itself."""

    dimensions: list[str]
    fixed: list[tuple[Fraction, Fraction]]
    unknown: list[Unknown] = field(default_factory=list)
    bands: int = 0

    @property
    def whole(self) -> bool:
        """Whether `entries` are all there are."""
        ways = prod(len(each.outcomes) for each in self.unknown)
        return ways <= ALL_MOST and all(each.whole for each in self.unknown)

    def entries(self, scale: Scale) -> list[Entry]:
        """Ways to answer: all, or a choice that reaches from the lowest to the highest."""
        return list(dict.fromkeys(_Ways(self, scale).entries()))


class _Part(NamedTuple):
    """An outcome as it is added up: `total` is weight times mark, in the unit of the block."""

    level: int | None
    total: int
    weight: int
    cap: int
    opens: frozenset[str]
    marked: bool


class _Ways:
    """The ways to answer one block. They are added up in whole numbers, and one that differs from
    another by a reply costs only the difference: there are tens of thousands.
    """

    def __init__(self, block: Block, scale: Scale) -> None:
        self._unknown, self._bands, self._scale = block.unknown, block.bands, scale
        exact = [number for pair in block.fixed for number in pair]
        for each in block.unknown:
            exact += [each.weight, *(each.weight * (one.mark or 0) for one in each.outcomes)]
        self._unit = lcm(*(number.denominator for number in exact))
        self._fixed = [(int(t * self._unit), int(w * self._unit)) for t, w in block.fixed]
        self._parts = [tuple(self._part(each, o) for o in each.outcomes) for each in block.unknown]
        self._openers = {each.opener for each in block.unknown}
        self._not_asked = _Part(None, 0, 0, block.bands, frozenset(), marked=False)
        self._sums: dict[tuple[int, int], Score] = {}
        self._scores: dict[Fraction | None, Score] = {}

    def _part(self, each: Unknown, one: Outcome) -> _Part:
        if one.mark is None:
            return _Part(one.level, 0, 0, one.cap, one.opens, marked=False)
        total, weight = int(each.weight * one.mark * self._unit), int(each.weight * self._unit)
        return _Part(one.level, total, weight, one.cap, one.opens, marked=True)

    def entries(self) -> Iterator[Entry]:
        if prod(map(len, self._parts)) <= ALL_MOST:
            return map(self._entry, self._all([]))
        return (entry for base in self._bases() for entry in self._near(*base))

    def _all(self, chosen: list[_Part]) -> Iterator[Sequence[_Part]]:
        place = len(chosen)
        if place == len(self._parts):
            yield chosen
            return
        open_ = self._asked(place, chosen)
        for one in self._parts[place] if open_ else (self._not_asked,):
            yield from self._all([*chosen, one])

    def _asked(self, place: int, chosen: Sequence[_Part]) -> bool:
        each = self._unknown[place]
        return each.opener is None or each.code in chosen[each.opener].opens

    def _settled(self, wanted: Sequence[_Part]) -> list[_Part]:
        """The same, but for what would not be asked then."""
        chosen: list[_Part] = []
        for place, one in enumerate(wanted):
            chosen.append(one if self._asked(place, chosen) else self._not_asked)
        return chosen

    def _bases(self) -> Iterator[tuple[list[_Part], Sequence[Sequence[_Part]]]]:
        """From the lowest to the highest in a few steps, and what each reply may become."""
        size, caps = len(self._parts), sorted({o.cap for parts in self._parts for o in parts})
        count = max(3, min(size, WORK_MOST // (size * size * 6 * len(caps))))
        for cap in caps:
            ways = [
                [one for one in parts if one.cap >= cap and one.marked] or parts
                for parts in self._parts
            ]
            near = self._parts
            if size > WIDE:
                near = [(p[0], w[-1]) for p, w in zip(self._parts, ways, strict=True)]
            for step in range(count + 1):
                raised = size * step // count
                yield [*(w[-1] for w in ways[:raised]), *(w[0] for w in ways[raised:])], near
            for part in (1, 2, 3):
                yield [way[len(way) * part // 4] for way in ways], near

    def _near(self, base: list[_Part], near: Sequence[Sequence[_Part]]) -> Iterator[Entry]:
        """The base, and what it becomes with one reply changed."""
        parts = self._settled(base)
        entry = self._entry(parts)
        yield entry
        sums, caps = self._added(parts), [self._bands, *(part.cap for part in parts), self._bands]
        below = list(accumulate(caps, min))
        above = list(accumulate(reversed(caps), min))[::-1]
        for place, own in enumerate(parts):
            if place in self._openers:
                for one in near[place]:
                    yield self._entry(self._settled([*base[:place], one, *base[place + 1 :]]))
            elif self._asked(place, parts):
                home = self._unknown[place].dimension
                (levels, scores, _), cap = entry, min(below[place], above[place + 2])
                head, tail = levels[:place], levels[place + 1 :]
                left, right = scores[:home], scores[home + 1 :]
                total, weight = sums[home][0] - own.total, sums[home][1] - own.weight
                for one in near[place]:
                    score = self._score(total + one.total, weight + one.weight)
                    cap_then = one.cap if one.cap < cap else cap
                    yield Entry((*head, one.level, *tail), (*left, score, *right), cap_then)

    def _added(self, parts: Sequence[_Part]) -> list[tuple[int, int]]:
        sums = list(self._fixed)
        for each, one in zip(self._unknown, parts, strict=True):
            total, weight = sums[each.dimension]
            sums[each.dimension] = total + one.total, weight + one.weight
        return sums

    def _entry(self, parts: Sequence[_Part]) -> Entry:
        return Entry(
            levels=tuple(one.level for one in parts),
            scores=tuple(self._score(*both) for both in self._added(parts)),
            cap=min([self._bands, *(one.cap for one in parts)]),
        )

    def _score(self, total: int, weight: int) -> Score:
        found = self._sums.get((total, weight))
        if found is None:
            value = Fraction(100 * total, weight) if weight else None
            if value not in self._scores:
                self._scores[value] = self._scale.score(value)
            found = self._sums[total, weight] = self._scores[value]
        return found
