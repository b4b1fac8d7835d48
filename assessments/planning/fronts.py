"""Sets of raises that could be part of the best, and how they are joined.

A state is whole numbers `(key, gain, days, pounds)`, which add up where states are joined: what it
gains towards the band, what it takes, and a key. The key orders states by total, then by number of
raises, then by which raises they are, as the specification breaks ties; so the least key is the
answer. A state is left out when another is no worse in all of this.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

State = tuple[int, int, int, int]
Front = list[State]
"""Sorted by key."""

KEY, GAIN, DAYS, POUNDS = range(4)
NOTHING: Front = [(0, 0, 0, 0)]

Measure = Callable[[State], int]


def kept(states: Iterable[State], limited: Sequence[int]) -> Front:
    """The states that no other makes needless. `limited` names what has a limit: days, pounds."""
    ordered = sorted(states)
    if not limited:
        return _rising(ordered)
    if len(limited) == 1:
        return _under_one_limit(ordered, limited[0])
    found: Front = []
    for state in ordered:
        if not any(
            one[GAIN] >= state[GAIN] and one[DAYS] <= state[DAYS] and one[POUNDS] <= state[POUNDS]
            for one in found
        ):
            found.append(state)
    return found


def _rising(ordered: Front) -> Front:
    found: Front = []
    best = -1
    for state in ordered:
        if state[GAIN] > best:
            best = state[GAIN]
            found.append(state)
    return found


def _under_one_limit(ordered: Front, place: int) -> Front:
    found: Front = []
    uses: list[int] = []
    gains: list[int] = []
    for state in ordered:
        used, gain = state[place], state[GAIN]
        before = bisect_right(uses, used)
        if before and gains[before - 1] >= gain:
            continue
        start = bisect_left(uses, used)
        end = start
        while end < len(gains) and gains[end] <= gain:
            end += 1
        uses[start:end], gains[start:end] = [used], [gain]
        found.append(state)
    return found


def joined(one: Front, other: Front, limited: Sequence[int]) -> Front:
    """Every pair of states that could matter."""
    if one == NOTHING or other == NOTHING:
        return other if one == NOTHING else one
    return kept(
        ((a + e, b + f, c + g, d + h) for a, b, c, d in one for e, f, g, h in other), limited
    )


class OutOfReach(Exception):  # noqa: N818 - an answer, not a fault
    """No choice of states keeps to a limit, or gains enough."""


def within(
    fronts: Sequence[Front], need: int, measure: Measure, limit: int | None
) -> tuple[list[Front], Front]:
    """The fronts less the states with which no choice of one from each can gain `need` and keep
    to the limit; and a choice that gains it, as good as is quickly found.

    A multiplier prices what is gained: the least of "measure less price" of each front bounds what
    any choice with a given state must come to. Raises `OutOfReach` where that shows there is none.
    """
    hulls = [_hull(front, measure) for front in fronts]
    chosen = [hull[0] for hull in hulls]
    gained = sum(state[GAIN] for state in chosen)
    price = Fraction(0)
    edges = sorted(
        (
            (
                Fraction(measure(after) - measure(before), after[GAIN] - before[GAIN]),
                place,
                number,
            )
            for place, hull in enumerate(hulls)
            for number, (before, after) in enumerate(zip(hull, hull[1:], strict=False), start=1)
        ),
    )
    for slope, place, number in edges:
        if gained >= need:
            break
        after = hulls[place][number]
        gained += after[GAIN] - chosen[place][GAIN]
        chosen[place] = after
        price = slope
    if gained < need:
        raise OutOfReach
    if limit is None:
        return list(fronts), chosen
    up, down = price.numerator, price.denominator
    least = [min(down * measure(one) - up * one[GAIN] for one in hull) for hull in hulls]
    slack = down * limit - up * need - sum(least)
    if slack < 0:
        raise OutOfReach
    pruned = [
        [one for one in front if down * measure(one) - up * one[GAIN] - low <= slack]
        for front, low in zip(fronts, least, strict=True)
    ]
    return pruned, chosen


def _hull(front: Front, measure: Measure) -> Front:
    """The lower convex hull of measure by gain, from the least measure upwards."""
    hull: Front = []
    for state in sorted(front, key=lambda one: (measure(one), -one[GAIN])):
        if hull and state[GAIN] <= hull[-1][GAIN]:
            continue
        while len(hull) > 1 and _above(hull[-2], hull[-1], state, measure):
            hull.pop()
        hull.append(state)
    return hull


def _above(
    one: State,
    two: State,
    three: State,
    measure: Measure,
) -> bool:
    """Whether the middle state is on or above the line between the others."""
    rise = (measure(two) - measure(one)) * (three[GAIN] - one[GAIN])
    return rise >= (measure(three) - measure(one)) * (two[GAIN] - one[GAIN])
