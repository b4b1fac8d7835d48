"""The plan on its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import PlannedAction
from assessments.planning.actions import Details
from assessments.queries.reports import recommended_in
from assessments.services import plans
from assessments.workflow import ActionState
from tests.plans import planned, taken
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.worlds import World


def at(world: World, name: str, *more: object) -> str:
    return reverse(name, args=[world.organisation.slug, *more])


def test_a_report_s_actions_are_taken_worked_on_and_done(world: World, signed_in: SignIn) -> None:
    submission = world.submit()
    first, second, *_ = recommended_in(submission)
    address = at(world, "submission-plan", submission.assessment.reference, submission.number)
    client = signed_in(world.contributor)
    assert "checked" in client.get(address).content.decode()
    sent = {"actions": [first.code, second.code], "owner": world.contributor.pk}
    words = text_of(client.post(address, sent, follow=True))
    assert "2 actions are in the plan." in words and first.title in words
    one = PlannedAction.objects.get(question=first.code)
    page = at(world, "action-detail", one.reference)
    noted = {"state": "done", "said": "Agreed by Cabinet.", "seen": one.revision}
    words = text_of(client.post(page, noted, follow=True))
    assert "The progress is noted." in words and "Agreed by Cabinet." in words
    assert first.title not in text_of(client.get(at(world, "plan-list")))
    assert first.title in text_of(client.get(at(world, "plan-list") + "?show=done"))
    assert "In the plan already" in text_of(client.get(address))


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"title": ""}, "title", "Enter what has to be done"),
        ({"due_day": "31", "due_month": "2", "due_year": "2027"}, "due", "real date"),
        ({"due_day": "1", "due_month": "1", "due_year": "1900"}, "due", "today or later"),
        ({"days": "soon"}, "days", "Days must be a number, like 12"),
        ({"days": "1.25"}, "days", "at most 1 decimal place"),
        ({"pounds": "12.50"}, "pounds", "whole number"),
        ({"pounds": "1e99"}, "pounds", "between 0 and"),
        ({"days": "NaN"}, "days", "Days must be"),
        ({"question": "1:NO-SUCH"}, "question", "Select a question from this page"),
        ({"owner": "999999"}, "owner", "Select a person from this page"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field_and_nothing_typed_is_lost(
    world: World, signed_in: SignIn, typed: dict[str, str], field: str, said: str
) -> None:
    sent = {"title": "Agree a budget", "text": "With the section 151 officer.", **typed}
    response = signed_in(world.contributor).post(at(world, "plan-add"), sent)
    assert said in error_at(response, field)
    assert "With the section 151 officer." in response.content.decode()
    assert not PlannedAction.objects.exists()


def test_pounds_may_be_typed_as_people_write_them(world: World, signed_in: SignIn) -> None:
    sent = {"title": "Buy it", "pounds": "£12,000", "days": "2.5"}
    signed_in(world.contributor).post(at(world, "plan-add"), sent)
    made = PlannedAction.objects.get()
    assert (made.pounds, str(made.days)) == (12_000, "2.5")


def test_who_changes_what_another_changed_meanwhile_keeps_their_words(
    world: World, signed_in: SignIn
) -> None:
    made = planned(world)
    plans.change(action=made, details=Details(title="Theirs"), seen=1, by=world.approver)
    address = at(world, "action-change", made.reference)
    client = signed_in(world.contributor)
    response = client.post(address, {"title": "Mine", "seen": "1"})
    assert str(world.approver) in error_at(response, "title")
    assert 'value="Mine"' in response.content.decode()
    assert 'value="2"' in response.content.decode()
    client.post(address, {"title": "Mine", "seen": "2"})
    assert PlannedAction.objects.get().title == "Mine"


def test_a_viewer_reads_the_plan_and_changes_nothing(world: World, signed_in: SignIn) -> None:
    made = planned(world)
    client = signed_in(world.viewer)
    page = client.get(at(world, "action-detail", made.reference))
    assert "Note the progress" not in text_of(page)
    refused = client.post(at(world, "action-detail", made.reference), {"state": "done", "seen": 1})
    assert refused.status_code == 403
    assert PlannedAction.objects.get().state == ActionState.TO_DO


def test_the_list_costs_the_same_however_long_the_plan(world: World, signed_in: SignIn) -> None:
    taken(world, world.submit())
    client = signed_in(world.viewer)
    address = at(world, "plan-list") + "?show=all"
    few = queries_of(client, address)
    _many(world, 2_000)
    assert queries_of(client, address) == few <= MOST_QUERIES
    page = client.get(address).content
    assert len(page) < 100_000 and b"Actions 1 to 50 of" in page


def _many(world: World, number: int) -> None:
    stamps: dict[str, Any] = {"added_by": world.contributor, "changed_by": world.contributor}
    PlannedAction.objects.bulk_create(
        PlannedAction(
            organisation=world.organisation, title=f"Action {each} " + "word " * 30, **stamps
        )
        for each in range(number)
    )
