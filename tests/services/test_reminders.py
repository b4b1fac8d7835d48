"""Reminders: who gets which, once, in one mail a day; and none after they said so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client

from assessments import clock, reminding
from assessments.access.roles import Role
from assessments.models import (
    AuditEvent,
    Invitation,
    Membership,
    OutgoingMail,
    PlannedAction,
    Reminder,
    User,
)
from assessments.planning.actions import Details
from assessments.queries import reminders as queries
from assessments.reminding import Kind
from assessments.services import (
    invitations,
    members,
    own_account,
    people,
    plans,
    reminders,
    reviews,
)
from assessments.services import outbox as outbox_service
from assessments.workflow import ActionState
from tests.assigning import given_to, handed_over
from tests.discussions import SECRET, started
from tests.joining import TOM, invited
from tests.plans import planned
from tests.reviews import deputised, sent
from tests.services.together import together
from tests.worlds import World

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 12, 7, 8, tzinfo=UTC)


@contextmanager
def on_day(days: float) -> Iterator[None]:
    """So many days after the Monday on which everything was given out."""
    with clock.at(MONDAY + timedelta(days=days)):
        yield


def run(days: float) -> list[EmailMessage]:
    """The mails that a run on that day writes."""
    mail.outbox.clear()
    with on_day(days):
        reminders.send()
    return list(mail.outbox)


def headings_by_day(user: User, days: Iterable[int]) -> dict[int, str]:
    """The first heading of each mail that the person gets on those days. Of all who are asked, the
    others are passed by.
    """
    asked = queries.people_to_ask
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "people_to_ask", lambda: asked().filter(pk=user.pk))
        said = {day: sent_to(user, run(day)) for day in days}
    return {day: words.split("\n", 1)[0] for day, words in said.items() if words}


def sent_to(user: User, mails: list[EmailMessage]) -> str:
    """The words of the one mail to that person; none is empty."""
    found = [str(one.body) for one in mails if one.to == [user.email]]
    assert len(found) <= 1
    return found[0] if found else ""


@pytest.fixture
def at_work(world: World) -> World:
    """The contributor was given a part on the Monday, due ten days later."""
    with on_day(0):
        due = (MONDAY + timedelta(days=10)).date()
        given_to(world, due=due)
    return world


@dataclass
class Due:
    due: date
    is_open: bool = True


def test_the_day_of_work_calls_for_each_reminder_once_and_weekly_when_it_is_late() -> None:
    work = Due(MONDAY.date() + timedelta(days=10))
    called = {}
    for day in reversed(range(30)):
        called[reminding.due_kind(work, MONDAY.date() + timedelta(days=day))] = day
    called.pop(None)
    assert {day: kind.value for (kind, _), day in called.items()} == {
        3: "due_soon",
        9: "due_tomorrow",
        11: "late",
        18: "late",
        25: "late",
    }


AROUND = (0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 17, 18, 19)
"""The days on which something is due, and those before and after them."""


def test_work_is_brought_to_mind_when_given_before_its_day_and_weekly_when_late(
    at_work: World,
) -> None:
    assert headings_by_day(at_work.contributor, AROUND) == {
        0: "New work for you",
        3: "Due within 7 days",
        9: "Due by tomorrow",
        11: "Late",
        18: "Late",
    }


def owned_action(world: World, **other: Any) -> PlannedAction:
    """An action that the contributor has written for themselves, due ten days after the Monday."""
    with on_day(0):
        due = (MONDAY + timedelta(days=10)).date()
        return planned(world, **{"due": due, "owner": world.contributor.pk, **other})


def test_who_is_given_an_action_by_another_hears_of_it_once(world: World) -> None:
    made = owned_action(world, by=world.approver, due=None)
    (sent,) = run(0)
    assert sent.to == [world.contributor.email]
    assert sent.subject == f"New work for you: {made.title}, {world.organisation}"
    assert run(1) == []
    # Another owner is news to them, and a change of its words is not.
    details = Details(title="Other words", owner=world.contributor.pk)
    with on_day(2):
        plans.change(action=made, details=details, seen=1, by=world.approver)
    assert run(2) == []
    with on_day(3):
        details = Details(title="Other words", owner=world.viewer.pk)
        plans.change(action=made, details=details, seen=2, by=world.approver)
    assert [one.to for one in run(3)] == [[world.viewer.email]]


def test_a_mail_names_so_many_things_and_the_next_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "LINES_MOST", 2)
    titles = ["One", "Two", "Three"]
    for title in titles:
        owned_action(world, title=title)
    mails = [sent_to(world.contributor, run(day)) for day in (12, 13, 14)]
    assert [sum(title in said for title in titles) for said in mails] == [2, 1, 0]


def test_who_has_begun_an_action_is_informed_nothing_new(world: World) -> None:
    made = owned_action(world, by=world.approver, due=None)
    plans.report_progress(action=made, state=ActionState.IN_PROGRESS, seen=1, by=world.contributor)
    assert run(0) == []


def test_an_action_is_brought_to_mind_before_its_day_and_weekly_until_it_is_done(
    world: World,
) -> None:
    made = owned_action(world)
    assert headings_by_day(world.contributor, AROUND) == {
        3: "Due within 7 days",
        9: "Due by tomorrow",
        11: "Late",
        18: "Late",
    }
    plans.report_progress(action=made, state=ActionState.DONE, seen=1, by=world.approver)
    assert headings_by_day(world.contributor, (24, 25, 26)) == {}


def test_a_mail_says_which_action_of_whose_plan_is_due(world: World) -> None:
    made = owned_action(world)
    (sent,) = run(10)
    assert sent.to == [world.contributor.email]
    assert sent.subject == f"Due by tomorrow: {made.title}, {world.organisation}"
    said = f"{made.title}, in the plan of {world.organisation}: due today.\n"
    assert f"{said}http://localhost:8000{made.get_absolute_url()}\n" in str(sent.body)


@pytest.mark.parametrize("wanted", [[], [kind.value for kind in Kind if kind is not Kind.LATE]])
def test_who_does_not_want_to_hear_of_what_is_late_hears_of_no_late_action(
    world: World, wanted: list[str]
) -> None:
    owned_action(world)
    own_account.choose(user=world.contributor, wanted=wanted)
    assert run(12) == []


def test_the_late_action_of_one_who_left_comes_to_the_administrators(world: World) -> None:
    owned_action(world)
    membership = world.organisation.memberships.get(user=world.contributor)
    members.remove(membership=membership, by=world.administrator)
    assert run(9) == []
    (sent,) = run(12)
    assert sent.to == [world.administrator.email]
    assert f"{world.contributor}, who owned it, has left." in str(sent.body)


def test_a_mail_says_what_is_due_in_which_organisation_and_where(at_work: World) -> None:
    (sent,) = run(9)
    work = at_work.assessment.assignments.get()
    name = at_work.spec.dimensions[0].name
    council = at_work.organisation
    assert sent.subject == f"New work for you: {name}, {council}"
    said = str(sent.body)
    assert f"{name}, in Readiness 2026 of {council}: due tomorrow.\n" in said
    path = f"{at_work.assessment.get_absolute_url()}work/{work.pk}/"
    assert f"\nhttp://localhost:8000{path}\n" in said
    ((html, _),) = sent.alternatives  # type: ignore[attr-defined]
    assert f'href="http://localhost:8000{path}"' in html


def test_a_missed_run_is_made_good_and_missed_weeks_come_once(at_work: World) -> None:
    run(0)
    assert "Due within 7 days" in sent_to(at_work.contributor, run(6))
    assert "Late" in sent_to(at_work.contributor, run(27))
    assert sent_to(at_work.contributor, run(28)) == ""


@pytest.mark.parametrize(("hour", "heading"), [(22, ""), (23, "Due by tomorrow")])
def test_a_day_is_a_day_in_london(world: World, hour: int, heading: str) -> None:
    """In June the day ends there at eleven o'clock of the clock that the database keeps."""
    with clock.at(datetime(2027, 6, 15, 12, tzinfo=UTC)):
        given_to(world, due=datetime(2027, 6, 20, tzinfo=UTC).date())
        reminders.send()
    mail.outbox.clear()
    with clock.at(datetime(2027, 6, 18, hour, 30, tzinfo=UTC)):
        reminders.send()
    assert "".join(str(one.body).split("\n", 1)[0] for one in mail.outbox) == heading


