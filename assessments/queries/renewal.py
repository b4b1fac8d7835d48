"""Reading what of last time is stale: to be looked at again before it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments.evidence import Holding
from assessments.models import Assessment
from assessments.queries.answers import StoredAnswer, sheet_from
from assessments.queries.assignments import left_behind
from assessments.queries.rubrics import spec_of
from assessments.queries.suggestions import Suggestion
from assessments.question_types import MARKER
from assessments.reports.renewing import to_look_at
from assessments.scoring.engine import score
from assessments.scoring.sheet import State


def stale_in(
    assessment: Assessment,
    waiting: Mapping[str, Suggestion],
    stored: Mapping[str, StoredAnswer],
    holding: Holding,
) -> dict[str, list[str]]:
    """Of what waits from a finished assessment, what has to be looked at one by one, and why.

    One query; none where nothing of the kind waits.
    """
    renewed = {code: one for code, one in waiting.items() if one.finished}
    if not renewed:
        return {}
    spec, sheet = spec_of(assessment.version), sheet_from(assessment, stored)
    said = {
        code: one.reply for code, one in renewed.items() if one.reply.state is not State.UNANSWERED
    }
    sheet = replace(sheet, replies={**sheet.replies, **said})
    gone = left_behind({one.source_id for one in renewed.values() if one.source_id})
    left: dict[str, Sequence[str]] = {code: names for code in renewed if (names := gone.get(code))}
    return to_look_at(spec, renewed, score(spec, sheet, MARKER), holding, left)
