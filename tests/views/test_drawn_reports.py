"""A part of a report is drawn once for all who may see the same of it, and for no one else."""

from __future__ import annotations

import inspect
from decimal import Decimal

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from assessments.access.roles import Permission
from assessments.models import Submission
from assessments.queries.rubrics import BrokenRecord
from assessments.services import scenarios
from assessments.views import drawn_reports, reports
from assessments.views.drawn_reports import KEPT, KEPT_MOST, Given
from assessments.views.report_parts import PARTS, SUMMARY
from tests.views.pages import SignIn, queries_of
from tests.worlds import World

CAST = ("viewer", "contributor", "approver", "administrator", "moderator")


def at(submission: Submission, part: str = SUMMARY) -> str:
    return submission.get_absolute_url() + ("" if part == SUMMARY else f"{part}/")


def main_of(client: Client, address: str) -> str:
    """The page between its header and its footer, where no token is."""
    html = client.get(address).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def submission(world: World) -> Submission:
    world.submit(assessment=world.start(), BUD_01=1)
    return world.submit(assessment=world.start(), BUD_01=3)


@pytest.fixture
def never_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is shown now was drawn before."""
    monkeypatch.setattr(reports, "build", None)


def test_what_is_kept_is_what_each_reader_would_have_had_drawn(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    asked = [(signed_in(getattr(world, name)), at(submission, p)) for p in PARTS for name in CAST]
    drawn = []
    for reader, address in asked:
        KEPT.clear()
        drawn.append(reader.get(address).content.partition(b"<main")[2])
    KEPT.clear()
    for _ in range(2):
        kept = [reader.get(address).content.partition(b"<main")[2] for reader, address in asked]
        assert kept == drawn


def test_a_report_is_drawn_once_and_asks_less_of_the_database(
    submission: Submission, world: World, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(world.viewer)
    first = main_of(client, at(submission))
    request.getfixturevalue("never_built")
    assert main_of(client, at(submission)) == first
    assert queries_of(client, at(submission)) <= 2


def test_each_is_offered_what_they_may_do_whoever_reads_first(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    viewer, administrator = signed_in(world.viewer), signed_in(world.administrator)
    moderator = signed_in(world.moderator)
    for _ in range(2):
        assert "Share by a link" in main_of(administrator, at(submission))
        assert "Share by a link" not in main_of(viewer, at(submission))
        assert "The way to" in main_of(viewer, at(submission))
        assert "The way to" not in main_of(moderator, at(submission))


def test_of_who_may_not_read_it_nothing_is_changed_by_its_being_kept(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    signed_in(world.viewer).get(at(submission))
    assert signed_in(world.stranger).get(at(submission)).status_code == 404
    assert signed_in(None).get(at(submission)).status_code == 302


def test_one_organisation_s_report_is_never_another_s(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    theirs = world.submit(
        assessment=world.start(organisation=world.neighbour, by=world.stranger), by=world.stranger
    )
    for client, report, whose in (
        (signed_in(world.viewer), submission, world.organisation),
        (signed_in(world.stranger), theirs, world.neighbour),
    ):
        assert f">{whose.name}, " in main_of(client, at(report))


def test_what_changes_after_a_submission_shows_at_once(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    client = signed_in(world.contributor)
    before = main_of(client, at(submission))
    efforts = {code: (Decimal(70), 9_000) for code in ("S", "M", "L")}
    scenarios.set_costs(
        organisation=world.organisation, efforts=efforts, day_price=1, by=world.contributor
    )
    assert main_of(client, at(submission)) != before


def test_a_draft_is_drawn_anew_each_time(world: World, signed_in: SignIn) -> None:
    assessment = world.start()
    client, draft = signed_in(world.viewer), f"{assessment.get_absolute_url()}draft/"
    before = main_of(client, draft)
    world.answer({"BUD-01": 4}, assessment=assessment)
    assert main_of(client, draft) != before


def test_a_list_that_the_address_asks_for_is_drawn_anew(
    world: World, submission: Submission, signed_in: SignIn
) -> None:
    client, answers = signed_in(world.viewer), at(submission, "answers")
    client.get(answers)
    assert "page 2 of" in client.get(f"{answers}?page=2").content.decode()
    assert "page 1 of" in client.get(answers).content.decode()


def test_a_report_whose_edition_was_changed_is_refused_although_it_is_kept(
    world: World,
    submission: Submission,
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = signed_in(world.viewer)
    assert client.get(at(submission)).status_code == 200

    def broken(version: object) -> None:
        raise BrokenRecord("It was changed.")

    monkeypatch.setattr("assessments.queries.reports.spec_of", broken)
    assert client.get(at(submission)).status_code == 500


def test_templates_of_parts_get_no_request_and_no_user() -> None:
    names = set(Given.__annotations__)
    assert names == {"path", "organisation", "assessment", "submission", "can", "costs"}
    assert "request" not in inspect.signature(drawn_reports.draw).parameters


def test_another_right_is_another_page() -> None:
    """A breach: drawn for one who may share, and asked for by one who may not."""
    may: Given = {"can": {Permission.SHARE.value: True}}
    may_not: Given = {"can": {Permission.SHARE.value: False}}
    key = drawn_reports.key_of
    assert key(SUMMARY, {"key": 1}, may) != key(SUMMARY, {"key": 1}, may_not)
    assert key(SUMMARY, {"key": 1}, may) != key("method", {"key": 1}, may)
    assert key(SUMMARY, {"key": 1}, may) != key(SUMMARY, {"key": 2}, may)
    assert key(SUMMARY, {"key": 1}, may) == key(SUMMARY, {"key": 1}, {**may})


def test_what_is_drawn_stays_in_its_process_and_never_grows() -> None:
    """So another version of the code begins without any of it."""
    assert type(KEPT) is LocMemCache
    for number in range(3 * KEPT_MOST):
        KEPT.set(f"{number}", "drawn")
    kept = [KEPT.get(f"{number}") for number in range(3 * KEPT_MOST)]
    assert 0 < kept.count("drawn") <= KEPT_MOST
