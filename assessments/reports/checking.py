"""An assessment still being answered, put into words for the people who will sign it. Pure.

While anything required is open there is a range and never a score (scoring specification 5).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.contradictions import Kept
from assessments.evidence import NOTHING, Holding
from assessments.reports.answered import ReportContradiction, ReportQuestion
from assessments.reports.confidence import backing
from assessments.reports.content import ReportAction, ReportBand, ReportGate
from assessments.reports.replies import Sitting, contradiction_parts, question_part
from assessments.reports.summing_up import actions_of
from assessments.reports.verdict import band_parts, gate_parts, open_sentences, why_no_higher
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.bands import highest_open
from assessments.scoring.progress import Progress
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet, State
from assessments.scoring.weighing import ZERO, exact
from assessments.wording import counted, percent

EXCLUDED_LIMIT = 25
"""The per cent of the weight marked not applicable that is worth a warning, unless the rubric's
own notes name another."""

FIRST = 5
"""How many actions come first."""

NOTHING_TO_SCORE = "No question counts towards a score, so there is no score and no band."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDimension:
    """A dimension with every question that is asked, in order."""

    code: str
    name: str
    done: int
    total: int
    questions: Sequence[ReportQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What to look at before submitting. Lists of questions are in the order of asking.

    `unanswered` stops the submission; `left_out` are scored questions that need no answer and
    have none: once submitted they count as 0. `excluded` warns when much of the weight is marked
    not applicable; it is empty otherwise. `contradicted` are the questions of `contradictions`.
    `backing` says how much of the score rests on assertion, and how many answers name evidence past
    its date; `look` is there where the rubric shows no score.
    """

    complete: bool
    outlook: str
    backing: str
    dimensions: Sequence[CheckedDimension]
    unanswered: Sequence[ReportQuestion]
    left_out: Sequence[ReportQuestion]
    unknown: Sequence[ReportQuestion]
    unconfirmed: Sequence[ReportQuestion]
    not_fitting: Sequence[ReportQuestion]
    contradictions: Sequence[ReportContradiction]
    contradicted: Sequence[ReportQuestion]
    gates: Sequence[ReportGate]
    excluded: str
    look: FirstLook | None

    @property
    def unexplained(self) -> int:
        """How many of the contradictions have no reason."""
        return sum(not one.reason for one in self.contradictions)


def outlook(spec: RubricSpec, result: Result) -> str:
    """Where the score lies while questions are open, or what submitting would give; of a rubric
    that shows no score, the highest band still open and how many gates are not answered yet.
    """
    if result.highest_open_band is not None:
        left = len(unanswered_gates(spec, result))
        still = counted(left, "question with a gate is", "questions with a gate are")
        return " ".join(
            [*open_sentences(spec, result), f"{still} not answered yet." if left else ""]
        ).strip()
    low, high = result.low, result.high
    if low.score is None or high.score is None:
        return NOTHING_TO_SCORE
    if result.complete:
        bands = bands_in_reach(spec, result)
        return f"Submitting these answers now gives a score of {low.score.shown}, {bands}."
    return (
        f"The score so far lies between {low.score.shown} and {high.score.shown}, "
        f"{bands_in_reach(spec, result)}."
    )


def bands_in_reach(spec: RubricSpec, result: Result) -> str:
    """The final band, or those of both ends, and why none is higher where the score is."""
    lowest = _band_name(spec, result.low.final_band)
    highest = _band_name(spec, result.high.final_band)
    why = why_no_higher(spec, result)
    if lowest != highest:
        bands = f"{lowest} to {highest}"
        return f"{bands} and no higher, because {why}" if why else bands
    if not why:
        return lowest
    return f"{lowest}{'' if result.complete else ' at both ends'}, because {why}"


def _band_name(spec: RubricSpec, code: str | None) -> str:
    return spec.band(code).name if code else ""


def checked(
    spec: RubricSpec,
    sheet: AnswerSheet,
    result: Result,
    progress: Progress,
    holding: Holding = NOTHING,
    kept: Sequence[Kept] = (),
) -> Checked:
    """Everything to look at before these answers are submitted."""
    sitting = Sitting.of(spec, sheet, result, holding, kept)
    parts = {
        code: question_part(sitting, code)
        for code, each in sitting.asked.items()
        if each.result.state is not State.NOT_ASKED
    }

    def listed(codes: Collection[str]) -> tuple[ReportQuestion, ...]:
        return tuple(part for code, part in parts.items() if code in codes)

    return Checked(
        complete=result.complete,
        outlook=outlook(spec, result),
        backing=" ".join(backing(sitting)),
        dimensions=_dimensions(spec, parts, progress),
        unanswered=listed(progress.outstanding),
        left_out=listed(_left_out(sitting, progress)),
        unknown=listed(result.unknown),
        unconfirmed=listed(result.unconfirmed),
        not_fitting=tuple(part for part in parts.values() if part.not_fitting),
        contradictions=contradiction_parts(sitting),
        contradicted=tuple(part for part in parts.values() if part.contradictions),
        gates=gate_parts(spec, result),
        excluded=_excluded(spec, sitting),
        look=open_look(spec, sheet, result),
    )