@pytest.mark.parametrize("way", ["handed over", "left", "a viewer now", "closed"])
def test_who_has_nothing_to_do_there_gets_nothing(at_work: World, way: str) -> None:
    person = at_work.contributor
    membership = Membership.objects.get(user=person)
    with on_day(1):
        if way == "handed over":
            handed_over(at_work.assessment.assignments.get(), by=person)
        elif way == "left":
            members.remove(membership=membership, by=at_work.administrator)
        elif way == "closed":
            own_account.close(user=person)
        else:
            boss = at_work.administrator
            members.change_role(membership=membership, role=Role.VIEWER, by=boss)
    assert person.email not in {one.to[0] for one in run(9)}


def test_late_work_of_people_who_left_goes_to_the_administrators(at_work: World) -> None:
    membership = Membership.objects.get(user=at_work.contributor)
    with on_day(1):
        members.remove(membership=membership, by=at_work.administrator)
    (sent,) = run(11)
    assert sent.to == [at_work.administrator.email]
    assert "Connie Contributor (left). Give it to another person." in str(sent.body)


def test_a_comment_for_ones_attention_is_brought_to_mind_without_its_words(world: World) -> None:
    with on_day(0):
        started(world, mentions=[world.viewer.pk], by=world.administrator)
    (sent,) = run(0)
    assert sent.to == [world.viewer.email] and SECRET not in str(sent.body)
    assert "Ada Administrator wrote on BUD-01, in Readiness 2026 of Wexcombe" in str(sent.body)
    assert "/discussions/BUD-01/?discussion=" in str(sent.body) and run(1) == []


