"""What each question contributes, and the weighted means: dimensions and the whole (section 3)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from assessments.rubric.definition import ActionSpec, DimensionSpec, QuestionSpec, RubricSpec
from assessments.scoring.keeping import kept
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
    advice: ActionSpec | None = None
    """The action of its level; none at the top."""

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


_MOST_KEPT = 8_192
_marked: dict[tuple[object, ...], MarkedQuestion] = {}


def marked_question(
    question: QuestionSpec, reply: Reply, marker: Marker, *, settled: bool
) -> MarkedQuestion | None:
    """The part of an asked question; `None` when it is in no sum.

    `settled` says that nothing required is open: what is unanswered then counts as its lowest.
    The same reply to the very same question is the same part, because few answers are given often.
    Raises `ValueError` for a reply that the question does not allow.
    """
    value = reply.value
    # The type too: what is equal, such as 1 and True, need not both be an answer.
    key = (id(question), reply.state, value, value.__class__, settled, marker)
    part = _marked.get(key)
    if part is None:
        part = _worked_out(question, reply, marker, settled=settled)
        if part is not None:
            if len(_marked) >= _MOST_KEPT:
                _marked.clear()
            # A part holds on to its question, so that no other can have its place in memory.
            _marked[key] = part
    return part


def _worked_out(
    question: QuestionSpec, reply: Reply, marker: Marker, *, settled: bool
) -> MarkedQuestion | None:
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
        code = question.code
        if code in codes:
            part = marked_question(question, sheet.reply(code), marker, settled=settled)
            if part is not None:
                parts[code] = part
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
        advice=_advice(question, mark.level),
    )


def _advice(question: QuestionSpec, number: int) -> ActionSpec | None:
    level = question.level(number)
    top = max(one.number for one in question.levels)
    return None if level is None or number == top else level.action


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


class Share(NamedTuple):
    """A counted question's share of its dimension and of the whole, and the latter in points."""

    of_dimension: Fraction
    of_whole: Fraction
    worth: Fraction


class _Weights(NamedTuple):
    """Of the counted questions of a dimension: shares, and weights as whole numbers of a unit."""

    shares: tuple[Share, ...]
    whole: tuple[int, ...]
    total: int


@kept(256)
def _dimension_shares(*dimensions: DimensionSpec) -> tuple[Fraction, ...]:
    weights = [exact(dimension.weight) for dimension in dimensions]
    whole = sum(weights, ZERO)
    return tuple(weight / whole for weight in weights)


@kept(1_024)
def _weights(dimension_share: Fraction, *questions: QuestionSpec) -> _Weights:
    weights = [exact(question.weight or 0) for question in questions]
    unit = lcm(*(weight.denominator for weight in weights))
    total = sum(weights, ZERO)
    shares = [weight / total for weight in weights]
    weighted = [dimension_share * share for share in shares]
    return _Weights(
        tuple(Share(*each, 100 * each[1]) for each in zip(shares, weighted, strict=True)),
        tuple(int(weight * unit) for weight in weights),
        int(total * unit),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Shares, and the exact score of each scored dimension at both ends of the range.

    A dimension without a counted question is in none of the mappings by dimension. `shares` go by
    question.
    """

    low: Mapping[str, Fraction]
    high: Mapping[str, Fraction]
    dimension_shares: Mapping[str, Fraction]
    shares: Mapping[str, Share]

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
    low: dict[str, Fraction] = {}
    high: dict[str, Fraction] = {}
    dimension_shares: dict[str, Fraction] = {}
    shares: dict[str, Share] = {}
    of_dimensions = _dimension_shares(*(dimension for dimension, _ in counted))
    for (dimension, own), share in zip(counted, of_dimensions, strict=True):
        code = dimension.code
        weights = _weights(share, *[part.question for part in own])
        dimension_shares[code] = share
        for part, theirs in zip(own, weights.shares, strict=True):
            shares[part.question.code] = theirs
        low[code] = high[code] = _mean(weights, [part.low for part in own])
        if any(part.mark is None for part in own):
            high[code] = _mean(weights, [part.high for part in own])
    return Weighed(low=low, high=high, dimension_shares=dimension_shares, shares=shares)


def _mean(weights: _Weights, marks: Sequence[Fraction]) -> Fraction:
    """The weighted mean of the marks, 0 to 100."""
    ratios = [mark.as_integer_ratio() for mark in marks]
    whole = lcm(*[below for _, below in ratios])
    earned = 0
    for weight, (above, below) in zip(weights.whole, ratios, strict=True):
        earned += weight * above * (whole // below)
    return Fraction(100 * earned, whole * weights.total)