def _dimensions(
    spec: RubricSpec, parts: dict[str, ReportQuestion], progress: Progress
) -> tuple[CheckedDimension, ...]:
    return tuple(
        CheckedDimension(
            code=dimension.code,
            name=dimension.name,
            done=progress.by_dimension[dimension.code].done,
            total=progress.by_dimension[dimension.code].total,
            questions=tuple(
                parts[question.code] for question in dimension.questions if question.code in parts
            ),
        )
        for dimension in spec.dimensions
    )


def _left_out(sitting: Sitting, progress: Progress) -> tuple[str, ...]:
    return tuple(
        code
        for code, each in sitting.asked.items()
        if each.result.state is State.UNANSWERED
        and each.question.scored
        and code not in progress.outstanding
    )


def _excluded(spec: RubricSpec, sitting: Sitting) -> str:
    """The warning that much of the weight counts for nothing; empty when there is none, and where
    the rubric shows no score.
    """
    if sitting.result.highest_open_band is not None or not any(
        each.result.state is State.NOT_APPLICABLE for each in sitting.asked.values()
    ):
        return ""
    share = excluded_share(spec, sitting)
    limit = _limit(spec)
    if share * 100 <= limit:
        return ""
    return (
        f"{percent(share)} of the weight of the questionnaire is marked not applicable. Above "
        f"{limit:f}% the score says little about the organisation as a whole, so check each reason."
    )


def excluded_share(spec: RubricSpec, sitting: Sitting) -> Fraction:
    """How much of the asked weight is marked not applicable, from 0 to 1."""
    excluded = whole = ZERO
    for dimension in spec.dimensions:
        weights = [
            (exact(each.question.weight), each.result.state is State.NOT_APPLICABLE)
            for each in (sitting.asked[question.code] for question in dimension.questions)
            if each.question.weight is not None and each.result.state is not State.NOT_ASKED
        ]
        if weights:
            whole += exact(dimension.weight)
            aside = [weight for weight, left_out in weights if left_out]
            if aside:
                total = sum((weight for weight, _ in weights), ZERO)
                excluded += exact(dimension.weight) * sum(aside, ZERO) / total
    return excluded / whole if whole else ZERO


def _limit(spec: RubricSpec) -> Decimal:
    named = spec.excluded_limit
    return Decimal(str(EXCLUDED_LIMIT if named is None else named))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """`highest` is the best band that the gates that fired leave open, at any score.

    `unanswered` are gates too: they are listed, and hold nothing yet.
    """

    gates: Sequence[ReportGate]
    unanswered: Sequence[QuestionSpec]
    highest: ReportBand
    lowered: bool
    actions: Sequence[ReportAction]


def open_look(spec: RubricSpec, sheet: AnswerSheet, result: Result) -> FirstLook | None:
    """What takes the place of a score, if the rubric shows none."""
    return None if result.highest_open_band is None else first_look(spec, sheet, result)


def unanswered_gates(spec: RubricSpec, result: Result) -> tuple[QuestionSpec, ...]:
    """The questions with a gate that are asked and not answered yet."""
    states = {each.code: each.state for each in result.questions}
    return tuple(
        question
        for _, question in spec.questions()
        if question.gates and states[question.code] is State.UNANSWERED
    )


def first_look(spec: RubricSpec, sheet: AnswerSheet, result: Result) -> FirstLook:
    """What would hold an organisation with these answers today."""
    bands = band_parts(spec)
    code = highest_open(spec, result.bands.gates)
    highest = next(band for band in bands if band.code == code)
    actions = [one for one in actions_of(Sitting.of(spec, sheet, result)) if one.gate]
    return FirstLook(
        gates=gate_parts(spec, result),
        unanswered=unanswered_gates(spec, result),
        highest=highest,
        lowered=highest is not bands[-1],
        actions=tuple(actions[:FIRST]),
    )
