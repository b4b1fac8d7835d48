"""Reading scenarios, and what they suppose of the answers of a submission."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from assessments.models import Organisation, Scenario, Submission
from assessments.planning.what_if import Supposing, effort_costs
from assessments.queries.plans import open_actions
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.files.answers import sheet_from_document


def supposing_of(submission: Submission, organisation: Organisation) -> Supposing:
    """The answers of a submission, of which raises are supposed at the organisation's costs of
    today. No query.
    """
    spec = spec_of(submission.version)
    efforts, day_price = effort_costs(organisation.costs)
    known = {one.code for one in spec.efforts}
    return Supposing(
        spec,
        sheet_from_document(spec, submission.answers),
        MARKER,
        efforts={code: cost for code, cost in efforts.items() if code in known},
        day_price=day_price,
    )


def raises_of_plan(
    submission: Submission, supposing: Supposing, until: date | None
) -> dict[str, int]:
    """What the organisation's plan raises, by question, where it is done by that day; all of it for
    `None`. An action that names no level raises its question to the next. One query.
    """
    rows = open_actions(submission.assessment.organisation).filter(
        rubric=submission.assessment.rubric_id
    )
    if until is not None:
        rows = rows.filter(due__lte=until)
    levels = {one.code: [level for level, _ in one.levels] for one in supposing.choices()}
    found: dict[str, int] = {}
    for code, level in rows.values_list("question", "to_level"):
        higher = levels.get(code, [])
        wanted = level if level in higher else next(iter(higher), None) if level is None else None
        if wanted is not None:
            found[code] = max(wanted, found.get(code, wanted))
    return found


def scenarios_of(organisation: Organisation) -> QuerySet[Scenario]:
    """The organisation's scenarios by name, with their submissions. One query."""
    rows = organisation.scenarios.select_related(
        "submission__assessment", "submission__version", "submission__snapshot", "added_by"
    )
    return rows.defer("submission__version__scoring_notes").order_by("name")
