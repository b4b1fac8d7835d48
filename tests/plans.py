"""Actions that tests write into the plan of the council."""

from __future__ import annotations

from typing import Any

from assessments.models import PlannedAction, Submission
from assessments.planning.actions import Details
from assessments.queries.plans import recommended_in
from assessments.services import plans
from tests.worlds import World


def planned(world: World, **other: Any) -> PlannedAction:
    """An action of the council's own, added by the contributor unless another is given."""
    given = {"organisation": world.organisation, "by": world.contributor}
    given |= {name: other.pop(name) for name in ("organisation", "by") if name in other}
    return plans.add(details=Details(**{"title": "Agree a named budget", **other}), **given)


def taken(world: World, submission: Submission, *codes: str, **other: Any) -> list[PlannedAction]:
    """Actions of the submission's report for these questions, or all that it recommends."""
    every = [one.code for one in recommended_in(submission)]
    given = {"codes": codes or every, "by": world.contributor, **other}
    return plans.take(submission=submission, **given)
