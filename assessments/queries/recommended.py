"""Reading what a report recommends, as a plan takes it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from assessments.models import Submission
from assessments.planning.actions import Recommended
from assessments.queries.reports import build
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import RubricSpec
from assessments.scoring.documents import result_from_document


def recommended_in(submission: Submission) -> list[Recommended]:
    """What the submission's report recommends, in its order. No query."""
    report, spec = build(submission), spec_of(submission.version)
    result = result_from_document(submission.snapshot.result, spec)
    efforts = {one.name: one for one in spec.efforts}
    found = []
    for one in report.actions:
        effort = efforts.get(one.effort)
        lines = [one.text, *(f"- {item}" for item in one.items)]
        found.append(
            Recommended(
                code=one.code,
                title=one.title,
                text="\n".join(line for line in lines if line),
                dimension=one.dimension,
                to_level=_next_level(spec, one.code, result.question(one.code).level),
                gain=Decimal(one.gain) if one.gain else None,
                role=one.owner,
                effort=one.effort,
                days=effort.days_likely if effort else None,
                pounds=_whole(effort.pounds_likely) if effort else None,
                first=one.urgent,
            )
        )
    return found


def _whole(pounds: Decimal | None) -> int | None:
    return None if pounds is None else int(pounds.quantize(Decimal(1), ROUND_HALF_UP))


def _next_level(spec: RubricSpec, code: str, level: int | None) -> int | None:
    """The level above that of the answer, don't know counting as the lowest."""
    levels = sorted(one.number for one in spec.question(code).levels)
    return next((one for one in levels if level is None or one > level), None)
