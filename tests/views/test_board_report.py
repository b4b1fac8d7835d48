"""The board report as people download it: listed first, with those who took part."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import clock
from assessments.queries.verifying import record_of
from assessments.rubric.files.canonical import hash_of
from assessments.services import assessments
from assessments.wording import long_date
from tests.cost import counted
from tests.exports.reading import words
from tests.plans import planned
from tests.views.pages import SignIn, text_of
from tests.views.test_assessments import address
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_it_is_listed_first_and_names_who_answered_until_it_was_submitted(
    world: World, signed_in: SignIn
) -> None:
    world.complete()
    world.answer({"BUD-01": 4}, by=world.administrator)
    sent = assessments.submit(assessment=world.assessment, by=world.approver)
    browser = signed_in(world.viewer)
    where = address("report-download", world.assessment, sent.number, "board")

    page = browser.get(address("submission-report", world.assessment, sent.number))
    file, queries = counted(lambda: browser.get(where))

    shown = text_of(page)
    assert shown.index("Board report") < shown.index("Working paper")
    assert "board-report.pdf" in file["Content-Disposition"] and queries <= 8
    assert f"Answers were given by {world.contributor} and {world.administrator}." in words(
        file.content
    )


def test_a_draft_says_why_it_comes_as_its_papers_only(world: World, signed_in: SignIn) -> None:
    browser, said = signed_in(world.viewer), "A draft comes as its two PDFs only."
    assert said in text_of(browser.get(address("assessment-draft", world.assessment)))
    sent = world.submit()
    assert said not in text_of(
        browser.get(address("submission-report", world.assessment, sent.number))
    )


def test_who_answered_is_for_members_only(world: World, signed_in: SignIn) -> None:
    sent = world.submit()
    where = address("report-download", world.assessment, sent.number, "board")
    assert "Answers were given by" not in words(signed_in(world.moderator).get(where).content)


def test_the_plan_of_today_is_in_it_for_members_only_and_nothing_frozen_knows_of_it(
    world: World, signed_in: SignIn
) -> None:
    sent = world.submit()
    where = address("report-download", world.assessment, sent.number, "board")
    browser = signed_in(world.viewer)
    assert "The plan, as it was on" not in words(browser.get(where).content)
    planned(world, days=Decimal(12), pounds=4_000)
    file, queries = counted(lambda: browser.get(where))
    today = long_date(timezone.localdate(clock.now()))
    assert f"The plan, as it was on {today}" in words(file.content) and queries <= 8
    assert "Without a date 1 12 days, £4,000" in words(file.content)
    assert "The plan, as it was on" not in words(signed_in(world.moderator).get(where).content)
    sent.refresh_from_db()
    assert hash_of(record_of(sent, sent.snapshot.result)) == sent.record_hash
