"""Why a score changed: the answers, the rubric, or which questions count (specification 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.result import Score
from assessments.scoring.sheet import AnswerSheet, Marker, State, asked
from assessments.scoring.weighing import (
    ZERO,
    MarkedQuestion,
    exact,
    marked_questions,
    ratio,
    weigh,
)

OLD, NEW = SIDES = 0, 1
FACTORS = ("answers", "rubric", "scope")

Turns = tuple[int, ...]
"""The side that answers, rubric and scope are on, in this order."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What each factor added to the score, -100 to 100; exact."""

    answers: Fraction = ZERO
    rubric: Fraction = ZERO
    scope: Fraction = ZERO

    def __iter__(self) -> Iterator[Fraction]:
        return iter((self.answers, self.rubric, self.scope))

    def __add__(self, other: Effects) -> Effects:
        return Effects(*(one + more for one, more in zip(self, other, strict=True)))

    def shown(self, difference: Decimal) -> Sequence[Decimal]:
        """The effects to one decimal, so that they add up to the difference as it is shown."""
        return apportioned(tuple(self), difference)


def apportioned(parts: Sequence[Fraction], whole: Decimal) -> Sequence[Decimal]:
    """The parts to one decimal, so that they add up to their sum as it is shown.

    Each is rounded down, and the tenths that are then missing go to the largest remainders; of
    equal ones to the first. `whole` is less than a tenth off the exact sum, so then is each part,
    and a part that has no more than one decimal is shown as it is.
    """
    tenths = [part * 10 for part in parts]
    floors = [one.__floor__() for one in tenths]
    missing = int(whole * 10) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda place: floors[place] - tenths[place])
    for place in by_remainder[:missing]:
        floors[place] += 1
    return tuple(Decimal(one).scaleb(-1) for one in floors)


