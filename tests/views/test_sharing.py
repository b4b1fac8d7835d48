"""A link opens one report to whoever has it, to its last day, unless it is revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.models import AuditEvent, ReportLink, Submission
from assessments.queries.members import hash_of
from assessments.services import members, sharing
from assessments.services.retention import delete_old
from assessments.workflow import Refused
from tests.cost import counted
from tests.sharing import shared, shares, token_of
from tests.views.pages import SignIn, text_of
from tests.worlds import World


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


@pytest.fixture
def made(world: World) -> Submission:
    submission = world.submit()
    shares(world.organisation, by=world.administrator)
    return submission


@pytest.fixture
def path(world: World, made: Submission) -> str:
    return shared(made, by=world.approver)


def links(made: Submission) -> str:
    where = made.assessment
    return reverse("report-links", args=[where.organisation.slug, where.reference, made.number])


def days(number: int) -> Any:
    return clock.today() + timedelta(days=number)


def given(last_day: Any) -> dict[str, str]:
    parts = ("day", "month", "year")
    return {
        "action": "make",
        "purpose": "Audit committee",
        **{f"last_day_{part}": str(getattr(last_day, part)) for part in parts},
    }


class TestMaking:
    def test_an_approver_reads_the_address_once(
        self, world: World, made: Submission, signed_in: SignIn, client: Client
    ) -> None:
        browser = signed_in(world.approver)
        said = browser.post(links(made), given(days(90))).content.decode()
        [address] = set(re.findall(r"http://testserver(/shared/[^<\s]+)", said))
        assert client.get(address).status_code == 200
        later = browser.get(links(made)).content.decode()
        token = token_of(address)
        assert token not in later and "Audit committee" in later
        assert ReportLink.objects.get().token_hash == hash_of(token)
        assert token not in str(list(AuditEvent.objects.values()))

    def test_a_last_day_that_is_over_or_too_far_is_refused_at_its_field(
        self, world: World, made: Submission, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.approver)
        for day in (-1, 91):
            said = browser.post(links(made), given(days(day)))
            assert "The last day must be between today and" in text_of(said), day
            assert "Audit committee" in said.content.decode(), day
            assert not ReportLink.objects.exists(), day

    def test_it_is_off_until_an_administrator_switches_it_on(
        self, world: World, signed_in: SignIn
    ) -> None:
        submission = world.submit()
        browser = signed_in(world.approver)
        assert "does not share reports by links" in text_of(browser.get(links(submission)))
        refused = browser.post(links(submission), given(days(1)))
        assert "does not share reports by links" in text_of(refused)
        with pytest.raises(Refused):
            shared(submission, by=world.approver)
        assert not ReportLink.objects.exists()

    def test_so_many_may_be_open(self, world: World, made: Submission) -> None:
        for _ in range(sharing.OPEN_MOST):
            shared(made, by=world.approver)
        with pytest.raises(Refused, match="Revoke one"):
            shared(made, by=world.approver)

    def test_the_list_costs_the_same_for_any_number_of_links(
        self, world: World, made: Submission, signed_in: SignIn
    ) -> None:
        browser = signed_in(world.approver)
        shared(made, by=world.approver)
        few = counted(lambda: browser.get(links(made)))[1]
        for _ in range(5):
            Client().get(shared(made, by=world.approver))
        assert counted(lambda: browser.get(links(made)))[1] == few <= 8


class TestOpening:
    def test_it_shows_the_parts_and_the_two_papers_and_no_more(
        self, world: World, made: Submission, path: str, client: Client
    ) -> None:
        for part in ("", "actions/", "dimensions/", "answers/", "method/"):
            response = client.get(f"{path}{part}")
            page = response.content.decode()
            assert response.status_code == 200, part
            assert f"/organisations/{world.organisation.slug}/" not in page
            assert "/moderation/" not in page
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert "no-store" in response["Cache-Control"]
            assert client.post(f"{path}{part}").status_code in (403, 405)
        for paper in ("board", "pdf"):
            assert client.get(f"{path}download/{paper}/").content.startswith(b"%PDF")
        for other in ("json", "csv", "xlsx", "planted"):
            assert client.get(f"{path}download/{other}/").status_code == 404

    def test_every_opening_is_kept_without_who_it_was(
        self, world: World, made: Submission, path: str, client: Client, signed_in: SignIn
    ) -> None:
        client.get(path)
        assert "Opened once." in text_of(signed_in(world.approver).get(links(made)))
        client.get(f"{path}answers/")
        client.get(f"{path}download/board/")
        events = AuditEvent.objects.filter(event=Event.REPORT_OPENED).order_by("pk")
        assert [one.sentence for one in events] == [
            f"A reader opened the report {made.reference} by the link for Audit committee: {what}"
            for what in ("Summary", "Answers", events[2].detail["what"])
        ]
        assert {one.actor_id for one in events} == {""}
        assert "Opened 3 times" in text_of(signed_in(world.approver).get(links(made)))

    def test_revoked_ended_switched_off_and_guessed_read_the_same(
        self, world: World, made: Submission, signed_in: SignIn
    ) -> None:
        revoked, ended, off = (shared(made, by=world.approver) for _ in range(3))
        key = ReportLink.objects.get(token_hash=hash_of(token_of(revoked))).pk
        signed_in(world.approver).post(links(made), {"action": "revoke", "link": str(key)})
        ReportLink.objects.filter(token_hash=hash_of(token_of(ended))).update(last_day=days(-1))
        answers = {}
        for name, address in {
            "revoked": revoked,
            "ended": ended,
            "guessed": reverse("shared-report", args=["planted"]),
        }.items():
            response, queries = counted(lambda at=address: Client().get(at), status=404)  # type: ignore[misc]
            answers[name] = (text_of(response), queries, response["Referrer-Policy"])
        shares(world.organisation, by=world.administrator, on=False)
        response, queries = counted(lambda: Client().get(off), status=404)
        answers["off"] = (text_of(response), queries, response["Referrer-Policy"])
        assert len(set(answers.values())) == 1
        assert "This link opens no report" in answers["off"][0]
        assert not AuditEvent.objects.filter(event=Event.REPORT_OPENED).exists()

    def test_it_opens_to_the_end_of_its_last_day(
        self, world: World, made: Submission, client: Client
    ) -> None:
        path = shared(made, by=world.approver, last_day=days(0))
        assert client.get(path).status_code == 200

    def test_its_reader_is_not_sent_to_the_comparison(
        self, world: World, made: Submission, signed_in: SignIn, client: Client
    ) -> None:
        second = world.submit(assessment=world.start())
        own = links(second).removesuffix("links/")
        assert "See what changed since" in text_of(signed_in(world.approver).get(own))
        said = text_of(client.get(shared(second, by=world.approver)))
        assert "Since last time" in said and "See what changed since" not in said

    @pytest.mark.parametrize("role", [None, Role.VIEWER, Role.CONTRIBUTOR])
    def test_it_opens_nothing_once_its_maker_may_not_share(
        self,
        world: World,
        made: Submission,
        path: str,
        signed_in: SignIn,
        client: Client,
        role: Role | None,
    ) -> None:
        maker = world.organisation.memberships.get(user=world.approver)
        if role is None:
            members.remove(membership=maker, by=world.administrator)
        else:
            members.change_role(membership=maker, role=role, by=world.administrator)
        for part in ("", "answers/", "download/board/"):
            assert client.get(f"{path}{part}").status_code == 404
        said = text_of(signed_in(world.administrator).get(links(made)))
        assert "It opens nothing, because Ash Approver may not share reports" in said
        assert "Revoke the link for Audit committee" in said

    def test_it_stays_open_where_its_maker_may_still_share(
        self, world: World, path: str, client: Client
    ) -> None:
        maker = world.organisation.memberships.get(user=world.approver)
        members.change_role(membership=maker, role=Role.ADMINISTRATOR, by=world.administrator)
        assert client.get(path).status_code == 200

    def test_guesses_are_stopped(self, client: Client, db: None, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "shared": "2/m/key"}
        tries = [client.get(f"/shared/guess{number}/").status_code for number in range(3)]
        assert tries == [404, 404, 429]


def test_a_link_of_another_report_is_not_revoked(
    world: World, made: Submission, path: str, signed_in: SignIn
) -> None:
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    other = world.submit(assessment=theirs, by=world.stranger)
    key = str(ReportLink.objects.get().pk)
    response = signed_in(world.stranger).post(links(other), {"action": "revoke", "link": key})
    assert response.status_code == 409
    assert ReportLink.objects.get().revoked_at is None


def test_a_link_that_is_long_over_is_deleted(world: World, made: Submission, path: str) -> None:
    assert delete_old()["link to a report"] == 0
    with clock.at(clock.now() + timedelta(days=30 + 182)):
        assert delete_old()["link to a report"] == 1
