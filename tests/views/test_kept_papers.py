"""A paper that was made is read when it is asked for again, by those who may, until it would be
another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments import clock
from assessments.models import Membership, Submission
from assessments.services import branding, sharing
from tests.cost import counted
from tests.exports.reading import words
from tests.keeping import keep_papers_in
from tests.plans import planned
from tests.publications import made_public
from tests.sharing import shared, shares, token_of
from tests.views.pages import SignIn
from tests.views.test_assessments import address
from tests.views.test_broken_editions import change
from tests.worlds import World

pytestmark = pytest.mark.django_db
PAPERS = ("board", "pdf")


@pytest.fixture
def world(short: World) -> World:
    """The number of questions makes no difference here."""
    return short


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return keep_papers_in(tmp_path, monkeypatch)


@pytest.fixture
def sent(world: World) -> Submission:
    return world.submit()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were set so far; the bytes are those that typst was given."""
    from assessments.exports import typesetting

    found: list[str] = []

    def compiled(template: str, at: object, data: str, standards: object) -> bytes:
        found.append(template)
        return data.encode()

    monkeypatch.setattr(typesetting, "_compiled", compiled)
    return found


def where(world: World, sent: Submission, key: str) -> str:
    return address("report-download", world.assessment, sent.number, key)


@pytest.mark.parametrize("key", PAPERS)
def test_it_is_made_once_and_then_the_same_file(
    world: World, sent: Submission, signed_in: SignIn, made: list[str], key: str
) -> None:
    browser, there = signed_in(world.viewer), where(world, sent, key)
    first, before = counted(lambda: browser.get(there))
    again, queries = counted(lambda: browser.get(there))
    assert len(made) == 1 and again.content == first.content
    assert dict(again.headers) == dict(first.headers)
    together = 3 if connection.vendor == "postgresql" else 4
    assert before <= 8 and queries == {"board": together, "pdf": 2}[key]


def test_what_typst_made_comes_again_to_the_byte(
    world: World, sent: Submission, signed_in: SignIn, settings: Any
) -> None:
    browser, there = signed_in(world.viewer), where(world, sent, "pdf")
    kept = [browser.get(there).content for _ in range(2)]
    settings.PAPERS_MOST = 0
    assert kept == [browser.get(there).content] * 2 and kept[0].startswith(b"%PDF-")


def another_branding(world: World) -> None:
    branding.change(
        organisation=world.organisation,
        logo=None,
        colour="#663399",
        classification="Official",
        by=world.administrator,
    )


def another_name(world: World) -> None:
    world.contributor.name = "Another Name"
    world.contributor.save()


@pytest.mark.parametrize(
    ("change", "keys"),
    [(another_branding, PAPERS), (planned, ("board",)), (another_name, ("board",))],
)
def test_it_is_made_anew_once_it_would_be_another(
    world: World,
    sent: Submission,
    signed_in: SignIn,
    made: list[str],
    settings: Any,
    change: Callable[[World], object],
    keys: tuple[str, ...],
) -> None:
    browser = signed_in(world.viewer)
    before = {key: browser.get(where(world, sent, key)).content for key in PAPERS}
    change(world)
    after = {key: browser.get(where(world, sent, key)).content for key in PAPERS}
    assert {key for key in PAPERS if before[key] != after[key]} == set(keys)
    settings.PAPERS_MOST = 0
    assert after == {key: browser.get(where(world, sent, key)).content for key in PAPERS}


def test_the_plan_is_that_of_the_day(
    world: World, sent: Submission, signed_in: SignIn, made: list[str]
) -> None:
    planned(world)
    browser, there = signed_in(world.viewer), where(world, sent, "board")
    today = browser.get(there).content
    with clock.at(clock.now() + timedelta(days=1)):
        assert browser.get(there).content != today


def test_each_submission_has_its_own(
    world: World, sent: Submission, signed_in: SignIn, made: list[str]
) -> None:
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    other = world.submit(assessment=theirs, by=world.stranger)
    mine = signed_in(world.viewer).get(where(world, sent, "pdf")).content
    found = signed_in(world.stranger).get(address("report-download", theirs, other.number, "pdf"))
    assert world.organisation.name in mine.decode() and found.content != mine
    assert world.organisation.name not in found.content.decode()


def test_who_may_not_know_the_names_gets_another(
    world: World, sent: Submission, signed_in: SignIn
) -> None:
    there = where(world, sent, "board")
    for person, named in ((world.viewer, True), (world.moderator, False), (world.viewer, True)):
        found = words(signed_in(person).get(there).content)
        assert ("Answers were given by" in found) is named


@pytest.mark.parametrize("key", PAPERS)
def test_the_door_is_asked_each_time(
    world: World, sent: Submission, signed_in: SignIn, made: list[str], key: str
) -> None:
    there = where(world, sent, key)
    assert signed_in(world.viewer).get(there).status_code == 200
    assert signed_in(world.stranger).get(there).status_code == 404
    assert Client().get(there).status_code == 302
    Membership.objects.filter(user=world.viewer).delete()
    assert signed_in(world.viewer).get(there).status_code == 404


def test_an_edition_that_was_changed_is_refused_all_the_same(
    world: World, sent: Submission, signed_in: SignIn, made: list[str]
) -> None:
    browser, there = signed_in(world.viewer), where(world, sent, "pdf")
    browser.get(there)
    change(world)
    assert browser.get(there).status_code == 500 and len(made) == 1


def test_a_draft_is_never_kept(
    world: World, signed_in: SignIn, made: list[str], folder: Path
) -> None:
    browser = signed_in(world.viewer)
    for name in ("assessment-draft-board", "assessment-draft-download"):
        assert browser.get(address(name, world.assessment)).status_code == 200
    assert len(made) == 2 and not list(folder.iterdir())


@pytest.mark.parametrize("key", PAPERS)
def test_a_link_opens_it_without_names_and_only_while_it_lasts(
    world: World, sent: Submission, made: list[str], signed_in: SignIn, key: str
) -> None:
    shares(world.organisation, by=world.administrator)
    signed_in(world.viewer).get(where(world, sent, key))
    path = shared(sent, by=world.approver)
    there = reverse("shared-download", args=[token_of(path), key])
    found = [Client().get(there).content for _ in range(2)]
    assert found[0] == found[1] and len(made) == 2
    assert world.contributor.name not in found[0].decode() or key == "pdf"
    link = sent.report_links.get()
    sharing.revoke(submission=sent, key=link.pk, by=world.approver)
    assert Client().get(there).status_code == 404


def test_a_public_report_is_kept_while_it_is_public(
    world: World, sent: Submission, made: list[str]
) -> None:
    version = made_public(world, sent, listed=True)
    there = {
        part: reverse("published-download", args=[version.reference, part])
        for part in ("report", "schedule")
    }
    found = {part: Client().get(there[part]).content for part in there}
    assert found == {part: Client().get(there[part]).content for part in there}
    assert len(made) == 2 and found["report"] != found["schedule"]
    made_public(world, sent, after=1, listed=False)
    assert Client().get(there["report"]).status_code == 410