def test_what_waits_for_an_approver_is_brought_to_mind_once(world: World) -> None:
    with on_day(0):
        made = given_to(world)
        handed_over(made, by=world.contributor)
        sent(world)
    said = sent_to(world.approver, run(0))
    assert said.startswith("Waiting for you")
    assert "Connie Contributor handed it over. Accept it, or ask for changes." in said
    assert "Connie Contributor sent Readiness 2026 of Wexcombe Borough Council for" in said
    assert "/submit/" in said and sent_to(world.viewer, run(0)) == "" and run(1) == []


def test_a_deputy_is_informed_what_waits_for_the_approver(world: World) -> None:
    with on_day(0):
        deputised(world)
        reviews.send(assessment=world.complete(), by=world.administrator, word="")
    assert "for approval" in sent_to(world.contributor, run(1))


def test_work_that_one_gave_oneself_is_no_news(world: World) -> None:
    with on_day(0):
        given_to(world, world.administrator)
    assert run(0) == []


def test_an_invitation_is_brought_to_mind_once_with_a_link_that_works(world: World) -> None:
    with on_day(0):
        invitation, first = invited(world)
    assert run(6) == []
    mails = run(7)
    assert {one.to[0] for one in mails} == {TOM, world.administrator.email}
    [to_tom] = [one for one in mails if one.to == [TOM]]
    assert "Ada Administrator (ada.administrator@wexcombe.example) invited you" in str(to_tom.body)
    assert TOM in sent_to(world.administrator, mails)
    link = re.search(r"^http://localhost:8000(/invitations/\S+)$", str(to_tom.body), re.M)
    assert link is not None and link[1] != first
    with on_day(7):
        assert Client().get(link[1]).status_code == 200
        assert Client().get(first).status_code == 404
    again = Invitation.objects.get(pk=invitation.pk)
    assert again.expires == invitation.expires and link[1].split("/")[2] not in again.token_hash
    assert AuditEvent.objects.latest("pk").sentence == (
        f"Readiness reminded {TOM} of the invitation, with a new link"
    )
    assert run(8) == run(13) == []


@pytest.mark.parametrize("way", ["withdrawn", "its sender has left"])
def test_an_invitation_that_is_not_open_is_left_alone(world: World, way: str) -> None:
    with on_day(0):
        other = people.open_account(
            email="olu@wexcombe.example", name="Olu", password="three words"
        )
        members.add(
            organisation=world.organisation,
            user=other,
            role=Role.ADMINISTRATOR,
            by=world.administrator,
        )
        invitation, _ = invited(world, by=other)
        if way == "withdrawn":
            invitations.withdraw(invitation=invitation, by=other)
        else:
            members.remove(membership=Membership.objects.get(user=other), by=world.administrator)
    assert run(7) == []


def test_reminders_of_invitations_count_in_what_an_organisation_can_send(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "A_DAY_MOST", 2)
    with on_day(0):
        invited(world)
    with on_day(7):
        for number in range(2):
            invited(world, f"p{number}@northmoor.example")
    assert [one.to[0] for one in run(7.1)] == [world.administrator.email]
    assert TOM in {one.to[0] for one in run(8.2)}


def test_a_person_with_an_account_elsewhere_gets_one_mail_of_both(at_work: World) -> None:
    with on_day(-7):
        invitations.invite(
            organisation=at_work.neighbour,
            emails=[at_work.contributor.email],
            role=Role.VIEWER,
            by=at_work.stranger,
            absolute=lambda path: path,
        )
    said = sent_to(at_work.contributor, run(0))
    assert "New work for you" in said and "Nextdoor Council" in said


