"""The least key that reaches what is asked for: dimension by dimension, then joined. Exact.

A dimension's questions are joined into a front for each weight that could count there. Questions
that a condition ties together are joined as the trees that they are. A condition between two
dimensions is settled from outside: each way in which it can go is tried.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import chain, product
from math import ceil, floor, lcm, prod
from operator import itemgetter

from assessments.planning.fronts import (
    DAYS,
    GAIN,
    KEY,
    NOTHING,
    POUNDS,
    Front,
    OutOfReach,
    State,
    joined,
    kept,
    within,
)
from assessments.planning.raising import Move, Node, holds
from assessments.rubric.definition import DimensionSpec, RubricSpec
from assessments.scoring.weighing import exact

WAYS_MOST = 4096
"""How many ways conditions between dimensions can go before the search is refused."""

Way = Mapping[str, tuple[bool, ...] | None]
"""Of what opens questions in other dimensions: which of them, or `None` where it is not asked."""


class TooManyWays(ValueError):
    """Conditions between dimensions leave more ways than can be tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is asked for. `place` is that of the band; limits are `None` where there are none.

    `keeps` are questions that stay as they are, `musts` those that are raised. Without `balance` no
    minimum of a dimension counts but those of `only`, without `scores` no score does, and the gates
    of `ungated` do not. It is refused past `ways_most` ways of conditions between dimensions.
    """

    place: int
    most_days: Fraction | None = None
    most_pounds: Fraction | None = None
    keeps: frozenset[str] = frozenset()
    musts: frozenset[str] = frozenset()
    scores: bool = True
    balance: bool = True
    only: frozenset[str] = frozenset()
    ungated: frozenset[str] = frozenset()
    ways_most: int = WAYS_MOST

    @property
    def limits(self) -> Mapping[int, Fraction]:
        """The most of each of days and pounds that has a limit."""
        given = {DAYS: self.most_days, POUNDS: self.most_pounds}
        return {place: most for place, most in given.items() if most is not None}


Weighted = Mapping[Fraction, Front]
"""Fronts of a part of a dimension by the weight of what counts in it."""
Demand = tuple[Fraction | None, Fraction]
"""The least exact score, `None` for any, and the least of each dimension."""


@dataclass
class Search:
    """One rubric with its nodes, as whole numbers; `least` answers an aim."""

    spec: RubricSpec
    nodes: Mapping[str, Node]
    day_price: Fraction
    children: dict[str, list[Node]] = field(init=False)
    _bits: dict[tuple[str, int], int] = field(init=False)

    def __post_init__(self) -> None:
        self.children = defaultdict(list)
        for node in self.nodes.values():
            if node.question.condition:
                self.children[node.question.condition.question].append(node)
        pairs = sorted(
            (node.code, move.level or 0)
            for node in self.nodes.values()
            for move in node.moves
            if move.raises
        )
        self._bits = {pair: len(pairs) - place for place, pair in enumerate(pairs, start=1)}
        self._mask = len(pairs)
        self._count = max(len(pairs), 1).bit_length()
        moves = [move for node in self.nodes.values() for move in node.moves]
        self._unit = lcm(
            *(move.cost.days.denominator for move in moves),
            *(move.cost.pounds.denominator for move in moves),
            *(move.cost.total(self.day_price).denominator for move in moves),
        )
        self._scale = lcm(
            *(
                (exact(node.question.weight) * move.mark).denominator
                for node in self.nodes.values()
                for move in node.moves
                if node.question.weight is not None and move.mark is not None
            )
        )

    def least(self, aim: Aim) -> Mapping[str, int] | None:
        """The raises of the shortest way, by code; `None` when there is none.

        Raises `TooManyWays`.
        """
        best: int | None = None
        demands = self._demands(aim)
        for way in self._ways(aim):
            fronts = [(one, self._of_dimension(one, way, aim)) for one in self.spec.dimensions]
            for demand in demands:
                best = self._best_of(fronts, aim, demand, best)
        return None if best is None else self._raises(best)

    def _demands(self, aim: Aim) -> list[Demand]:
        """What each band from the one asked for on wants, less what another makes needless."""
        if not self.spec.shows_score:
            return [(None, _least_shown(Decimal(0)))]
        found: list[Demand] = []
        for band in self.spec.bands[aim.place :]:
            minimum = _least_shown(band.minimum_each_dimension or Decimal(0))
            if all(minimum < one for _, one in found):
                found.append((_least_shown(band.from_inclusive) if aim.scores else None, minimum))
        return found

    def _ways(self, aim: Aim) -> Iterator[Way]:
        """How conditions between dimensions can go, possible or not."""
        across = {code: self._across(node) for code, node in self.nodes.items()}
        choices = {
            code: [None, *sorted({self._opens(self.nodes[code], move, them) for move in moves})]
            for code, them in across.items()
            if them and (moves := self.nodes[code].moves)
        }
        if prod(len(each) for each in choices.values()) > aim.ways_most:
            raise TooManyWays(
                "Too many questions are asked only because of answers in another dimension."
            )
        for chosen in product(*choices.values()):
            yield dict(zip(choices, chosen, strict=True))

    @staticmethod
    def _opens(node: Node, move: Move, children: Sequence[Node]) -> tuple[bool, ...]:
        return tuple(holds(one.question.condition, node.question, move) for one in children)

    def _of_dimension(self, dimension: DimensionSpec, way: Way, aim: Aim) -> Weighted:
        """The fronts of a dimension; none when the conditions cannot go this way."""
        whole: Weighted = {Fraction(0): NOTHING}
        for question in dimension.questions:
            node = self.nodes.get(question.code)
            condition = question.condition
            opener = self.nodes.get(condition.question) if condition else None
            if node is None or (opener and opener.dimension is dimension):
                continue
            opened = condition is None or (opener is not None and self._opened(opener, node, way))
            whole = _joined(whole, self._tree(node, opened, way, aim), [*aim.limits])
        return whole

    def _opened(self, opener: Node, node: Node, way: Way) -> bool:
        """Whether a way opens a question of another dimension."""
        opens = way[opener.code]
        return opens is not None and opens[self._across(opener).index(node)]

    def _across(self, node: Node) -> list[Node]:
        return [one for one in self.children[node.code] if one.dimension is not node.dimension]

    def _tree(self, node: Node, is_asked: bool, way: Way, aim: Aim) -> Weighted:
        """The fronts of a question with those of its dimension that are asked because of it."""
        code = node.code
        if not is_asked:
            if code in aim.musts or way.get(code) is not None:
                return {}
            return self._with_children(node, None, {Fraction(0): NOTHING}, way, aim)
        found: defaultdict[Fraction, Front] = defaultdict(list)
        across = self._across(node)
        for move in node.moves:
            gated = move.cap < aim.place and code not in aim.ungated
            if gated or code in (aim.keeps if move.raises else aim.musts):
                continue
            if across and way[code] != self._opens(node, move, across):
                continue
            weight = exact(node.question.weight or Decimal(0)) if move.mark is not None else None
            own = {weight or Fraction(0): [self._state(node, move, weight)]}
            for counted, front in self._with_children(node, move, own, way, aim).items():
                found[counted] += front
        return {weight: kept(front, [*aim.limits]) for weight, front in found.items()}

    def _with_children(
        self, node: Node, move: Move | None, own: Weighted, way: Way, aim: Aim
    ) -> Weighted:
        for child in self.children[node.code]:
            if child.dimension is node.dimension:
                opened = holds(child.question.condition, node.question, move)
                own = _joined(own, self._tree(child, opened, way, aim), [*aim.limits])
        return own

    def _state(self, node: Node, move: Move, weight: Fraction | None) -> State:
        gain = int((weight or 0) * (move.mark or 0) * self._scale)
        if not move.raises:
            return (0, gain, 0, 0)
        total = int(move.cost.total(self.day_price) * self._unit)
        key = (((total << self._count) + 1) << self._mask) - (
            1 << self._bits[node.code, move.level or 0]
        )
        days, pounds = int(move.cost.days * self._unit), int(move.cost.pounds * self._unit)
        return (key, gain, days, pounds)

    def _best_of(
        self,
        fronts: Sequence[tuple[DimensionSpec, Weighted]],
        aim: Aim,
        demand: Demand,
        best: int | None,
    ) -> int | None:
        """The least key for a demand that is less than the best so far, or that one."""
        wanted, minimum = demand
        counted: list[list[tuple[Fraction, Weighted]]] = []
        for dimension, found in fronts:
            demanded = minimum if aim.balance or dimension.code in aim.only else None
            scored = _reaching(found, demanded, self._scale)
            choices = [(exact(dimension.weight), scored)] if scored else []
            if Fraction(0) in found:
                choices.append((Fraction(0), {Fraction(0): found[Fraction(0)]}))
            counted.append(choices)
        for chosen in product(*counted):
            best = self._least_of(chosen, aim, wanted, best)
        return best

    def _least_of(
        self,
        chosen: Sequence[tuple[Fraction, Weighted]],
        aim: Aim,
        wanted: Fraction | None,
        best: int | None,
    ) -> int | None:
        whole = sum(weight for weight, _ in chosen)
        if not whole and self.spec.shows_score:
            return best
        parts = [
            {weight: 100 * share / (weight * self._scale) for weight in fronts if weight}
            for share, fronts in chosen
        ]
        unit = lcm(*(part.denominator for each in parts for part in each.values()))
        limits = {place: floor(most * self._unit) for place, most in aim.limits.items()}
        fronts = [
            kept(
                (
                    (key, int(gain * each.get(weight, Fraction(0)) * unit), days, pounds)
                    for weight, front in found.items()
                    for key, gain, days, pounds in front
                ),
                [*limits],
            )
            for (_, found), each in zip(chosen, parts, strict=True)
        ]
        need = 0 if wanted is None else max(ceil(wanted * whole * unit), 0)
        try:
            return self._search(fronts, need, limits, best)
        except OutOfReach:
            return best

    def _search(
        self, fronts: list[Front], need: int, limits: Mapping[int, int], best: int | None
    ) -> int | None:
        """The least key of one state from each front that gains the need within the limits."""
        shift = self._mask + self._count

        def total(state: State) -> int:
            return state[KEY] >> shift

        for place, most in limits.items():
            fronts, choice = within(fronts, need, itemgetter(place), most)
            best = _better(best, choice, limits)
        fronts, choice = within(fronts, need, total, None if best is None else best >> shift)
        best = _better(best, choice, limits)
        if best is not None:
            fronts, _ = within(fronts, need, total, best >> shift)
        fronts.sort(key=len)
        halves = [NOTHING, NOTHING]
        for front in reversed(fronts):
            halves.sort(key=len)
            halves[0] = joined(halves[0], front, tuple(limits))
        left, right = halves
        if not limits:
            gains = [state[GAIN] for state in right]
            for state in left:
                place = bisect_left(gains, need - state[GAIN])
                if place < len(right):
                    best = _less(best, state[KEY] + right[place][KEY])
            return best
        for one in left:
            for other in right:
                if best is not None and one[KEY] + other[KEY] >= best:
                    break
                if one[GAIN] + other[GAIN] >= need and all(
                    one[at] + other[at] <= most for at, most in limits.items()
                ):
                    best = one[KEY] + other[KEY]
                    break
        return best

    def _raises(self, key: int) -> Mapping[str, int]:
        """The raises that a key names."""
        low = key & ((1 << self._mask) - 1)
        mask = -low & ((1 << self._mask) - 1)
        return {code: level for (code, level), bit in self._bits.items() if mask >> bit & 1}


def _least_shown(bound: Decimal) -> Fraction:
    """The least exact score that is shown as the bound or more."""
    return (ceil(exact(bound) * 10) - Fraction(1, 2)) / 10


def _joined(one: Weighted, other: Weighted, limited: Sequence[int]) -> Weighted:
    found: defaultdict[Fraction, list[Front]] = defaultdict(list)
    for (first, front), (second, more) in product(one.items(), other.items()):
        found[first + second].append(joined(front, more, limited))
    return {
        weight: fronts[0] if len(fronts) == 1 else kept(chain.from_iterable(fronts), limited)
        for weight, fronts in found.items()
    }


def _reaching(found: Weighted, minimum: Fraction | None, scale: int) -> Weighted:
    """The fronts in which something counts, less the states below a score of the dimension."""
    reached = {}
    for weight, front in found.items():
        least = 0 if minimum is None else minimum * weight * scale / 100
        states = [state for state in front if state[GAIN] >= least]
        if weight and states:
            reached[weight] = states
    return reached


def _less(best: int | None, key: int) -> int:
    return key if best is None else min(best, key)


def _better(best: int | None, choice: Front, limits: Mapping[int, int]) -> int | None:
    """The best so far, or the choice where it keeps to the limits and is better."""
    if all(sum(state[at] for state in choice) <= most for at, most in limits.items()):
        return _less(best, sum(state[KEY] for state in choice))
    return best
