"""Reading what of last time is stale: to be looked at again before it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.evidence import Holding
from assessments.models import Assessment
from assessments.planning.finished import Finished, to_confirm
from assessments.queries.answers import StoredAnswer
from assessments.queries.assignments import left_behind
from assessments.queries.discussions import said_at_questions
from assessments.queries.rubrics import spec_of
from assessments.queries.suggestions import Suggestion, with_suggested
from assessments.question_types import MARKER
from assessments.reports.renewing import to_look_at
from assessments.scoring.engine import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What `left_behind` gives of the finished assessments that suggestions are of, and what
    `said_at_questions` gives of the plan.
    """

    left: Mapping[str, Sequence[str]]
    finished: Sequence[Finished]


def stale_in(
    assessment: Assessment,
    waiting: Mapping[str, Suggestion],
    stored: Mapping[str, StoredAnswer],
    holding: Holding,
    known: Known | None = None,
) -> dict[str, list[str]]:
    """Of what waits from a finished assessment, what has to be looked at one by one, and why.

    Without what is `known` that is read, where any such waits: two queries.
    """
    renewed = {code: one for code, one in waiting.items() if one.finished}
    if not renewed:
        return {}
    spec, sheet = spec_of(assessment.version), with_suggested(assessment, renewed, stored)
    if known is None:
        done = said_at_questions(assessment).finished
        known = Known(left=left_behind(finished(waiting)), finished=done)
    result = score(spec, sheet, MARKER)
    gone = known.left, to_confirm(spec, known.finished, result)
    return to_look_at(spec, renewed, result, holding, *gone)


def finished(waiting: Mapping[str, Suggestion]) -> set[int]:
    """The keys of the finished assessments that the suggestions are of."""
    return {one.source_id for one in waiting.values() if one.finished and one.source_id}
