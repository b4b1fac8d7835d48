"""What each counted question brings to the sums, before anything is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import REASON_LEAST, Mark, Marker, Reply, State

ZERO = Fraction(0)
ONE = Fraction(1)


@lru_cache(maxsize=4096)
def exact(number: Decimal) -> Fraction:
    """The number as a fraction. Rubrics repeat few numbers often, so they are kept."""
    return Fraction(number)


@lru_cache(maxsize=4096)
def _ratio(points: Decimal, full: Decimal) -> Fraction:
    return exact(points) / exact(full)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A question that is asked, scored and not "not applicable".

    While it is open (unanswered in an incomplete assessment) `mark` and `level` are `None`.
    `next_mark` is the mark of the next step up.
    """

    question: QuestionSpec
    state: State
    weight: Fraction
    points: Fraction | None = None
    full: Fraction | None = None
    mark: Fraction | None = None
    next_mark: Fraction | None = None
    level: int | None = None

    @property
    def low(self) -> Fraction:
        """The mark at the low end of the range."""
        return ZERO if self.mark is None else self.mark

    @property
    def high(self) -> Fraction:
        """The mark at the high end of the range."""
        return ONE if self.mark is None else self.mark

    @property
    def low_level(self) -> int:
        """The level at the low end of the range."""
        return lowest_level(self.question) if self.level is None else self.level


def lowest_level(question: QuestionSpec) -> int:
    """The level that stands for "don't know", and for no answer."""
    return min(level.number for level in question.levels)


def part_of(question: QuestionSpec, reply: Reply, marker: Marker, *, settled: bool) -> Part | None:
    """The part of an asked question; `None` when it is in no sum.

    `settled` says that nothing required is open: what is unanswered then counts as its lowest.
    Raises `ValueError` for a reply that the question does not allow.
    """
    _check_allowed(question, reply)
    if question.weight is None or reply.state is State.NOT_APPLICABLE:
        return None
    weight = exact(question.weight)
    if reply.state is State.ANSWERED and reply.value is not None:
        mark = marker.mark(question, reply.value)
        up = marker.next_mark(question, reply.value)
        return _known(question, reply.state, weight, mark, up)
    if reply.state is State.UNANSWERED and not settled:
        return Part(question=question, state=reply.state, weight=weight)
    up = marker.next_mark(question, None)
    nothing = Mark(points=Decimal(0), full=up.full, level=lowest_level(question))
    return _known(question, reply.state, weight, nothing, up)


def _known(question: QuestionSpec, state: State, weight: Fraction, mark: Mark, up: Mark) -> Part:
    return Part(
        question=question,
        state=state,
        weight=weight,
        points=exact(mark.points),
        full=exact(mark.full),
        mark=_ratio(mark.points, mark.full),
        next_mark=_ratio(up.points, up.full),
        level=mark.level,
    )


def _check_allowed(question: QuestionSpec, reply: Reply) -> None:
    wrong = ""
    match reply.state:
        case State.NOT_ASKED:
            wrong = "a reply cannot be “not asked”: that is worked out"
        case State.ANSWERED if reply.value is None:
            wrong = "an answer needs a value"
        case State.DONT_KNOW if not question.dont_know_allowed:
            wrong = "“don't know” is not allowed"
        case State.NOT_APPLICABLE if question.critical or not question.not_applicable_allowed:
            wrong = "“not applicable” is not allowed"
        case State.NOT_APPLICABLE if len(reply.reason.strip()) < REASON_LEAST:
            wrong = f"“not applicable” needs a reason of {REASON_LEAST} characters"
    if wrong:
        raise ValueError(f"{question.code}: {wrong}")
