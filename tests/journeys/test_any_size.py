"""A questionnaire of many pages in a browser: the way to an answer and back, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import rubrics as r
from tests.journeys.answering import Answering, SignIn
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]


@pytest.fixture
def large(db: Any) -> World:
    return build_world(r.any_size(120, 2))


def test_from_check_to_an_answer_and_back_to_its_row(
    large: World, live_server: Any, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, large.contributor)
    answering = Answering(page, large, live_server, "D01")
    page.goto(answering.url.replace("dimensions/D01/", "check/?page=2"))
    page.get_by_role("link", name="Answer D01.56").click()
    expect(page.locator('[id="question-D01.56"]')).to_be_in_viewport()
    answering.choose("D01.56", "3")
    page.get_by_role("button", name="Save and continue", exact=True).click()
    row = page.locator('[id="answer-D01.56"]')
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Level 3")


def test_pages_of_a_long_dimension_are_accessible_and_fit(
    large: World,
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    looks_right: Check,
) -> None:
    sign_in(page, large.contributor)
    answering = Answering(page, large, live_server, "D02").open()
    for address in (
        f"{answering.url}?page=2",
        answering.url.replace("dimensions/D02/", "check/"),
        answering.url.replace("dimensions/D02/", "check/?page=2"),
        answering.url.replace("dimensions/D02/", "check/?show=unanswered"),
    ):
        page.goto(address)
        looks_right(page)


def test_what_others_saved_on_a_page_is_heard_with_the_next_change(
    large: World, live_server: Any, page: Page, sign_in: SignIn
) -> None:
    """Only what changed is sent, and still the page shows what another person saved."""
    sign_in(page, large.contributor)
    answering = Answering(page, large, live_server, "D01")
    page.goto(f"{answering.url}?page=2")
    large.answer({"D01.31": 2}, by=large.approver)
    answering.choose("D01.32", "1")
    note = answering.section("D01.31").locator("[data-newer]")
    expect(note).to_contain_text("Ash Approver changed this answer")
    note.get_by_role("button", name="Show it here").click()
    expect(answering.field("D01.31-value", "2")).to_be_checked()
