"""Who works on what, on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.access.roles import Role
from assessments.models import AssignedPerson, Assignment
from assessments.services import members, reviews
from assessments.workflow import WorkState
from tests.assigning import given_to, handed_over
from tests.cost import counted
from tests.discussions import started
from tests.plugins.database import plan_for_these_rows
from tests.reviews import sent
from tests.views.pages import MOST_QUERIES, SignIn, error_at, queries_of, text_of
from tests.worlds import World, person


def at(world: World, name: str, *more: object) -> str:
    return reverse(name, args=[world.organisation.slug, world.assessment.reference, *more])


def left_by_the_contributor(world: World) -> Assignment:
    return handed_over(given_to(world), by=world.contributor, said="Two are left.")


def part(world: World) -> Any:
    return world.spec.dimensions[0]


def test_a_part_is_given_to_people_with_a_day(small: World, signed_in: SignIn) -> None:
    day = clock.today() + timedelta(days=9)
    sent = {
        "questions": "*",
        "people": [small.contributor.pk, small.approver.pk],
        "due_day": day.day,
        "due_month": day.month,
        "due_year": day.year,
        "action": "give",
    }
    client = signed_in(small.administrator)
    response = client.post(at(small, "assignment-add", part(small).code), sent, follow=True)
    words = text_of(response)
    assert f"{part(small).name} is assigned." in words
    assert "The whole part" in words and "To do" in words
    assert str(small.contributor) in text_of(client.get(at(small, "assessment-detail")))


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"questions": "*"}, "people", "Select at least one person"),
        ({"people": "1"}, "questions", "Select the whole part"),
        ({"questions": ["*", "A-1"]}, "questions", "not both"),
        ({"questions": "B-1"}, "questions", "Select questions from this page"),
        ({"questions": "*", "people": "999999"}, "people", "Select people from this page"),
        (
            {"questions": "*", "due_day": "1", "due_month": "1", "due_year": "1900"},
            "due",
            "today or later",
        ),
        ({"questions": "*", "due_day": "31", "due_month": "2", "due_year": "2027"}, "due", "real"),
        ({"questions": "*", "due_day": "3"}, "due", "must include a month and a year"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_ticks_stay(
    small: World, signed_in: SignIn, sent: dict[str, Any], field: str, said: str
) -> None:
    sent = {"action": "give", "people": small.approver.pk, **sent}
    if said.startswith("Select at least"):
        del sent["people"]
    response = signed_in(small.administrator).post(
        at(small, "assignment-add", part(small).code), sent
    )
    assert said in error_at(response, field)
    assert not Assignment.objects.exists()
    if sent.get("people") == small.approver.pk:
        assert f'value="{small.approver.pk}" checked' in response.content.decode()


def test_the_work_of_an_assessment_can_be_narrowed(small: World, signed_in: SignIn) -> None:
    left_by_the_contributor(small)
    client, address = signed_in(small.contributor), at(small, "assignment-list")
    assert "Two are left." in text_of(client.get(f"{address}?show=handed-over"))
    assert "Two are left." in text_of(client.get(f"{address}?show=mine"))
    assert "No part of this assessment fits “Late”" in text_of(client.get(f"{address}?show=late"))
    assert "Two are left." in text_of(client.get(f"{address}?show=nonsense"))


def test_the_approver_finds_what_was_handed_over_and_asks_for_changes(
    small: World, signed_in: SignIn
) -> None:
    made = left_by_the_contributor(small)
    client = signed_in(small.approver)
    assert "for you to accept" in text_of(client.get(reverse("my-work")))
    address = at(small, "assignment-detail", made.pk)
    buttons = re.findall(r'value="(\w+)" name="step"', client.get(address).content.decode())
    assert buttons == ["accept", "ask_for_changes", "take_back"]
    assert "If you ask for changes, say which." in text_of(client.get(address))
    sent = {"step": "ask_for_changes", "seen": "handed_over", "said": " "}
    assert "Say what should change" in error_at(client.post(address, sent), "said")
    client.post(address, {**sent, "said": "Add the minutes."})
    assert Assignment.objects.get().state == WorkState.CHANGES_ASKED
    assert "Add the minutes." in text_of(signed_in(small.contributor).get(reverse("my-work")))


def test_only_those_who_sign_off_accept(small: World, signed_in: SignIn) -> None:
    made = left_by_the_contributor(small)
    client, address = signed_in(small.contributor), at(small, "assignment-detail", made.pk)
    assert "Accept as done" not in text_of(client.get(address))
    sent = {"step": "accept", "seen": "handed_over", "said": ""}
    assert client.post(address, sent).status_code == 403
    assert Assignment.objects.get().state == WorkState.HANDED_OVER


def test_what_was_typed_stays_when_another_was_first(small: World, signed_in: SignIn) -> None:
    made = left_by_the_contributor(small)
    sent = {"step": "hand_over", "seen": "to_do", "said": "All of it is done."}
    client = signed_in(small.approver)
    response = client.post(at(small, "assignment-detail", made.pk), sent)
    assert "“Handed over”" in error_at(response, "said")
    assert "All of it is done." in response.content.decode()


def test_work_that_a_person_left_behind_is_found_and_given_on(
    small: World, signed_in: SignIn
) -> None:
    made = given_to(small)
    membership = small.organisation.memberships.get(user=small.contributor)
    members.remove(membership=membership, by=small.administrator)
    client = signed_in(small.administrator)
    found = text_of(client.get(f"{at(small, 'assignment-list')}?show=left"))
    assert f"{small.contributor} (left)" in found
    client.post(
        at(small, "assignment-change", made.pk), {"people": small.approver.pk, "action": "save"}
    )
    assert [one.user for one in made.people.all()] == [small.approver]


def test_an_assignment_is_ended_after_a_page_that_says_what_stays(
    small: World, signed_in: SignIn
) -> None:
    made = given_to(small)
    client, address = signed_in(small.administrator), at(small, "assignment-end", made.pk)
    assert "stay as they are" in text_of(client.get(address))
    client.post(address)
    assert not Assignment.objects.exists()
    assert client.post(address).status_code == 404


def test_work_of_another_assessment_is_not_found_here(small: World, signed_in: SignIn) -> None:
    theirs = small.start(organisation=small.neighbour, by=small.stranger)
    made = given_to(small, small.stranger, assessment=theirs, by=small.stranger)
    client = signed_in(small.administrator)
    assert client.get(at(small, "assignment-detail", made.pk)).status_code == 404
    assert client.post(at(small, "assignment-end", made.pk)).status_code == 404
    assert Assignment.objects.filter(pk=made.pk).exists()


def test_a_part_that_was_looked_at_is_no_news_any_more(small: World, signed_in: SignIn) -> None:
    given_to(small)
    code = part(small).questions[0].code
    small.answer({code: "dont_know"}, by=small.approver)
    client = signed_in(small.contributor)
    here = at(small, "dimension-answer", part(small).code)
    client.head(here)
    client.get(here, headers={"Sec-Purpose": "prefetch"})
    assert "Changed since you looked" in text_of(client.get(reverse("my-work")))
    client.get(here)
    assert "Changed since you looked" not in text_of(client.get(reverse("my-work")))


def test_a_part_with_news_discussed_and_returned_takes_no_more_queries(
    world: World, signed_in: SignIn
) -> None:
    """Everything that its page can say at once, and what was changed is marked as seen."""
    dimension = world.spec.dimensions[0]
    code = dimension.questions[0].code
    given_to(world)
    started(world, question=code)
    sent(world)
    why = {code: "Who says that?"}
    reviews.send_back(
        assessment=world.assessment, by=world.approver, reason="Look again.", reasons=why
    )
    client, here = signed_in(world.contributor), at(world, "dimension-answer", dimension.code)
    client.get(here)
    world.answer({code: "dont_know"}, by=world.approver)
    page, queries = counted(lambda: client.get(here))
    assert queries <= MOST_QUERIES
    assert "1 open discussion" in text_of(page) and "Returned: Who says that?" in text_of(page)
    assert "Changed since you looked" not in text_of(client.get(reverse("my-work")))


def test_of_many_members_some_are_listed_and_others_found(small: World, signed_in: SignIn) -> None:
    for number in range(45):
        members.add(
            organisation=small.organisation,
            user=person(f"Colleague {number:02}"),
            role=Role.CONTRIBUTOR,
            by=small.administrator,
        )
    client, address = signed_in(small.administrator), at(small, "assignment-add", part(small).code)
    assert "Colleague 44" not in text_of(client.get(address))
    sent = {"action": "find", "find": "colleague 44", "people": small.approver.pk}
    response = client.post(address, sent)
    assert "Colleague 44" in text_of(response)
    assert f'value="{small.approver.pk}" checked' in response.content.decode()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("name", ["my-work", "assignment-list"])
def test_the_lists_cost_the_same_however_much_work_there_is(
    world: World, signed_in: SignIn, name: str
) -> None:
    client = signed_in(world.contributor)
    address = reverse(name) if name == "my-work" else at(world, name)
    given_to(world)
    client.get(address)
    first = queries_of(client, address)
    for dimension in world.spec.dimensions[1:]:
        given_to(world, world.contributor, world.approver, dimension=dimension.code)
        given_to(world, dimension=dimension.code, questions=[dimension.questions[0].code])
    assert queries_of(client, address) <= min(first, MOST_QUERIES)


def test_a_great_deal_of_work_is_listed_a_page_at_a_time(world: World, signed_in: SignIn) -> None:
    first, second, *others = world.spec.dimensions
    given_to(world, dimension=second.code)
    one = given_to(world)
    Assignment.objects.bulk_create(copies_of(one, 49))
    copied = Assignment.objects.filter(dimension=first.code).exclude(pk=one.pk)
    AssignedPerson.objects.bulk_create(
        AssignedPerson(assignment=each, user=world.contributor) for each in copied
    )
    plan_for_these_rows()
    client, address = signed_in(world.contributor), at(world, "assignment-list")
    page, queries = counted(lambda: client.get(address))
    assert queries <= MOST_QUERIES
    assert f"Lines 1 to 50 of {51 + len(others)}" in text_of(page)
    assert "page 2 of 2" in text_of(page)
    last = text_of(client.get(f"{address}?page=2"))
    assert second.name in last and others[-1].name in last and first.name not in last
    only = text_of(client.get(f"{address}?part={second.code}"))
    assert second.name in only and first.name not in only and "Lines" not in only
    mine, queries = counted(lambda: client.get(reverse("my-work")))
    assert queries <= MOST_QUERIES and "Lines 1 to 50 of 51" in text_of(mine)
    for name, *key in (("assessment-detail",), ("dimension-answer", first.code)):
        page, queries = counted(lambda: client.get(at(world, name, *key)))  # noqa: B023
        assert queries <= MOST_QUERIES and len(page.content) < 150_000, name
    tasks = text_of(client.get(at(world, "assessment-detail")))
    assert "and 45 more" in tasks and tasks.count("Not assigned") == len(others)
    home, queries = counted(lambda: client.get(world.organisation.get_absolute_url()))
    assert queries <= MOST_QUERIES and "See all 50 assignments" in text_of(home)


def copies_of(made: Assignment, number: int) -> Iterator[Assignment]:
    """So many unsaved assignments like that one."""
    fields = {one.attname: getattr(made, one.attname) for one in made._meta.concrete_fields}
    for _ in range(number):
        yield Assignment(**{**fields, "id": None})


def test_the_dashboard_shows_who_works_on_what_and_what_is_late(
    small: World, signed_in: SignIn
) -> None:
    made = given_to(small, due=clock.today())
    client, home = signed_in(small.viewer), small.organisation.get_absolute_url()
    assert f"{small.contributor}: to do, due today" in text_of(client.get(home))
    Assignment.objects.filter(pk=made.pk).update(due=date(2020, 2, 29))
    words = text_of(client.get(home))
    assert "1 assignment is late" in words and "was due on 29 February 2020 Late" in words
    handed_over(made, by=small.contributor)
    words = text_of(client.get(home))
    assert "1 waits to be accepted" in words and "late" not in words


def test_the_task_list_is_narrowed_by_its_address(world: World, signed_in: SignIn) -> None:
    """Budget is the contributor's and late, Strategy the approver's and handed over."""
    budget, second, *others = world.spec.dimensions
    yesterday = clock.now() - timedelta(days=1)
    with clock.at(yesterday - timedelta(days=1)):
        given_to(world, due=timezone.localdate(yesterday))
        handed_over(given_to(world, world.approver, dimension=second.code), by=world.approver)
    address, client = at(world, "assessment-detail"), signed_in(world.contributor)

    def shown(show: str) -> list[str]:
        html = client.get(address, {"show": show}).content.decode()
        return re.findall(r'class="govuk-link govuk-task-list__link"[^>]*>([^<]+)<', html)

    everything = [one.name for one in world.spec.dimensions]
    assert shown("") == shown("nonsense") == shown("to-answer") == everything
    assert shown("mine") == shown("late") == [budget.name]
    assert shown("handed-over") == [second.name]
    started(world)
    assert shown("discussed") == [budget.name]
    said = text_of(client.get(address, {"show": "late"}))
    assert f"Shown: 1 of {len(everything)} parts, “Late”. See all parts" in said
    assert f"{world.contributor}: to do, late, was due on" in said
    nothing = text_of(signed_in(world.viewer).get(address, {"show": "mine"}))
    assert "No part fits “Assigned to me”. See all parts" in nothing
