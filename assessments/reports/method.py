"""How the scores were worked out, in plain English and with the report's own sums. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assessments.reports.content import MethodSection, ReportBand
from assessments.rubric.definition import RubricSpec
from assessments.scoring.result import DimensionResult, Result
from assessments.scoring.sheet import REASON_LEAST, State
from assessments.wording import counted, listed, one_decimal, plain, sum_in_figures

SUMS = "The sums of this report"


def method(
    spec: RubricSpec, result: Result, bands: Sequence[ReportBand]
) -> tuple[MethodSection, ...]:
    """A page on the method; every number in it is the rubric's or of these answers."""
    if result.highest_open_band is not None:
        gates = _gates(spec, bands[-1].name)
        return (_levels(), *gates, _left_out_of_levels(), _order(bool(gates)))
    gates = _gates(spec)
    return (
        _points(),
        _scores(spec),
        _bands(bands),
        *gates,
        _left_out(),
        _gaps(bool(gates)),
        _sums(spec, result),
    )


def dimension_working(spec: RubricSpec, result: Result, dimension: DimensionResult) -> str:
    """The sum behind a dimension's score: "100 × 57.75 ÷ 88 = 65.625, shown as 65.6"."""
    if dimension.score is None:
        return _no_score(spec, result, dimension)
    weights = {question.code: question.weight for _, question in spec.questions()}
    earned = whole = Fraction(0)
    for each in result.questions:
        weight = weights[each.code]
        if each.dimension != dimension.code or each.mark is None or weight is None:
            continue
        earned += Fraction(weight) * each.mark
        whole += Fraction(weight)
    shown = dimension.score.shown
    (term,), end = sum_in_figures([earned], lambda terms: 100 * terms[0] / whole, shown)
    return f"100 × {term} ÷ {plain(whole)} {end}, shown as {shown}"


def _no_score(spec: RubricSpec, result: Result, dimension: DimensionResult) -> str:
    """Why a dimension has no score: what is open may count once it is answered."""
    required = {one.code for _, one in spec.questions() if one.required and one.scored}
    left = sum(
        each.dimension == dimension.code
        and each.state is State.UNANSWERED
        and each.code in required
        for each in result.questions
    )
    if left:
        are = counted(left, "of its questions is", "of its questions are")
        return f"{are} still to be answered, so it has no score yet."
    return "No question of this dimension counts, so it has no score."


def _points() -> MethodSection:
    return MethodSection(
        heading="Points and marks",
        paragraphs=(
            "Each scored answer earns points. A chosen statement earns the points of its level. "
            "A number earns the points of the part of the range that it falls in. A checklist "
            "earns the points of every line that is ticked, never more than its full points.",
            "A question’s mark is its points divided by its full points, so it runs from 0 to 1. "
            "Answers in free text are never scored.",
        ),
    )


def _scores(spec: RubricSpec) -> MethodSection:
    weights = listed([f"{each.name} {plain(each.weight)}" for each in spec.dimensions])
    return MethodSection(
        heading="Scores",
        paragraphs=(
            "A dimension’s score is 100 times the sum of weight × mark over its questions, divided "
            "by the sum of their weights. The overall score is the average of the dimension "
            f"scores, each counted by its weight: {weights}.",
            "All sums are exact. A score is rounded once, at the very end, to one decimal place "
            "with halves going up. The overall score uses the exact dimension scores, so working "
            "it out from the rounded ones may differ by 0.1.",
        ),
    )


def _bands(bands: Sequence[ReportBand]) -> MethodSection:
    spans = listed([f"{band.name} from {band.lower_text} to {band.upper_text}" for band in bands])
    asking = [f"{band.name} asks for {band.minimum_text}" for band in bands if band.minimum_text]
    balance = (
        "Balance: some bands ask for a least score in every dimension, so that a high score in "
        f"one cannot hide a low score in another. {listed(asking)}. If a dimension is below it, "
        "the band becomes the next one down whose demand is met."
    )
    return MethodSection(
        heading="Bands and balance",
        paragraphs=(
            f"The rounded overall score gives the first band: {spans}.",
            *((balance,) if asking else ()),
        ),
    )


def _levels() -> MethodSection:
    return MethodSection(
        heading="Levels",
        paragraphs=(
            "Each answer reaches a level of its question: a chosen statement its own, a number "
            "that of the part of the range that it falls in, and a checklist one that follows from "
            "the lines that are ticked. Answers in free text reach none.",
            "There is no score, and nothing is added up: this questionnaire says what would hold "
            "you back, and not how ready you are.",
        ),
    )


