"""Scenarios are saved, compared at today's costs, and taken into the plan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessments import clock
from assessments.models import AuditEvent, PlannedAction, Scenario, Submission
from assessments.queries.plans import costs_for
from assessments.queries.scenarios import raises_of_plan, supposing_of
from assessments.scoring.sheet import rounded
from assessments.services import plans, scenarios
from assessments.workflow import ActionState, Refused
from tests.plans import planned, supposed, taken
from tests.worlds import World


def last_sentence() -> str:
    return AuditEvent.objects.latest("pk").sentence


def a_raise(world: World, submission: Submission) -> dict[str, int]:
    choices = supposing_of(submission, world.organisation).choices()
    first = next(one for one in choices if one.asked)
    return {first.code: first.levels[-1][0]}


def test_a_scenario_is_taken_into_the_plan_once(world: World) -> None:
    submission = world.submit()
    raises = a_raise(world, submission)
    ((code, level),) = raises.items()
    made = supposed(world, submission, raises=raises)
    (action,) = scenarios.plan(scenario=made, by=world.contributor)
    came = supposing_of(submission, world.organisation).suppose(raises)
    assert (action.question, action.to_level) == (code, level)
    assert action.days == Decimal(str(float(came.cost.days)))
    assert came.after.overall is not None and came.before.overall is not None
    assert action.gain == rounded(came.after.overall - came.before.overall)
    assert "took 1 action from the scenario Next year" in last_sentence()
    with pytest.raises(Refused, match="in the plan already"):
        scenarios.plan(scenario=made, by=world.contributor)
    scenarios.delete(scenario=made, by=world.contributor)
    assert PlannedAction.objects.exists() and not Scenario.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "Enter a name"),
        ({"name": "x" * 101}, "100 characters"),
        ({"name": "\u200b"}, "must have at least one letter"),
        ({"raises": {}}, "Choose a higher level"),
        ({"raises": {"NO-SUCH": 1}}, "NO-SUCH is no question"),
        ({"raises": {"BUD-01": 0}}, "Choose a higher one"),
    ],
)
def test_what_cannot_be_a_scenario_is_refused(
    world: World, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        supposed(world, world.submit(), **given)
    assert not Scenario.objects.exists()


def test_names_are_used_once_in_an_organisation(world: World) -> None:
    submission = world.submit()
    supposed(world, submission)
    with pytest.raises(Refused, match="of that name already"):
        supposed(world, submission, name="Next  year")


def test_the_organisation_s_own_costs_count_and_nothing_frozen_holds_them(world: World) -> None:
    submission = world.submit()
    before = submission.snapshot.result
    raises = a_raise(world, submission)
    names = costs_for(world.organisation).names
    organisation = scenarios.set_costs(
        organisation=world.organisation,
        efforts=dict.fromkeys(names, (Decimal("1.5"), 10)),
        day_price=100,
        by=world.contributor,
    )
    found = supposing_of(submission, organisation).suppose(raises)
    steps = found.cost.pounds / 10
    assert found.total == steps * 160
    assert "a day £100" in last_sentence()
    assert costs_for(organisation).day_price == "100"
    submission.snapshot.refresh_from_db()
    assert submission.snapshot.result == before
    with pytest.raises(Refused, match="between 0 and"):
        scenarios.set_costs(
            organisation=organisation, efforts={}, day_price=-1, by=world.contributor
        )


def test_the_plan_is_supposed_done_by_a_day(world: World) -> None:
    submission = world.submit()
    supposing = supposing_of(submission, world.organisation)
    soon, later, *_ = [one for one in supposing.choices() if one.asked]
    rubric, due = world.version.rubric_id, clock.today() + timedelta(days=60)
    planned(world, rubric=rubric, question=soon.code, due=due)
    taken(world, submission, later.code)
    levels = {
        code: supposing_levels[0][0]
        for code, supposing_levels in ((soon.code, soon.levels), (later.code, later.levels))
    }
    assert raises_of_plan(submission, supposing, None) == levels
    by_then = raises_of_plan(submission, supposing, due)
    assert by_then == {soon.code: levels[soon.code]}
    assert raises_of_plan(submission, supposing, due - timedelta(days=1)) == {}


def test_what_was_finished_since_the_report_is_supposed_done_too(world: World) -> None:
    submission = world.submit()
    supposing = supposing_of(submission, world.organisation)
    first, second, *_ = [one for one in supposing.choices() if one.asked]
    done, dropped = (taken(world, submission, one.code)[0] for one in (first, second))
    for action, state in ((done, ActionState.DONE), (dropped, ActionState.DROPPED)):
        plans.report_progress(action=action, state=state, seen=1, by=world.contributor)
    levels = {first.code: first.levels[0][0]}
    assert raises_of_plan(submission, supposing, None) == levels
    assert raises_of_plan(submission, supposing, date(2026, 1, 1)) == levels
    submission.submitted_at += timedelta(days=1)
    assert raises_of_plan(submission, supposing, None) == {}


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ((Decimal(10_001), 0), "would take 10,001 days and £0"),
        ((Decimal(10**9), 10**9), "would take 1,000,000,000 days and £1,000,000,000"),
    ],
)
def test_a_scenario_that_takes_more_than_an_action_can_is_refused(
    world: World, takes: tuple[Decimal, int], said: str
) -> None:
    scenario = supposed(world, world.submit())
    costs = dict.fromkeys(costs_for(world.organisation).names, takes)
    scenarios.set_costs(
        organisation=world.organisation, efforts=costs, day_price=0, by=world.contributor
    )
    scenario.refresh_from_db()
    with pytest.raises(Refused, match=said):
        scenarios.plan(scenario=scenario, by=world.contributor)
    assert not PlannedAction.objects.exists()
