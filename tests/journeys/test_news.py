"""Two people at one part: what the one saves is shown to the other, who loses nothing by it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import Answering, SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

COMES_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


def asked_again(page: Page) -> None:
    """As when the page comes back into sight, so that nothing waits for its turn."""
    with page.expect_response(lambda answer: "/news/?seen=" in answer.url):
        page.evaluate(COMES_BACK)


def test_a_change_by_another_is_said_at_its_question_and_shown_when_asked_for(
    page: Page, world: World, live_server: Any, sign_in: SignIn, axe: Any
) -> None:
    sign_in(page, world.contributor)
    connie = Answering(page, world, live_server).open()
    note = connie.open_note("BUD-01")
    note.fill("Half a sent")
    connie.saved()
    world.answer({"BUD-02": 3}, by=world.approver)
    asked_again(page)
    section = connie.section("BUD-02")
    expect(section.get_by_text("Changed by Ash Approver just now.")).to_be_visible()
    expect(page.locator("[data-news-said]")).to_have_text(
        "BUD-02: Changed by Ash Approver just now."
    )
    expect(connie.field("BUD-02-value", "3")).not_to_be_checked()
    expect(note).to_have_value("Half a sent")
    axe(page)
    see = section.get_by_role("button", name="See it")
    see.focus()
    changed = section.locator("[data-changed]")
    revision = changed.get_attribute("data-changed") or ""
    world.answer({"BUD-02": 1}, by=world.approver)
    world.answer({"BUD-02": 3}, by=world.approver)
    asked_again(page)
    expect(changed).not_to_have_attribute("data-changed", revision)
    expect(see).to_be_focused()
    page.keyboard.press("Enter")
    show = section.get_by_role("button", name="Show it here")
    expect(show).to_be_focused()
    page.keyboard.press("Enter")
    expect(connie.field("BUD-02-value", "3")).to_be_checked()
    asked_again(page)
    expect(section.locator("[data-changed]")).to_have_count(0)
    # Who has signed out elsewhere is asked no more.
    page.context.clear_cookies()
    asked_again(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(COMES_BACK)
    page.wait_for_timeout(2_000)
    assert not [url for url in asked if url.partition("?")[0].endswith("/news/")]
