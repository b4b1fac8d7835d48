"""From the parts to the whole: which overall bands go with which answers (specification 3, 4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import NamedTuple

from assessments.disclosure.blocks import Block, Entry
from assessments.disclosure.scale import NO_LEAST, Result, Scale, Score

STEPS = 6
WORK_MOST = 40_000
"""How many sheets are looked at, about; with fewer of them less may be given, never more."""


class _Way(NamedTuple):
    result: Result
    entry: Entry


Found = tuple[int, Sequence[int], list[Entry]]
"""The place of the whole, the answers of each block, and which blocks' have not been met before."""


class Ground(NamedTuple):
    """What is walked on: what is known for certain, and for each block its ways, upwards."""

    rest: Result
    lanes: list[list[_Way]]


Kinds = dict[tuple[tuple[Score, ...], int], tuple[Fraction, Fraction, int]]
"""By the scores and the cap of an entry, what it adds to the whole, and its least score."""


def ground(
    scale: Scale,
    rest: Mapping[str, Score],
    cap: int,
    blocks: Sequence[Block],
    pools: Sequence[Sequence[Entry]],
) -> Ground:
    """The `rest` are the scores that are known for certain, under the cap of what is known."""
    kinds: list[Kinds] = []
    for block, pool in zip(blocks, pools, strict=True):
        found: Kinds = {}
        for entry in pool:
            if entry[1:] not in found:
                scores = dict(zip(block.dimensions, entry.scores, strict=True))
                found[entry[1:]] = *scale.weighed(scores), _least(entry.scores)
        kinds.append(found)
    total, weight = scale.weighed(rest)
    exact = [total, weight, *(n for found in kinds for one in found.values() for n in one[:2])]
    unit = lcm(*(number.denominator for number in exact))
    return Ground(
        Result(int(total * unit), int(weight * unit), _least(rest.values()), cap),
        [_lane(unit, found, pool) for found, pool in zip(kinds, pools, strict=True)],
    )


def _least(scores: Iterable[Score]) -> int:
    return min((one.tenths for one in scores), default=NO_LEAST)


def _lane(unit: int, kinds: Kinds, pool: Sequence[Entry]) -> list[_Way]:
    results = {
        key: Result(int(total * unit), int(weight * unit), least, key[1])
        for key, (total, weight, least) in kinds.items()
    }
    made = [_Way(results[entry[1:]], entry) for entry in pool]
    return sorted(made, key=lambda way: (way.result.total, way.result.weight, way.result.cap))


def bounds(scale: Scale, ground: Ground, blocks: Sequence[Block]) -> tuple[int, int]:
    """The lowest and the highest place that the whole could have; perhaps further apart."""
    rest, lanes = ground
    widest = (0, min(rest.cap, len(scale.lower) - 1))
    if not scale.scored:
        caps = [way.entry.cap for lane in lanes for way in lane]
        return min([widest[1], *caps]), widest[1]
    if not all(block.whole for block in blocks) or not all(lanes):
        return widest
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


def walks(scale: Scale, ground: Ground) -> Iterator[Found]:
    """Sheets from the lowest to the highest result, once for each cap, and around each of them
    those in which one block is answered otherwise. Each is a sheet that could have been sent.
    """
    rest, lanes = ground
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


def _states(lanes: Sequence[Sequence[_Way]]) -> Iterator[list[_Way]]:
    """One block after the other is raised, in steps."""
    state = [lane[0] for lane in lanes]
    yield list(state)
    for number, lane in enumerate(lanes):
        for step in range(1, STEPS + 1):
            state[number] = lane[(len(lane) - 1) * step // STEPS]
            yield list(state)


_Choices = list[tuple[list[int], list[_Way]]]


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
    results = [way.result for way in state]
    whole = sum(results, rest)
    entries = [way.entry for way in state]
    place = scale.overall(whole)
    if place is not None:
        yield place, range(len(entries)), entries
    first = place
    for number, choices in enumerate(around):
        own = results[number].total
        others = sum([*results[:number], *results[number + 1 :]], rest)
        for totals, ways in choices:
            at = bisect_left(totals, own)
            for near in ways[max(at - 1, 0) : at + 1]:
                place = scale.overall(others + near.result)
                if place is not None:
                    changed = range(len(entries)) if place != first else (number,)
                    yield place, changed, [*entries[:number], near.entry, *entries[number + 1 :]]
