"""Parts of a rubric whose unknown answers go together, and the ways to answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from assessments.disclosure.replies import Outcome

ALL_MOST = 4_000
"""A block with more ways to answer it is not looked at in each of them."""
WORK_MOST = 1_000_000
WIDE = 30
"""Of a block with more unknown questions, only the ends of each are tried."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to answer the unknown questions of a block: their levels, the exact scores of its
    dimensions, and the lowest cap.
    """

    levels: tuple[int | None, ...]
    scores: tuple[Fraction | None, ...]
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

    def entries(self) -> list[Entry]:
        """Ways to answer: all, or a choice that reaches from the lowest to the highest."""
        ways = prod(len(each.outcomes) for each in self.unknown)
        chosen = self._all() if ways <= ALL_MOST else self._some()
        return list(dict.fromkeys(map(self._entry, chosen)))

    def _all(self) -> Iterator[list[Outcome]]:
        chosen: list[Outcome] = []

        def walk() -> Iterator[list[Outcome]]:
            if len(chosen) == len(self.unknown):
                yield list(chosen)
                return
            for one in self._outcomes(self.unknown[len(chosen)], chosen):
                chosen.append(one)
                yield from walk()
                chosen.pop()

        return walk()

    def _outcomes(self, each: Unknown, chosen: Sequence[Outcome]) -> tuple[Outcome, ...]:
        if each.opener is None or each.code in chosen[each.opener].opens:
            return each.outcomes
        return (Outcome(level=None, mark=None, cap=self.bands),)

    def _settled(self, wanted: Sequence[Outcome]) -> list[Outcome]:
        """The same, but for what would not be asked then."""
        chosen: list[Outcome] = []
        for each, one in zip(self.unknown, wanted, strict=True):
            allowed = self._outcomes(each, chosen)
            chosen.append(one if one in allowed else allowed[0])
        return chosen

    def _some(self) -> Iterator[list[Outcome]]:
        """From the lowest to the highest in a few steps, and from each with one reply changed."""
        size, caps = len(self.unknown), sorted({o.cap for u in self.unknown for o in u.outcomes})
        count = max(3, min(size, WORK_MOST // (size * size * 6 * len(caps))))
        for cap in caps:
            ways = [
                [one for one in each.outcomes if one.cap >= cap and one.mark is not None]
                or list(each.outcomes)
                for each in self.unknown
            ]
            bases = []
            for step in range(count + 1):
                raised = size * step // count
                bases.append([*(w[-1] for w in ways[:raised]), *(w[0] for w in ways[raised:])])
            bases += [[way[len(way) * part // 4] for way in ways] for part in (1, 2, 3)]
            for base in bases:
                yield self._settled(base)
                for place, each in enumerate(self.unknown):
                    ends = dict.fromkeys((each.outcomes[0], ways[place][-1]))
                    for one in ends if size > WIDE else each.outcomes:
                        yield self._settled([*base[:place], one, *base[place + 1 :]])

    def _entry(self, chosen: Sequence[Outcome]) -> Entry:
        sums, weights = ([part[at] for part in self.fixed] for at in (0, 1))
        cap = self.bands
        for each, one in zip(self.unknown, chosen, strict=True):
            cap = min(cap, one.cap)
            if one.mark is not None:
                sums[each.dimension] += each.weight * one.mark
                weights[each.dimension] += each.weight
        return Entry(
            levels=tuple(one.level for one in chosen),
            scores=tuple(
                100 * total / weight if weight else None
                for total, weight in zip(sums, weights, strict=True)
            ),
            cap=cap,
        )
