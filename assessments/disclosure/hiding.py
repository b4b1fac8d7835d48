"""How exactly bands may be given without giving an answer away.

What is decided here is worked out from what the reader has anyway: the rubric, the answers that are
published, and what was published before. So the decision tells nothing, and for any place that a
dimension, or the whole, has in the end, each answer that is kept back may still have two levels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from assessments.disclosure.possible import OVERALL, Limits, Possible, Seen


class GivenAway(Exception):  # noqa: N818 - says what would happen
    """Answers that are kept back could be worked out from what was published before."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def narrowed(
    possible: Possible, before: Limits, given: Iterable[str], actual: Mapping[str, int]
) -> dict[str, Collection[int]]:
    """For each dimension that is `given`, and at last for the whole, the places among which the
    actual one is shown to be: as few as the answers that are kept back allow.

    `before` are the places that earlier versions showed. Raises `GivenAway`.
    """
    limits = dict(before)
    if before:
        _check(possible, limits)
    for of in (*given, OVERALL):
        if of != OVERALL and not possible.moves(of):
            limits[of] = (actual[of],)
        if len(limits.get(of, ())) == 1:
            continue  # known already, so there is nothing to decide
        seen, stake = possible.witnessed(limits, of), possible.at_stake(of, limits)
        groups = grouped(possible.places(limits, of), seen, stake)
        limits[of] = next(group for group in groups if actual[of] in group)
    return limits


def _check(possible: Possible, limits: Limits) -> None:
    """Whether the answers are still open when those that are new are known too."""
    for of in (OVERALL,) if OVERALL in limits else tuple(limits):
        found = merged(possible.witnessed(limits, of), limits[of])
        stake = possible.at_stake(of, limits)
        if given_away := sorted(code for code in stake if len(found.get(code, ())) < 2):
            raise GivenAway(given_away)


def grouped(places: Sequence[int], seen: Seen, stake: Iterable[str]) -> list[tuple[int, ...]]:
    """The places in groups of neighbours, each with two levels or more of every answer at stake."""
    stake, groups, waiting = tuple(stake), [], []
    for place in places:
        waiting.append(place)
        found = merged(seen, waiting)
        if all(len(found.get(code, ())) > 1 for code in stake):
            groups.append(tuple(waiting))
            waiting = []
    if waiting:
        last = groups.pop() if groups else ()
        groups.append((*last, *waiting))
    return groups


def merged(seen: Seen, places: Iterable[int]) -> dict[str, set[int]]:
    """The levels of each answer that go with any of the places."""
    found: dict[str, set[int]] = {}
    for place in places:
        for code, levels in seen.get(place, {}).items():
            found.setdefault(code, set()).update(levels)
    return found
