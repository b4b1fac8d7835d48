"""The board report as people download it: listed first, with those who took part."""

from __future__ import annotations

import pytest

from assessments.services import assessments
from tests.cost import counted
from tests.exports.reading import words
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


def test_who_answered_is_for_members_only(world: World, signed_in: SignIn) -> None:
    sent = world.submit()
    where = address("report-download", world.assessment, sent.number, "board")
    assert "Answers were given by" not in words(signed_in(world.moderator).get(where).content)
