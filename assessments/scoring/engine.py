"""The sums of an assessment: `score`, whose docstring is their specification in short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from assessments.rubric.definition import DimensionSpec, QuestionSpec, RubricSpec
from assessments.scoring.bands import band_of, fired_gates, settle, without_figures
from assessments.scoring.gaps import gain, gap, is_good, recommended
from assessments.scoring.keeping import kept
from assessments.scoring.progress import progress_over
from assessments.scoring.result import (
    Bands,
    DimensionResult,
    FiredGate,
    QuestionResult,
    RangeEnd,
    Result,
    Score,
)
from assessments.scoring.sheet import AnswerSheet, Marker, State, asked
from assessments.scoring.weighing import (
    MarkedQuestion,
    Share,
    Weighed,
    marked_questions,
    weigh,
)
from assessments.scoring.weighing import exact as exact_of

ENGINE_VERSION = "1.0"
"""Raised whenever the same rubric and answers could give another result."""


def score(spec: RubricSpec, sheet: AnswerSheet, marker: Marker) -> Result:
    """Score a sheet against a sound rubric. Every sum is exact; rounding happens once, for show.

    1. A question is asked when it applies to the sector and its condition, if any, holds. It is
       counted when it is asked, scored and not "not applicable".
    2. A mark is points / full points, 0 to 1. A don't know is 0, at the lowest level.
    3. A dimension's score is 100 x the weighted mean of its counted marks. The overall score is
       the weighted mean of the exact scores of the dimensions that have a counted question.
    4. A published score is rounded half up to one decimal. The band from the score is that of
       the rounded overall score; balance lowers it until every dimension reaches what the band
       asks; the lowest cap of the gates that fired lowers it further. Scores never change. A gate
       fires at or below its level, or while a line that it names is not ticked.
    5. While a required asked question is unanswered there is no overall score and no band, only
       a range: unanswered questions at 0 and their lowest level (gates fire), and at full (gates
       do not fire). `bands.gates` then holds the gates that have fired for certain, a dimension
       has a score once its own required scored questions are done, and gaps, gains and actions
       are given for what is done.
    6. A gap is weighted share x (1 - mark) x 100: the gaps of a complete assessment sum to 100
       less its overall score. Actions follow in the order that `gaps.recommended` states.
    7. Of a rubric that shows no score the result has no figure at all: only levels, gates, and the
       highest band that the gates which fired leave open.
    8. An answer at three quarters or more with no evidence is unconfirmed; a note is no evidence.
       Of a rubric that shows no score none is.

    A question that need not be answered, and was not, stays open (0 to full) only while the
    assessment is incomplete. Once nothing required is left it is unanswered for good, and counts
    as section 1 has it: in the denominator, with 0 points at its lowest level, whose gates fire
    and whose action is recommended. So low, high and overall are equal in a complete assessment,
    and leaving a scored question out never pays. With no counted question at all, a complete
    assessment has no overall score and no bands.

    Raises `ValueError` for a reply that its question does not allow.

    Two dimensions of weight 60 and 40; in A one question at level 3 (75 of 100) and one that
    is answered "don't know", which has a gate; in B one at level 2 (50 of 100):

    >>> from decimal import Decimal as D
    >>> from assessments.question_types import MARKER
    >>> from assessments.scoring.sheet import Reply
    >>> from assessments.rubric.definition import BandSpec, DimensionSpec, GateSpec, LevelSpec
    >>> from assessments.rubric.definition import QuestionSpec
    >>> levels = [LevelSpec(number=n, text=f"Level {n}", points=D(25 * n)) for n in range(5)]
    >>> def question(code, weight, **more):
    ...     return QuestionSpec(code=code, title=code, kind="single", text="?",
    ...                         weight=D(weight), levels=levels, **more)
    >>> gate = GateSpec(when_level_at_or_below=0, cap_band="low", message="Find out first.")
    >>> rubric = RubricSpec(
    ...     code="r", title="R", edition="1", language="en-GB", sectors=[],
    ...     bands=[BandSpec(code="low", name="Low", from_inclusive=D("0.0")),
    ...            BandSpec(code="middle", name="Middle", from_inclusive=D("45.0"))],
    ...     dimensions=[
    ...         DimensionSpec(code="A", name="A", weight=D(60), questions=[
    ...             question("A1", 2), question("A2", 1, critical=True, gates=[gate])]),
    ...         DimensionSpec(code="B", name="B", weight=D(40), questions=[question("B1", 1)])])
    >>> result = score(rubric, AnswerSheet(sector="council", replies={
    ...     "A1": Reply(state=State.ANSWERED, value=3), "A2": Reply(state=State.DONT_KNOW),
    ...     "B1": Reply(state=State.ANSWERED, value=2)}), MARKER)

    A is 100 x (2 x 3/4 + 1 x 0) / 3 = 50 and B is 50, so the overall score is 50.0: Middle by
    score, Low by the gate. Gaps: 0.6 x 2/3 x 1/4, 0.6 x 1/3 x 1 and 0.4 x 1 x 1/2.

    >>> [str(dimension.score.exact) for dimension in result.dimensions]
    ['50', '50']
    >>> str(result.overall.shown), result.bands.from_score, result.bands.final
    ('50.0', 'middle', 'low')
    >>> [str(one.gap) for one in result.questions]
    ['10', '20', '20']
    """
    codes = asked(spec, sheet, marker)
    done = progress_over(spec, sheet, codes)
    parts = marked_questions(spec, sheet, marker, codes, settled=done.complete)
    weighed = weigh(spec, parts)
    certain = _gates(parts.values(), at_low=False)
    at_low = certain if done.complete else _gates(parts.values(), at_low=True)
    low, low_bands = _end(spec, weighed, weighed.low, at_low)
    # Of what is complete nothing is open, so both ends are one.
    ends = (low, low_bands) if done.complete else _end(spec, weighed, weighed.high, certain)
    high, high_bands = ends
    questions = _question_results(spec, sheet, codes, parts, weighed)
    result = Result(
        engine_version=ENGINE_VERSION,
        sector=sheet.sector,
        complete=done.complete,
        overall=low if done.complete else None,
        low=RangeEnd(score=low, final_band=low_bands.final, bands=low_bands),
        high=RangeEnd(score=high, final_band=high_bands.final, bands=high_bands),
        bands=low_bands if done.complete else _no_bands(certain),
        dimensions=tuple(_dimension_result(spec, one, weighed, parts) for one in spec.dimensions),
        questions=questions,
        unknown=tuple([one.code for one in questions if one.state is State.DONT_KNOW]),
        unconfirmed=_unconfirmed(sheet, parts.values()),
        actions=recommended(spec, sheet.sector, parts.values(), weighed.shares, certain),
    )
    return result if spec.shows_score else without_figures(spec, result)


def _gates(parts: Iterable[MarkedQuestion], *, at_low: bool) -> tuple[FiredGate, ...]:
    """The gates that have fired; at the low end, open questions count at their lowest level."""
    fired: list[FiredGate] = []
    for part in parts:
        level = part.low_level if at_low else part.level
        if level is not None:
            fired.extend(fired_gates(part.question, level, part.ticked))
    return tuple(fired)


def _end(
    spec: RubricSpec, weighed: Weighed, scores: Mapping[str, Fraction], gates: Sequence[FiredGate]
) -> tuple[Score | None, Bands]:
    """One end of the range, or the whole result when the two are one."""
    exact = weighed.overall(scores)
    if exact is None:
        return None, _no_bands(gates)
    return Score(exact=exact), settle(spec, exact, scores, gates)


def _no_bands(gates: Sequence[FiredGate]) -> Bands:
    return Bands(from_score=None, after_balance=None, final=None, gates=tuple(gates))


def _dimension_result(
    spec: RubricSpec,
    dimension: DimensionSpec,
    weighed: Weighed,
    parts: Mapping[str, MarkedQuestion],
) -> DimensionResult:
    exact = weighed.low.get(dimension.code)
    own = (parts.get(question.code) for question in dimension.questions)
    if any(part and part.mark is None and part.question.required for part in own):
        exact = None
    score = None if exact is None else Score(exact=exact)
    return DimensionResult(
        code=dimension.code,
        name=dimension.name,
        weight=exact_of(dimension.weight),
        share=weighed.dimension_shares.get(dimension.code),
        score=score,
        band=band_of(spec, score.shown) if score else None,
    )


def _question_results(
    spec: RubricSpec,
    sheet: AnswerSheet,
    codes: frozenset[str],
    parts: Mapping[str, MarkedQuestion],
    weighed: Weighed,
) -> tuple[QuestionResult, ...]:
    results = []
    for dimension, question in spec.questions():
        part = parts.get(question.code)
        if part is not None:
            results.append(_counted(dimension, part, weighed.shares[question.code]))
            continue
        state = sheet.reply(question.code).state if question.code in codes else State.NOT_ASKED
        results.append(_uncounted(dimension, question, state))
    return tuple(results)


@kept(4_096)
def _uncounted(dimension: DimensionSpec, question: QuestionSpec, state: State) -> QuestionResult:
    return QuestionResult(code=question.code, dimension=dimension.code, state=state)


@kept(4_096)
def _counted(dimension: DimensionSpec, part: MarkedQuestion, share: Share) -> QuestionResult:
    mark, next_mark = part.mark, part.next_mark
    return QuestionResult(
        code=part.question.code,
        dimension=dimension.code,
        state=part.state,
        points=part.points,
        full=part.full,
        level=part.level,
        mark=mark,
        share=share.of_dimension,
        weighted_share=share.of_whole,
        gap=gap(share.worth, mark) if mark is not None else None,
        gain=gain(share.worth, mark, next_mark)
        if mark is not None and next_mark is not None
        else None,
    )


def _unconfirmed(sheet: AnswerSheet, parts: Iterable[MarkedQuestion]) -> tuple[str, ...]:
    return tuple(
        part.question.code
        for part in parts
        if part.mark is not None
        and is_good(part.mark)
        and not sheet.reply(part.question.code).evidence
    )
