"""Actions that tests write into the plan of the council."""

from __future__ import annotations

from typing import Any

from assessments.models import PlannedAction, Scenario, Submission
from assessments.planning.actions import Details
from assessments.queries.reports import recommended_in
from assessments.queries.scenarios import supposing_of
from assessments.services import plans, scenarios
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


def supposed(world: World, submission: Submission, **other: Any) -> Scenario:
    """A scenario that raises the first question that can be raised to its next level."""
    first = next(one for one in supposing_of(submission, world.organisation).choices() if one.asked)
    given = {"name": "Next year", "raises": {first.code: first.levels[0][0]}, **other}
    return scenarios.save(submission=submission, by=other.pop("by", world.contributor), **given)
