"""Every reply that could have been given to a question, by what it does to the sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import combinations

from assessments.question_types import MARKER, AnswerRefused, marking
from assessments.question_types.levels import PLACES_MOST
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.bands import cap_of, fired_gates
from assessments.scoring.sheet import REASON_LEAST, Reply, State, holds
from assessments.scoring.weighing import marked_question

LINES_MOST = 9
"""Of a checklist with more lines, not every set of ticks is tried."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reply does. With no `mark`, 0 to 1, it is in no sum; `cap` is the place of the lowest
    band that it caps at, or how many bands there are; `opens` are the questions it has asked.
    """

    level: int | None
    mark: Fraction | None
    cap: int
    opens: frozenset[str] = frozenset()


def outcome(
    spec: RubricSpec, question: QuestionSpec, reply: Reply, waiting: Sequence[QuestionSpec] = ()
) -> Outcome:
    """What the reply does, where the question is asked; `waiting` are those that depend on it."""
    part = marked_question(question, reply, MARKER, settled=True)
    opens = frozenset(
        each.code
        for each in waiting
        if each.condition and holds(each.condition, question, reply, MARKER)
    )
    if part is None:
        return Outcome(level=None, mark=None, cap=len(spec.bands), opens=opens)
    fired = fired_gates(question, part.low_level, part.ticked)
    return Outcome(level=part.level, mark=part.mark, cap=cap_of(spec, fired), opens=opens)


def outcomes(
    spec: RubricSpec, question: QuestionSpec, waiting: Sequence[QuestionSpec]
) -> tuple[Outcome, ...]:
    """Every different outcome of a reply to the question, from the least mark to the greatest."""
    named = {code for each in waiting if each.condition for code in each.condition.any_of}
    named |= {code for gate in question.gates for code in gate.when_any_missing}
    found = {outcome(spec, question, reply, waiting) for reply in possible(question, named)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.mark is None,
                one.mark or Fraction(0),
                one.level or 0,
                one.cap,
                sorted(one.opens),
            ),
        )
    )


def possible(question: QuestionSpec, named: Collection[str] = ()) -> Iterator[Reply]:
    """A reply for each thing that one can come to. Of a long checklist, every set of the `named`
    lines with others added one after the other.
    """
    kind = marking(question.kind)
    met: set[int] = set()
    for raw in _raws(question, named):
        try:
            value = kind.clean(question, raw)
        except AnswerRefused:
            continue
        level = kind.mark(question, value).level if question.number else None
        if level is None or level not in met:
            met.update(() if level is None else (level,))
            yield Reply(state=State.ANSWERED, value=value)
    if question.dont_know_allowed:
        yield Reply(state=State.DONT_KNOW)
    if question.not_applicable_allowed and not question.critical:
        yield Reply(state=State.NOT_APPLICABLE, reason="-" * REASON_LEAST)
    if not question.required:
        yield Reply(state=State.UNANSWERED)


def _raws(question: QuestionSpec, named: Collection[str]) -> Iterator[object]:
    if question.items:
        yield from _ticks(question, named)
    elif question.options:
        yield from (option.value for option in question.options)
    elif question.number:
        for band in question.number.bands:
            yield from (
                band.from_inclusive.quantize(Decimal(1).scaleb(-places), rounding=ROUND_CEILING)
                for places in range(PLACES_MOST + 1)
            )
    else:
        yield from (level.number for level in question.levels)


def _ticks(question: QuestionSpec, named: Collection[str]) -> Iterator[list[str]]:
    lines = [item.code for item in question.items]
    yield [code for code in question.choices if code not in lines]
    if len(lines) <= LINES_MOST:
        for count in range(1, len(lines) + 1):
            yield from (list(ticked) for ticked in combinations(lines, count))
        return
    first = [code for code in lines if code in named][:LINES_MOST]
    others = [code for code in lines if code not in first]
    for count in range(len(first) + 1):
        for chosen in combinations(first, count):
            yield from ([*chosen, *others[:more]] for more in range(len(others) + 1))
