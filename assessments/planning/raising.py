"""A complete assessment as the raises that are open to it: what each costs, and what it earns.

Specification: section 10. A move is what is done with a question: it stays, or it is raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessments.rubric.definition import (
    ActionSpec,
    ConditionSpec,
    DimensionSpec,
    QuestionSpec,
    RubricSpec,
)
from assessments.scoring.bands import cap_of, fired_gates, settle
from assessments.scoring.result import FiredGate
from assessments.scoring.sheet import UNANSWERED, AnswerSheet, Marker, Reply, State, asked
from assessments.scoring.weighing import ZERO, exact, marked_question

DAY_PRICE = Fraction(350)
"""Pounds that a day of staff costs, where an organisation says nothing else."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an effort, a raise or a plan takes; neither is below 0."""

    days: Fraction = ZERO
    pounds: Fraction = ZERO

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.days + other.days, self.pounds + other.pounds)

    def total(self, day_price: Fraction) -> Fraction:
        """In pounds, a day at its price."""
        return self.days * day_price + self.pounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A question as it is, or raised to `level`. `cap` is the place of the lowest band that a gate
    of it allows, the number of bands where none fires.

    `says` is whether a condition can read it, and `codes` what it chose. A question in no sum has
    no mark.
    """

    level: int | None
    mark: Fraction | None
    cap: int
    says: bool
    codes: frozenset[str]
    cost: Cost = Cost()
    raises: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A question that may come to be asked, with its moves: as it is first, then by level."""

    question: QuestionSpec
    dimension: DimensionSpec
    moves: Sequence[Move]

    @property
    def code(self) -> str:
        return self.question.code

    def move(self, level: int | None) -> Move | None:
        """Its raise to that level, or as it is for `None`; `None` where there is no such raise."""
        return next(
            (one for one in self.moves if (one.level if one.raises else None) == level), None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What each effort takes, by its code, and the action of "don't know"."""

    efforts: Mapping[str, Cost]
    day_price: Fraction
    dont_know: ActionSpec | None

    @property
    def dearest(self) -> Cost:
        """What an action costs that does not say its effort."""
        return max(self.efforts.values(), key=lambda cost: (cost.total(self.day_price), cost.days))

    def of(self, action: ActionSpec | None) -> Cost:
        return self.efforts.get(action.effort if action else "", self.dearest)

    def between(self, question: QuestionSpec, low: int, high: int) -> Cost:
        """Of a raise: the action of every level from the low one up to, not including, the high."""
        passed = (one for one in question.levels if low <= one.number < high)
        return sum((self.of(one.action) for one in passed), Cost())


def nodes_of(
    spec: RubricSpec, sheet: AnswerSheet, marker: Marker, prices: Prices
) -> Mapping[str, Node]:
    """Every question of the sector, asked today or not, in rubric order by code."""
    today = asked(spec, sheet, marker)
    return {
        question.code: _node(
            spec,
            dimension,
            question,
            sheet.reply(question.code) if question.code in today else UNANSWERED,
            marker,
            prices,
        )
        for dimension, question in spec.questions()
        if question.is_for(sheet.sector)
    }


def _node(
    spec: RubricSpec,
    dimension: DimensionSpec,
    question: QuestionSpec,
    reply: Reply,
    marker: Marker,
    prices: Prices,
) -> Node:
    says = reply.state is State.ANSWERED and reply.value is not None
    codes = frozenset[str]()
    if says and reply.value is not None:
        codes = marker.codes(question, reply.value)
    part = marked_question(question, reply, marker, settled=True)
    if part is None or part.level is None:
        still = Move(level=None, mark=None, cap=len(spec.bands), says=says, codes=codes)
        return Node(question=question, dimension=dimension, moves=[still])
    cap = cap_of(spec, fired_gates(question, part.level, part.ticked))
    moves = [Move(level=part.level, mark=part.mark, cap=cap, says=says, codes=codes)]
    extra = prices.of(prices.dont_know) if reply.state is State.DONT_KNOW else Cost()
    for level, points in sorted(_points_by_level(question, part.points or ZERO).items()):
        if level <= part.level:
            continue
        still_fired = [
            gate
            for gate in fired_gates(question, level, part.ticked)
            if not gate.missing or level < _lifted_from(question, part.level, codes, gate, marker)
        ]
        moves.append(
            Move(
                level=level,
                mark=points / (part.full or 1),
                cap=cap_of(spec, still_fired),
                says=True,
                codes=_codes_at(question, level, codes),
                cost=prices.between(question, part.level, level) + extra,
                raises=True,
            )
        )
    return Node(question=question, dimension=dimension, moves=moves)


def _points_by_level(question: QuestionSpec, today: Fraction) -> dict[int, Fraction]:
    """What each level that can be reached earns; of a checklist never less than today's points."""
    if question.points_to_level:
        found: dict[int, Fraction] = {}
        for row in question.points_to_level:
            found.setdefault(row.level, max(today, exact(row.from_inclusive)))
        return found
    points = {one.number: exact(one.points or Decimal(0)) for one in question.levels}
    if question.options:
        return {option.level: points[option.level] for option in question.options}
    if question.number is not None:
        return {band.level: points[band.level] for band in question.number.bands}
    return points


def _lifted_from(
    question: QuestionSpec, level: int, ticked: frozenset[str], gate: FiredGate, marker: Marker
) -> int:
    """The level from which a gate on lines is lifted: what its lines would reach with today's."""
    lines = frozenset(one.code for one in question.items if one.code in {*ticked, *gate.missing})
    reached = marker.mark(question, lines).level
    return level + 1 if reached <= level else reached


def _codes_at(question: QuestionSpec, level: int, today: frozenset[str]) -> frozenset[str]:
    """What a raised question has chosen: its option, or the lines of before."""
    if question.options:
        return frozenset([next(one.value for one in question.options if one.level == level)])
    return today


def holds(condition: ConditionSpec | None, opener: QuestionSpec, move: Move | None) -> bool:
    """Whether a question is asked that has the condition, given the move of what it names.

    `move` is `None` while the opener is not asked.
    """
    if condition is None:
        return True
    if move is None or not move.says:
        return False
    if condition.level_at_least is not None:
        return move.level is not None and move.level >= condition.level_at_least
    return not move.codes.isdisjoint(condition.any_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What moves come to: exact scores, and the place of the final band, 0 for the lowest.

    Of a rubric without a score the place is that of the highest band still open, and no dimension
    has a score. `gates` are the codes of questions of which one fires, in rubric order.
    """

    overall: Fraction | None
    place: int | None
    dimensions: Mapping[str, Fraction] = field(default_factory=dict, compare=False)
    gates: Sequence[str] = field(default=(), compare=False)


def made_of(nodes: Mapping[str, Node], raised: Mapping[str, int]) -> dict[str, Move] | None:
    """The move of each question that is asked after these raises, by code; `None` where one is no
    raise of its question.
    """
    made: dict[str, Move] = {}
    for node in nodes.values():
        condition = node.question.condition
        opener = nodes.get(condition.question) if condition else node
        if opener is None or not holds(condition, opener.question, made.get(opener.code)):
            continue
        move = node.move(raised.get(node.code))
        if move is None:
            return None
        made[node.code] = move
    return made


def outcome(
    spec: RubricSpec, nodes: Mapping[str, Node], raised: Mapping[str, int]
) -> Outcome | None:
    """What these raises come to, worked out from the beginning; `None` where one is no raise of a
    question that is then asked.
    """
    made = made_of(nodes, raised)
    if made is None or not raised.keys() <= made.keys():
        return None
    cap = min((move.cap for move in made.values()), default=len(spec.bands))
    gates = tuple(code for code, move in made.items() if move.cap < len(spec.bands))
    top = len(spec.bands) - 1
    if not spec.shows_score:
        return Outcome(overall=None, place=min(cap, top), gates=gates)
    weights: dict[str, Fraction] = {}
    scores: dict[str, Fraction] = {}
    for dimension in spec.dimensions:
        parts = [
            (exact(question.weight or Decimal(0)), move.mark)
            for question in dimension.questions
            if (move := made.get(question.code)) and move.mark is not None
        ]
        if parts:
            weights[dimension.code] = exact(dimension.weight)
            scores[dimension.code] = 100 * _mean(parts)
    if not scores:
        return Outcome(overall=None, place=None, gates=gates)
    overall = _mean([(weights[code], score) for code, score in scores.items()])
    by_score = settle(spec, overall, scores, ()).final
    reached = [band.code for band in spec.bands].index(by_score or "")
    return Outcome(overall=overall, place=min(reached, cap), dimensions=scores, gates=gates)


def _mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((weight * value for weight, value in parts), ZERO) / sum(
        (weight for weight, _ in parts), ZERO
    )