def _left_out_of_levels() -> MethodSection:
    return MethodSection(
        heading="Don’t know, not applicable and not asked",
        paragraphs=(
            "“Don’t know” counts as the lowest level. It is listed apart, because it is quick to "
            "put right.",
            f"“Not applicable” needs a reason of at least {REASON_LEAST} characters. A critical "
            "question can never be not applicable. Questions that are not meant for the sector, or "
            "whose condition does not hold, are not asked and hold nothing back.",
        ),
    )


def _order(gates: bool) -> MethodSection:
    first = "Actions that lift a gate come first, the lowest cap before the others. Then come the"
    return MethodSection(
        heading="Actions",
        paragraphs=(
            f"{first if gates else 'First come the actions on the'} answers that are furthest "
            "behind; of two alike, the one with the smaller effort.",
        ),
    )


def _gates(spec: RubricSpec, top: str = "") -> tuple[MethodSection, ...]:
    """Nothing of a rubric without gates. `top` names the highest band where the rubric shows no
    score.
    """
    critical = [question.code for _, question in spec.questions() if question.gates]
    if not critical:
        return ()
    return (
        MethodSection(
            heading="Gates",
            paragraphs=(
                f"Some questions are critical. In this rubric they are {listed(critical)}. When "
                "the answer to one is at or below a set level, or leaves out a line that is asked "
                "for, its gate caps the band. "
                + (
                    f"The highest band still open is {top}, or the lowest of the caps."
                    if top
                    else "The final band is the lowest of the band after balance and every cap. "
                    "Gates and balance never change a score."
                ),
            ),
        ),
    )


def _left_out() -> MethodSection:
    return MethodSection(
        heading="Don’t know, not applicable and not asked",
        paragraphs=(
            "“Don’t know” earns no points and counts as the lowest level, for gates too. It is "
            "listed apart, because it is quick to put right.",
            f"“Not applicable” needs a reason of at least {REASON_LEAST} characters and leaves "
            "the question out of every sum; the other questions of the dimension then weigh more. "
            "A critical question can never be not applicable. Questions that are not meant for "
            "the sector, or whose condition does not hold, are not asked and count nowhere.",
            "A dimension with no question left has no score, and its weight is shared among the "
            "others in proportion.",
        ),
    )


def _gaps(gates: bool) -> MethodSection:
    first = "Actions that lift a gate come first, the lowest cap before the others. Then come those"
    return MethodSection(
        heading="Gaps, actions and evidence",
        paragraphs=(
            "A gap is what full marks for one question would add to the overall score if nothing "
            "else changed. The exact gaps add up to 100 less the exact overall score. A gain is "
            "what the next level up would add.",
            f"{first if gates else 'First come the actions'} furthest below three quarters of "
            "full marks, by weight; of two alike, the one with the smaller effort. Questions "
            "already at three quarters or above come last.",
            "An answer at three quarters of full marks or above with no evidence is unconfirmed. "
            "It counts, and this report says so.",
        ),
    )


def _sums(spec: RubricSpec, result: Result) -> MethodSection:
    lines = [
        f"{each.name}: {dimension_working(spec, result, each)}."
        for each in result.dimensions
        if each.score is not None
    ]
    scored = [(each.weight, each.score) for each in result.dimensions if each.score is not None]
    if result.overall is None or not scored:
        return MethodSection(heading=SUMS, paragraphs=(*lines, "There is no overall score."))
    weights = [Fraction(weight) for weight, _ in scored]
    whole, exact = sum(weights, Fraction(0)), result.overall.exact

    def average(scores: Sequence[Fraction]) -> Fraction:
        earned = (weight * each for weight, each in zip(weights, scores, strict=True))
        return sum(earned, Fraction(0)) / whole

    figures, end = sum_in_figures([s.exact for _, s in scored], average, result.overall.shown)
    terms = " + ".join(f"{plain(w)} × {each}" for w, each in zip(weights, figures, strict=True))
    lines.append(
        f"Overall: ({terms}) ÷ {plain(whole)} {end}, shown as {one_decimal(exact)}. "
        f"As an exact fraction it is {exact.numerator}/{exact.denominator}."
    )
    return MethodSection(heading=SUMS, paragraphs=tuple(lines))