@dataclass(frozen=True, slots=True)
class ShownEffects:
    """What each factor added, as it is shown: to one decimal."""

    answers: Decimal
    rubric: Decimal
    scope: Decimal

    @property
    def total(self) -> Decimal:
        return self.answers + self.rubric + self.scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """Two exact scores and why they differ.

    `effects` is `None`, and the mappings by code are empty, where the two have too little in common
    to be compared. They hold all that counts in any state, in the order of the new rubric and then,
    for what was retired, of the old. `homes` has the dimension of each question.
    """

    old: Score
    new: Score
    effects: Effects | None
    dimensions: Mapping[str, Effects]
    questions: Mapping[str, Effects]
    homes: Mapping[str, str]

    @property
    def difference(self) -> Decimal:
        """Of the two scores as they are shown."""
        return self.new.shown - self.old.shown

    @property
    def shown(self) -> Mapping[str, Decimal]:
        """The effects by the name of their factor; they add up to the difference."""
        if self.effects is None:
            return {}
        return dict(zip(FACTORS, self.effects.shown(self.difference), strict=True))

    def shown_parts(self) -> tuple[Mapping[str, ShownEffects], Mapping[str, ShownEffects]]:
        """The effects of each dimension and of each question, by code, as they are shown.

        Of each factor, the dimensions add up to the effect, and a dimension's questions to it.
        """
        dimensions: dict[str, list[Decimal]] = {code: [] for code in self.dimensions}
        questions: dict[str, list[Decimal]] = {code: [] for code in self.questions}
        for name, whole in self.shown.items():
            exact = [getattr(one, name) for one in self.dimensions.values()]
            shared = zip(self.dimensions, apportioned(exact, whole), strict=True)
            for dimension, shown in shared:
                dimensions[dimension].append(shown)
                own = [code for code in self.questions if self.homes[code] == dimension]
                parts = apportioned([getattr(self.questions[code], name) for code in own], shown)
                for code, part in zip(own, parts, strict=True):
                    questions[code].append(part)
        return (
            {code: ShownEffects(*parts) for code, parts in dimensions.items()},
            {code: ShownEffects(*parts) for code, parts in questions.items()},
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A rubric, the answers to it, and its counted questions."""

    spec: RubricSpec
    sheet: AnswerSheet
    counted: Mapping[str, MarkedQuestion]
    scored: Mapping[str, QuestionSpec]

    @classmethod
    def of(cls, spec: RubricSpec, sheet: AnswerSheet, marker: Marker) -> Side:
        codes = asked(spec, sheet, marker)
        counted = marked_questions(spec, sheet, marker, codes, settled=True)
        scored = {one.code: one for _, one in spec.questions() if one.scored}
        return cls(spec, sheet, counted, scored)


@dataclass(frozen=True, slots=True)
class Valued:
    """A state: its score as a part of 1, and the share and mark of each question that counts."""

    value: Fraction
    shares: Mapping[str, Fraction]
    marks: Mapping[str, Fraction]

    def part(self, code: str, middle: Fraction) -> Fraction:
        """How far the question takes the score from the middle; 0 where it does not count."""
        share = self.shares.get(code)
        return ZERO if share is None else share * (self.marks[code] - middle)


def explain(
    old: tuple[RubricSpec, AnswerSheet], new: tuple[RubricSpec, AnswerSheet], marker: Marker
) -> ScoreChange:
    """Split the difference of two complete assessments by what changed.

    Answers, rubric and scope are each at their old or their new value, which makes eight states,
    each with a score. The effect of a factor is its Shapley value: the mean, over the orders in
    which the three can change, of what its own change adds. So no order is preferred, the effects
    sum to the difference exactly, and they turn their signs when old and new are swapped.

    Raises `ValueError` where one of them has no score.
    """
    sides = Side.of(*old, marker), Side.of(*new, marker)
    states = {state: _valued(sides, state, marker) for state in product(SIDES, repeat=len(FACTORS))}
    first, last = states[OLD, OLD, OLD], states[NEW, NEW, NEW]
    if first is None or last is None:
        raise ValueError("One of the two has no question that counts, and so no score.")
    known = {state: one for state, one in states.items() if one is not None}
    homes = dict(_places(sides))
    questions = _by_question(homes, known) if len(known) == len(states) else {}
    return ScoreChange(
        old=Score(exact=100 * first.value),
        new=Score(exact=100 * last.value),
        effects=sum(questions.values(), Effects()) if questions else None,
        dimensions=_by_dimension(sides, homes, questions),
        questions=questions,
        homes=homes,
    )


def _valued(sides: Sequence[Side], state: Turns, marker: Marker) -> Valued | None:
    """The state; `None` when it counts no question."""
    answers, rubric, scope = state
    side = sides[rubric]
    parts = {}
    for code, question in side.scored.items():
        if code not in sides[scope if code in sides[1 - rubric].scored else rubric].counted:
            continue
        mark = _mark(sides, code, question, answers, rubric, marker)
        weight = exact(question.weight or 0)
        parts[code] = MarkedQuestion(
            question=question, state=State.ANSWERED, weight=weight, mark=mark
        )
    weighed = weigh(side.spec, parts)
    value = weighed.overall(weighed.low)
    if value is None:
        return None
    return Valued(
        value / 100,
        {code: share.of_whole for code, share in weighed.shares.items()},
        {code: one.low for code, one in parts.items()},
    )


def _mark(
    sides: Sequence[Side],
    code: str,
    question: QuestionSpec,
    answers: int,
    rubric: int,
    marker: Marker,
) -> Fraction:
    """What the reply of a side, or of the other where it did not count, earns in a rubric."""
    side = answers if code in sides[answers].counted else 1 - answers
    own = sides[side].counted[code]
    reply = sides[side].sheet.reply(code)
    if side != rubric and reply.state is State.ANSWERED and reply.value is not None:
        value = marker.translated(own.question, question, reply.value)
        if value is not None:
            mark = marker.mark(question, value)
            return ratio(mark.points, mark.full)
    return own.low


def _by_question(homes: Mapping[str, str], states: Mapping[Turns, Valued]) -> dict[str, Effects]:
    codes = set().union(*(one.shares for one in states.values()))
    found = {code: Effects() for code in homes if code in codes}
    for place in range(len(FACTORS)):
        for others in product(SIDES, repeat=2):
            before = states[_with(others, place, OLD)]
            after = states[_with(others, place, NEW)]
            often = Fraction(100, 6 if sum(others) == 1 else 3)
            middle = (before.value + after.value) / 2
            for code in found:
                added = often * (after.part(code, middle) - before.part(code, middle))
                found[code] += Effects(**{FACTORS[place]: added})
    return found


def _with(others: tuple[int, ...], place: int, side: int) -> Turns:
    return (*others[:place], side, *others[place:])


def _places(sides: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """Each question with its dimension, as the new rubric has them; then those it has no more."""
    there = {question.code for _, question in sides[NEW].spec.questions()}
    for side, skipped in ((sides[NEW], set[str]()), (sides[OLD], there)):
        for dimension, question in side.spec.questions():
            if question.code not in skipped:
                yield question.code, dimension.code


def _by_dimension(
    sides: Sequence[Side], homes: Mapping[str, str], questions: Mapping[str, Effects]
) -> dict[str, Effects]:
    order = {one.code: None for side in reversed(sides) for one in side.spec.dimensions}
    found: dict[str, Effects] = {}
    for code, dimension in homes.items():
        if code in questions:
            found[dimension] = found.get(dimension, Effects()) + questions[code]
    return {code: found[code] for code in order if code in found}
