"""The plan: actions are taken from reports or written, given to people, and worked on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessments import clock
from assessments.models import AuditEvent, PlannedAction
from assessments.planning.actions import Details, Planned
from assessments.queries.plans import (
    offered_to,
    plan_of,
    taken_of,
)
from assessments.queries.plans import (
    planned as read,
)
from assessments.queries.reports import recommended_in
from assessments.services import evidence, members, plans
from assessments.services.plans import ChangedMeanwhile
from assessments.workflow import ActionState, Refused
from tests.evidence import recorded
from tests.plans import planned, taken
from tests.worlds import World


def plan(world: World) -> list[Planned]:
    return plan_of(world.organisation, offered_to(world.organisation).questions)


def sentences() -> list[str]:
    return [event.sentence for event in AuditEvent.objects.order_by("-pk")[:3]]


def test_what_a_report_recommends_is_taken_with_all_that_it_says(world: World) -> None:
    submission = world.submit()
    first = recommended_in(submission)[0]
    due = clock.today() + timedelta(days=90)
    taken(world, submission, first.code, owner=world.approver.pk, due=due)
    (one,) = plan(world)
    assert (one.asks, one.question, one.dimension) == (first.title, first.code, first.dimension)
    assert (one.effort, one.gain, one.to_level) == (first.effort, first.gain, first.to_level)
    assert (one.who, one.role, one.due) == (str(world.approver), first.role, due)
    assert first.text in (one.title, one.text) and one.state is ActionState.TO_DO
    assert "took 1 action from the report" in sentences()[0]


def test_an_action_is_taken_once_until_it_is_done(world: World) -> None:
    submission = world.submit()
    code = recommended_in(submission)[0].code
    (made,) = taken(world, submission, code)
    assert taken(world, submission, code) == []
    assert taken_of(submission) == {code: made.reference}
    plans.report_progress(action=made, state=ActionState.DONE, seen=1, by=world.contributor)
    assert len(taken(world, submission, code)) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"codes": ()}, "Select at least one action"),
        ({"codes": ("NO-SUCH",)}, "recommends no other"),
        ({"owner": -1}, "must be a member"),
        ({"due": date(1900, 1, 1)}, "today or later"),
    ],
)
def test_what_cannot_be_taken_is_refused(world: World, given: dict[str, Any], said: str) -> None:
    submission = world.submit()
    usual = {"codes": [recommended_in(submission)[0].code], "by": world.contributor}
    with pytest.raises(Refused, match=said):
        plans.take(submission=submission, **{**usual, **given})
    assert not PlannedAction.objects.exists()


def test_an_action_of_ones_own_can_be_for_a_question(world: World) -> None:
    rubric, code = world.version.rubric_id, "BUD-01"
    world.assessment  # noqa: B018 - starts it
    planned(world, rubric=rubric, question=code, days=Decimal("2.5"), pounds=4_000)
    (one,) = plan(world)
    assert (one.question, one.dimension) == (code, world.spec.dimensions[0].name)
    assert one.cost == "2.5 days, £4,000"


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"title": ""}, "Enter what has to be done"),
        ({"title": "x" * 201}, "200 characters"),
        ({"text": "x" * 4_001}, "4,000 characters"),
        ({"text": "a\u202eb"}, "hidden character"),
        ({"due": date(1900, 1, 1)}, "today or later"),
        ({"due": date(2999, 1, 1)}, "within 5 years"),
        ({"days": Decimal(-1)}, "between 0 and 10,000"),
        ({"pounds": 10**9 + 1}, "between 0 and 1,000,000,000"),
        ({"owner": -1}, "must be a member"),
        ({"rubric": 1, "question": "NO-SUCH"}, "Select a question"),
    ],
)
def test_details_that_cannot_be_meant_are_refused(
    world: World, details: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        planned(world, **details)


def test_the_29th_of_february_is_a_day_like_any_other(world: World) -> None:
    leap = next(
        date(year, 2, 29)
        for year in range(clock.today().year + 1, 2100)
        if year % 4 == 0 and year != 2100
    )
    planned(world, due=leap)
    assert plan(world)[0].due == leap


def test_a_change_is_said_in_words_and_a_day_that_has_passed_may_stay(world: World) -> None:
    made = planned(world)
    PlannedAction.objects.filter(pk=made.pk).update(due=date(2026, 1, 1))
    details = Details(title="Agree two budgets", due=date(2026, 1, 1), owner=world.approver.pk)
    plans.change(action=made, details=details, seen=1, by=world.administrator)
    assert "title from Agree a named budget to Agree two budgets" in sentences()[0]
    assert f"owner from nothing to {world.approver}" in sentences()[0]


def test_who_saw_an_older_action_changes_nothing(world: World) -> None:
    made = planned(world)
    plans.change(action=made, details=Details(title="One"), seen=1, by=world.approver)
    with pytest.raises(ChangedMeanwhile, match=str(world.approver)):
        plans.change(action=made, details=Details(title="Two"), seen=1, by=world.contributor)
    with pytest.raises(ChangedMeanwhile):
        plans.report_progress(action=made, state=ActionState.DONE, seen=1, by=world.contributor)
    assert [one.title for one in plan(world)] == ["One"]
    # The same words again, or a note alone, clash with nothing.
    plans.change(action=made, details=Details(title="One"), seen=1, by=world.contributor)
    plans.report_progress(
        action=made, state=ActionState.TO_DO, said="Asked.", seen=1, by=world.contributor
    )


def test_progress_is_a_state_and_words(world: World) -> None:
    made = planned(world)
    done = plans.report_progress(
        action=made, state=ActionState.DONE, said="Agreed on 3 May.", seen=1, by=world.contributor
    )
    assert done.done_on == clock.today()
    (note,) = made.notes.all()
    assert (note.said, note.state) == ("Agreed on 3 May.", ActionState.DONE)
    assert "from To do to Done" in sentences()[0]
    again = plans.report_progress(
        action=made, state=ActionState.IN_PROGRESS, seen=2, by=world.contributor
    )
    assert again.done_on is None


@pytest.mark.parametrize(("said", "why"), [("", "Say how far"), ("x" * 2_001, "2,000")])
def test_progress_that_says_nothing_or_too_much_is_refused(
    world: World, said: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        plans.report_progress(
            action=planned(world), state=ActionState.TO_DO, said=said, seen=1, by=world.contributor
        )


def test_the_action_of_one_who_left_has_no_owner_until_it_is_given(world: World) -> None:
    made = planned(world, owner=world.approver.pk)
    membership = world.organisation.memberships.get(user=world.approver)
    members.remove(membership=membership, by=world.administrator)
    (one,) = plan(world)
    assert one.without_owner and one.who == f"{world.approver} (left)"
    # What else it says can change while it is so.
    details = Details(title="Agree two budgets", owner=world.approver.pk)
    plans.change(action=made, details=details, seen=1, by=world.contributor)
    plans.change(
        action=made,
        details=Details(title="Agree two budgets", owner=world.contributor.pk),
        seen=2,
        by=world.contributor,
    )
    assert not plan(world)[0].without_owner


def test_evidence_of_the_organisation_shows_how_far_it_is(world: World) -> None:
    made, item = planned(world), recorded(world)
    plans.back(action=made, added=[item.reference], by=world.contributor)
    assert [one.item for one in made.evidence.all()] == [item]
    theirs = recorded(world, organisation=world.neighbour, by=world.stranger)
    with pytest.raises(Refused, match="Select evidence"):
        plans.back(action=made, added=[theirs.reference], by=world.contributor)
    evidence.remove(evidence=item, by=world.contributor)
    assert not made.evidence.exists()


def test_a_plan_holds_so_many_open_actions(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(plans, "EACH_MOST", 2)
    one, _ = planned(world), planned(world)
    with pytest.raises(Refused, match="not done already"):
        planned(world)
    plans.report_progress(action=one, state=ActionState.DROPPED, seen=1, by=world.contributor)
    assert read(planned(world), {}).is_open
    with pytest.raises(Refused, match="not done already"):
        plans.report_progress(
            action=one, state=ActionState.IN_PROGRESS, seen=2, by=world.contributor
        )
    plans.report_progress(action=one, state=ActionState.DONE, seen=2, by=world.contributor)
