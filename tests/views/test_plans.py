"""The plan on its pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.access.roles import Role
from assessments.models import PlannedAction, User
from assessments.planning.actions import Details
from assessments.queries.reports import recommended_in
from assessments.services import members, plans
from assessments.workflow import ActionState
from tests.evidence import recorded
from tests.plans import planned, taken
from tests.plugins.database import plan_for_these_rows
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.worlds import World


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


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


def test_what_cannot_be_meant_is_said_at_its_field_and_nothing_typed_is_lost(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.contributor)
    for typed, field, said in (
        ({"title": ""}, "title", "Enter what has to be done"),
        ({"due_day": "31", "due_month": "2", "due_year": "2027"}, "due", "real date"),
        ({"due_day": "1", "due_month": "1", "due_year": "1900"}, "due", "today or later"),
        ({"days": "soon"}, "days", "Days must be a number, like 12"),
        ({"days": "1.25"}, "days", "at most 1 decimal place"),
        ({"days": "1,5"}, "days", "Use a full stop for the decimal point, such as 12.5"),
        ({"days": "1,00"}, "days", "Days must be a number, like 12"),
        ({"pounds": "1 00"}, "pounds", "Pounds must be a number, like 12"),
        ({"pounds": "12k"}, "pounds", "Write the number in digits, without “k”"),
        ({"pounds": "12.50"}, "pounds", "whole number"),
        ({"pounds": "1e99"}, "pounds", "between 0 and"),
        ({"days": "NaN"}, "days", "Days must be"),
        ({"question": "1:NO-SUCH"}, "question", "Select a question from this page"),
        ({"owner": "999999"}, "owner", "Select a person from this page"),
    ):
        sent = {"title": "Agree a budget", "text": "With the section 151 officer.", **typed}
        response = client.post(at(world, "plan-add"), sent)
        assert said in error_at(response, field)
        assert "With the section 151 officer." in response.content.decode()
        assert not PlannedAction.objects.exists()


@pytest.mark.parametrize("pounds", ["£12,000", "12 000", "12\u00a0000", "£ 12,000"])
def test_pounds_may_be_typed_as_people_write_them(
    world: World, signed_in: SignIn, pounds: str
) -> None:
    sent = {"title": "Buy it", "pounds": pounds, "days": "2.5"}
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


def test_what_was_taken_meanwhile_is_passed_over_and_said(world: World, signed_in: SignIn) -> None:
    submission = world.submit()
    first, second, *_ = recommended_in(submission)
    taken(world, submission, first.code)
    address = at(world, "submission-plan", submission.assessment.reference, submission.number)
    client = signed_in(world.contributor)
    sent = {"actions": [first.code, second.code]}
    words = text_of(client.post(address, sent, follow=True))
    assert "1 action is in the plan. 1 was there already." in words
    assert "in the plan already" in text_of(client.post(address, sent, follow=True))
    assert PlannedAction.objects.count() == 2


def test_a_day_that_cannot_be_meant_keeps_what_was_selected(
    world: World, signed_in: SignIn
) -> None:
    submission = world.submit()
    code = recommended_in(submission)[-1].code
    address = at(world, "submission-plan", submission.assessment.reference, submission.number)
    client = signed_in(world.contributor)
    for typed, said in (
        (("29", "2", "2027"), "must be a real date"),
        (("31", "12", "1899"), "must be today or later"),
        (("1", "1", "2999"), "must be within 5 years"),
        (("", "2", ""), "must include a day and a year"),
    ):
        day = dict(zip(("due_day", "due_month", "due_year"), typed, strict=True))
        response = client.post(address, {"actions": [code], **day})
        assert said in error_at(response, "due")
        assert response.context["form"]["actions"].value() == [code]
        assert not PlannedAction.objects.exists()


def test_an_owner_who_left_stays_until_another_is_selected(world: World, signed_in: SignIn) -> None:
    made = planned(world, owner=world.approver.pk)
    membership = world.organisation.memberships.get(user=world.approver)
    members.remove(membership=membership, by=world.administrator)
    client, address = signed_in(world.contributor), at(world, "action-change", made.reference)
    page = client.get(address)
    assert "has left. Select another owner" in text_of(page)
    assert page.context["form"]["owner"].value() == str(world.approver.pk)
    sent = {"title": "Another title", "owner": world.approver.pk, "seen": "1"}
    client.post(address, sent)
    kept = PlannedAction.objects.get()
    assert (kept.title, kept.owner) == ("Another title", world.approver)
    for name in ("plan-list", "plan-board"):
        words = text_of(client.get(at(world, name) + "?show=no-owner"))
        assert "Another title" in words and "left" in words
    client.post(address, {**sent, "owner": world.viewer.pk, "seen": "2"})
    assert "Another title" not in text_of(client.get(at(world, "plan-list") + "?show=no-owner"))


def test_a_member_whose_account_is_closed_owns_neither_actions_nor_evidence(
    world: World, signed_in: SignIn
) -> None:
    planned(world, owner=world.approver.pk)
    recorded(world, owner=world.approver.pk)
    User.objects.filter(pk=world.approver.pk).update(is_active=False)
    client = signed_in(world.contributor)
    for name in ("plan-add", "evidence-add"):
        words = text_of(client.get(at(world, name) + "?framework=ce-3.3"))
        assert str(world.contributor) in words and str(world.approver) not in words
    for name in ("plan-list", "evidence-list"):
        words = text_of(client.get(at(world, name) + "?show=no-owner"))
        assert f"{world.approver} (left)" in words
    refused = {"title": "Agree it", "owner": world.approver.pk}
    assert "owner" in client.post(at(world, "plan-add"), refused).context["form"].errors


def test_evidence_is_chosen_typed_and_taken_away(world: World, signed_in: SignIn) -> None:
    made, item = planned(world), recorded(world)
    client = signed_in(world.contributor)
    page, address = (
        at(world, "action-detail", made.reference),
        at(world, "action-evidence", made.reference),
    )
    assert address in client.get(page).content.decode()
    assert item.title not in text_of(client.get(f"{address}?q=nowhere"))
    client.post(address, {"item": item.reference})
    client.post(address, {"title": "Cabinet minutes", "link": "item 6"})
    client.post(address, {"title": "cabinet  minutes", "link": "item 6"})
    words = text_of(client.get(page))
    assert item.title in words and "Cabinet minutes" in words
    assert [one.item.cited for one in made.evidence.order_by("pk")] == [item.cited, "item 6"]
    client.post(address, {"remove": item.reference})
    assert [one.item.title for one in made.evidence.all()] == ["Cabinet minutes"]


def test_evidence_without_a_title_is_refused_and_nothing_typed_is_lost(
    world: World, signed_in: SignIn
) -> None:
    address = at(world, "action-evidence", planned(world).reference)
    client = signed_in(world.contributor)
    response = client.post(address, {"title": "", "link": "Cabinet, item 6"})
    assert "Enter a title" in error_at(response, "title")
    assert "Cabinet, item 6" in response.content.decode()
    theirs = recorded(world, organisation=world.neighbour, by=world.stranger)
    assert "evidence of your organisation" in text_of(
        client.post(address, {"item": theirs.reference})
    )


def test_the_plan_is_sorted_as_its_address_says(world: World, signed_in: SignIn) -> None:
    today = timezone.localdate(clock.now())
    planned(world, title="Soon", due=today, owner=world.viewer.pk)
    cheap = planned(world, title="Cheap", days=Decimal(1), due=today + timedelta(days=1))
    great = planned(world, title="Great", days=Decimal(9), owner=world.approver.pk)
    for action, gain in ((cheap, 1), (great, 5)):
        PlannedAction.objects.filter(pk=action.pk).update(gain=gain)
    client = signed_in(world.viewer)
    for sort, titles in (
        ("due", ["Soon", "Cheap", "Great"]),
        ("effort", ["Cheap", "Great", "Soon"]),
        ("gain", ["Great", "Cheap", "Soon"]),
        ("owner", ["Great", "Soon", "Cheap"]),
    ):
        page = client.get(at(world, "plan-list") + f"?by=none&sort={sort}")
        words = text_of(page)
        assert sorted(titles, key=words.rindex) == titles
        assert f"by=none&amp;sort={sort}" in page.content.decode()


def test_my_work_shows_the_actions_that_i_own_everywhere(world: World, signed_in: SignIn) -> None:
    client, today = signed_in(world.contributor), clock.today()
    address = reverse("my-work")
    none = queries_of(client, address)
    members.add(
        organisation=world.neighbour,
        user=world.contributor,
        role=Role.CONTRIBUTOR,
        by=world.stranger,
    )
    mine = {"owner": world.contributor.pk}
    late = planned(world, title="Late one", due=today, **mine)
    PlannedAction.objects.filter(pk=late.pk).update(due=date(2026, 1, 5))
    planned(world, title="Next door", due=today, organisation=world.neighbour, **mine)
    planned(world, title="Some day", **mine)
    planned(world, title="Of another", owner=world.approver.pk)
    done = planned(world, title="Done one", **mine)
    plans.report_progress(action=done, state=ActionState.DONE, seen=1, by=world.contributor)
    words = text_of(client.get(address))
    shown = ["Late one", "was due on 5 January 2026", "Due in the next 7 days", "Next door"]
    places = [words.index(one) for one in [*shown, str(world.neighbour), "Later,", "Some day"]]
    assert places == sorted(places)
    assert "Of another" not in words and "Done one" not in words
    assert queries_of(client, address) == none <= MOST_QUERIES


def test_a_viewer_reads_the_plan_and_is_offered_no_change(world: World, signed_in: SignIn) -> None:
    made = planned(world)
    page = signed_in(world.viewer).get(at(world, "action-detail", made.reference))
    assert "Note the progress" not in text_of(page)


def test_an_action_is_moved_on_the_board(world: World, signed_in: SignIn) -> None:
    made, client = planned(world), signed_in(world.contributor)
    address = at(world, "plan-board") + "?show=all&sort=owner"
    page = client.get(address).content.decode()
    assert f'value="{made.reference}:1:done"' in page
    response = client.post(address, {"move": f"{made.reference}:1:in_progress"})
    assert response["Location"] == f"{address}#action-{made.reference}"
    assert PlannedAction.objects.get().state == ActionState.IN_PROGRESS
    # A second person saw it before it was moved.
    words = text_of(client.post(address, {"move": f"{made.reference}:1:done"}))
    assert "changed this action after you opened it" in words
    assert PlannedAction.objects.get().state == ActionState.IN_PROGRESS


def test_a_move_that_no_button_makes_moves_nothing(world: World, signed_in: SignIn) -> None:
    made = planned(world)
    client = signed_in(world.contributor)
    for move in (
        "",
        "x",
        "{}:1:eaten",
        "{}:1",
        ":1:",
    ):
        page = client.post(at(world, "plan-board"), {"move": move.format(made.reference)})
        assert "Nothing was moved" in text_of(page), move


def test_an_action_of_another_organisation_is_not_moved(world: World, signed_in: SignIn) -> None:
    theirs = planned(world, organisation=world.neighbour, by=world.stranger)
    client = signed_in(world.contributor)
    address = at(world, "plan-board")
    answers = []
    for reference in (theirs.reference, "no-such"):
        answer = client.post(address, {"move": f"{reference}:1:done"})
        assert answer.status_code == 404
        answers.append(text_of(answer).replace(reference, ""))
    assert answers[0] == answers[1]
    assert PlannedAction.objects.get().state == ActionState.TO_DO


def test_the_plan_costs_the_same_however_long_it_is(world: World, signed_in: SignIn) -> None:
    taken(world, world.submit())
    client = signed_in(world.contributor)
    said = {
        "plan-list": b"Actions 1 to 50 of",
        "plan-board": b"up to 20 of each column",
        "plan-weighed": b"Actions 1 to 50 of",
    }
    addresses = [at(world, name) + "?show=all" for name in said]
    few = [queries_of(client, address) for address in addresses]
    stamps: dict[str, Any] = {"added_by": world.contributor, "changed_by": world.contributor}
    PlannedAction.objects.bulk_create(
        PlannedAction(
            organisation=world.organisation,
            title=f"Action {each} " + "word " * 30,
            days=each % 97,
            gain=Decimal(each % 41 + 1) / 10,
            **stamps,
        )
        for each in range(60)
    )
    plan_for_these_rows()
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= MOST_QUERIES
    for address, words in zip(addresses, said.values(), strict=True):
        page = client.get(address).content
        assert len(page) < 100_000 and words in page, address
