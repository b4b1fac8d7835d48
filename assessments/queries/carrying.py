"""Carrying an assessment over to a newer edition: which one, and what of it would be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import Assessment, RubricVersion
from assessments.queries.answers import sheet_of
from assessments.queries.rubrics import spec_of
from assessments.question_types import translated
from assessments.rubric.carrying import Carried, CarryPlan, plan
from assessments.scoring.result import Result
from assessments.scoring.sheet import State


def newer_edition(assessment: Assessment) -> RubricVersion | None:
    """The newest edition in effect, when the assessment in progress is on an older one."""
    if not assessment.is_open:
        return None
    rows = RubricVersion.objects.open_for_assessments().filter(rubric=assessment.rubric_id)
    newest = rows.select_related("rubric").order_by("-number").first()
    return newest if newest and newest.number > assessment.version.number else None


def plan_of(assessment: Assessment, version: RubricVersion, sector: str) -> CarryPlan:
    """What becomes of the answers of an assessment in that edition: one query, editions apart."""
    before, after = spec_of(assessment.version), spec_of(version)
    return plan(before, after, sheet_of(assessment), sector, translated)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """The assessment that answers came from, and which of its questions are still to be answered.

    `reasons` of each question say why its answer could not be kept.
    """

    source: Assessment
    questions: Sequence[Carried]


def look_again(assessment: Assessment, result: Result) -> LookAgain | None:
    """The carried answers that still have to be given again; `None` when there are none.

    `result` is the score of the assessment as it is. Asks the database nothing unless answers
    were carried to it, and something is open.
    """
    open_now = {one.code for one in result.questions if one.state is State.UNANSWERED}
    if assessment.carried_from_id is None or not assessment.is_open or not open_now:
        return None
    source = (
        Assessment.objects.select_related("version", "rubric")
        .defer("version__scoring_notes")
        .get(pk=assessment.carried_from_id)
    )
    found = plan_of(source, assessment.version, assessment.sector).look_again
    questions = [one for one in found if one.question.code in open_now]
    return LookAgain(source=source, questions=questions) if questions else None