def test_the_next_assessment_is_brought_to_administrators_when_its_band_says(world: World) -> None:
    with on_day(0):
        world.submit()
    assert run(181) == []
    (sent,) = run(182)
    assert sent.to == [world.administrator.email]
    title = world.version.rubric.title
    assert f"Wexcombe Borough Council last submitted “{title}” on 7 Dec" in str(sent.body)
    assert "its next assessment is due from 7 June 2027" in str(sent.body)
    assert run(183) == []


def test_an_assessment_under_way_is_not_asked_for(world: World) -> None:
    with on_day(0):
        world.submit()
    with on_day(300):
        world.start()
    assert run(400) == []


def test_what_a_person_does_not_want_is_left_out(at_work: World) -> None:
    wanted = [kind.value for kind in Kind if kind is not Kind.DUE_SOON]
    own_account.choose(user=at_work.contributor, wanted=wanted)
    assert sent_to(at_work.contributor, run(0)) != ""
    assert run(3) == []
    own_account.choose(user=at_work.contributor, wanted=[])
    assert run(9) == []


def stop_link(sent: EmailMessage) -> str:
    return sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")


def test_one_press_in_the_mail_program_ends_them_without_signing_in(at_work: World) -> None:
    (sent,) = run(0)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = stop_link(sent)
    assert f"http://localhost:8000{link}" in str(sent.body)
    client = Client(enforce_csrf_checks=True)
    assert client.get(link).status_code == 200 and run(3) != []
    answer = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "You get no more reminders" in answer.content.decode()
    assert run(9) == []


def test_an_address_without_an_account_can_end_them_too(world: World) -> None:
    with on_day(0):
        invited(world)
    [to_tom] = [one for one in run(7) if one.to == [TOM]]
    assert TOM not in stop_link(to_tom) and "account/reminders" not in str(to_tom.body)
    assert Client().post(stop_link(to_tom)).status_code == 200
    with on_day(8):
        invitation = Invitation.objects.get()
        invitations.send_again(
            invitation=invitation, by=world.administrator, absolute=lambda path: path
        )
    assert [one.to[0] for one in run(15)] == [world.administrator.email]


def test_the_link_that_ends_them_opens_nothing_else_and_no_other_ends_them(world: World) -> None:
    link = own_account.stop_path(world.viewer)
    token = link.strip("/").rpartition("/")[2]
    assert Client().get(f"/account/open/{token}/").status_code == 410
    assert Client().get(f"/invitations/{token}/").status_code == 404
    for other in ("x", token[:-6] + "abcd=="):
        assert Client().post(f"/reminders/stop/{other}/").status_code == 404
    assert own_account.unwanted(user=world.viewer) == set()


def test_a_long_unsubscribe_address_is_one_line_of_the_raw_message() -> None:
    long = "a" * 240 + "@x.example"
    row = OutgoingMail(
        message_id="<a@b>",
        sender="r@x.example",
        recipient=TOM,
        subject="s",
        text="t",
        html="<p>t</p>",
        headers={"List-Unsubscribe": f"<https://x.example{own_account.stop_path(None, long)}>"},
    )
    raw = outbox_service._message(row).message().as_bytes().decode()
    unfolded = re.sub(r"\n[ \t]", " ", raw)
    found = re.search(
        r"^List-Unsubscribe: +<https://x\.example/reminders/stop/[\w=-]+/>$", unfolded, re.M
    )
    assert found is not None, raw


def test_a_run_that_is_cut_off_leaves_nothing_and_the_next_begins_again(
    at_work: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(reminders, "post", cut_off)
        run(0)
    assert not Reminder.objects.exists() and not OutgoingMail.objects.exists()
    assert len(run(0)) == 1


def test_one_persons_fault_does_not_hold_up_the_others(
    at_work: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_day(0):
        given_to(at_work, at_work.approver, dimension=at_work.spec.dimensions[1].code)
    whole = reminders.queries.lines_for

    def broken(user: User, today: Any) -> Any:
        if user == at_work.contributor:
            raise ValueError
        return whole(user, today)

    monkeypatch.setattr(reminders.queries, "lines_for", broken)
    said = StringIO()
    with on_day(0), pytest.raises(SystemExit):
        call_command("send_reminders", stdout=said, stderr=said)
    assert said.getvalue() == (
        "1 reminder written.\n1 person could not be reminded: see the log.\n"
    )
    assert mail.outbox[-1].to == [at_work.approver.email]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_write_one_mail(at_work: World) -> None:
    def now() -> tuple[int, int]:
        with on_day(0):
            return reminders.send()

    mail.outbox.clear()
    runs = together(now, now)
    assert sorted(runs) == [(0, 0), (1, 0)]
    assert [one.to for one in mail.outbox] == [[at_work.contributor.email]]
    assert now() == (0, 0)
