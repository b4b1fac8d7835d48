"""What each question contributes, and the weighted means: dimensions and the whole (section 3)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.scoring.sheet import (
    REASON_LEAST,
    AnswerSheet,
    Mark,
    Marker,
    Reply,
    State,
)

ZERO = Fraction(0)
ONE = Fraction(1)


@lru_cache(maxsize=4096)
def exact(number: Decimal) -> Fraction:
    """The number as a fraction. Rubrics repeat few numbers often, so they are kept."""
    return Fraction(number)


@lru_cache(maxsize=4096)
def ratio(points: Decimal, full: Decimal) -> Fraction:
    """A mark, 0 to 1, as a fraction."""
    return exact(points) / exact(full)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedQuestion:
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
    ticked: frozenset[str] = frozenset()
    """What was chosen by code, where a gate may ask."""

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
    """The level that "don't know" and no answer count as."""
    return min(level.number for level in question.levels)


def marked_question(
    question: QuestionSpec, reply: Reply, marker: Marker, *, settled: bool
) -> MarkedQuestion | None:
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
        ticked = marker.codes(question, reply.value) if question.gates else frozenset[str]()
        return _known(question, reply.state, weight, mark, up, ticked)
    if reply.state is State.UNANSWERED and not settled:
        return MarkedQuestion(question=question, state=reply.state, weight=weight)
    up = marker.next_mark(question, None)
    nothing = Mark(points=Decimal(0), full=up.full, level=lowest_level(question))
    return _known(question, reply.state, weight, nothing, up)


def marked_questions(
    spec: RubricSpec, sheet: AnswerSheet, marker: Marker, codes: Container[str], *, settled: bool
) -> dict[str, MarkedQuestion]:
    """The counted questions among `codes`, those that are asked, by code in rubric order.

    Raises `ValueError` as `marked_question` does.
    """
    parts: dict[str, MarkedQuestion] = {}
    for _, question in spec.questions():
        if question.code in codes:
            reply = sheet.reply(question.code)
            part = marked_question(question, reply, marker, settled=settled)
            if part is not None:
                parts[question.code] = part
    return parts


def _known(
    question: QuestionSpec,
    state: State,
    weight: Fraction,
    mark: Mark,
    up: Mark,
    ticked: frozenset[str] = frozenset(),
) -> MarkedQuestion:
    return MarkedQuestion(
        question=question,
        state=state,
        weight=weight,
        points=exact(mark.points),
        full=exact(mark.full),
        mark=ratio(mark.points, mark.full),
        next_mark=ratio(up.points, up.full),
        level=mark.level,
        ticked=ticked,
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


def products(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of the products, exactly.

    In whole numbers over one denominator: a fraction that is reduced after each step costs most.
    """
    terms = []
    for one, other in pairs:
        (above, below), (more, less) = one.as_integer_ratio(), other.as_integer_ratio()
        terms.append((above * more, below * less))
    whole = lcm(*(below for _, below in terms))
    return Fraction(sum(above * (whole // below) for above, below in terms), whole)


@dataclass(frozen=True, slots=True)
class _Shares:
    """What follows from weights alone: of a dimension, and of each of its counted questions."""

    dimension: Fraction
    questions: tuple[tuple[Fraction, Fraction, Fraction], ...]
    """The share of the dimension, that of the whole, and the latter in points of the score."""


@lru_cache(maxsize=256)
def _shares(weights: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]) -> tuple[_Shares, ...]:
    """The shares of dimensions, given each with its weight and those of its counted questions.

    Few sets of questions are counted in a rubric, so they are kept.
    """
    whole = sum((weight for weight, _ in weights), ZERO)
    found = []
    for weight, own in weights:
        dimension, total = weight / whole, sum(own, ZERO)
        shares = [one / total for one in own]
        weighted = [dimension * share for share in shares]
        worths = [100 * one for one in weighted]
        found.append(_Shares(dimension, tuple(zip(shares, weighted, worths, strict=True))))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Shares, and the exact score of each scored dimension at both ends of the range.

    A dimension without a counted question is in none of the three mappings by dimension. A
    question's `shares` are of its dimension, its `weighted_shares` of the whole; `worths` are
    these in points of the overall score.
    """

    low: Mapping[str, Fraction]
    high: Mapping[str, Fraction]
    dimension_shares: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    weighted_shares: Mapping[str, Fraction]
    worths: Mapping[str, Fraction]

    def overall(self, scores: Mapping[str, Fraction]) -> Fraction | None:
        """The weighted mean of dimension scores; `None` when no dimension is scored."""
        if not scores:
            return None
        return products((self.dimension_shares[code], scores[code]) for code in scores)


def weigh(spec: RubricSpec, parts: Mapping[str, MarkedQuestion]) -> Weighed:
    """Weigh the counted questions within their dimensions, and the dimensions in the whole."""
    counted: list[tuple[DimensionSpec, list[MarkedQuestion]]] = []
    for dimension in spec.dimensions:
        own = [parts[question.code] for question in dimension.questions if question.code in parts]
        if own:
            counted.append((dimension, own))
    by_weight = tuple(
        (exact(dimension.weight), tuple([part.weight for part in own]))
        for dimension, own in counted
    )
    low: dict[str, Fraction] = {}
    high: dict[str, Fraction] = {}
    dimension_shares: dict[str, Fraction] = {}
    shares: dict[str, Fraction] = {}
    weighted_shares: dict[str, Fraction] = {}
    worths: dict[str, Fraction] = {}
    for (dimension, own), theirs in zip(counted, _shares(by_weight), strict=True):
        dimension_shares[dimension.code] = theirs.dimension
        for part, (share, weighted, worth) in zip(own, theirs.questions, strict=True):
            code = part.question.code
            shares[code], weighted_shares[code], worths[code] = share, weighted, worth
        low[dimension.code] = high[dimension.code] = _mean(own, [part.low for part in own])
        if any(part.mark is None for part in own):
            high[dimension.code] = _mean(own, [part.high for part in own])
    return Weighed(
        low=low,
        high=high,
        dimension_shares=dimension_shares,
        shares=shares,
        weighted_shares=weighted_shares,
        worths=worths,
    )


def _mean(parts: Sequence[MarkedQuestion], marks: Sequence[Fraction]) -> Fraction:
    """The weighted mean of the marks, 0 to 100."""
    weights = [part.weight for part in parts]
    earned, total = (
        products(zip(weights, marks, strict=True)),
        products((one, ONE) for one in weights),
    )
    return Fraction(
        100 * earned.numerator * total.denominator, earned.denominator * total.numerator
    )
