"""Two members discuss a question in a browser, one of them without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

LookAt = Callable[[Page], None]


def test_a_question_is_asked_answered_and_settled(
    page: Page,
    plain_page: Page,
    small: World,
    live_server: Any,
    sign_in: SignIn,
    looks_right: LookAt,
) -> None:
    at = f"{live_server.url}{small.assessment.get_absolute_url()}"
    sign_in(page, small.viewer)
    page.goto(f"{at}discussions/A-1/")
    page.get_by_role("button", name="Start a discussion").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a comment")
    page.get_by_label("Your comment").fill("Who has seen the plan?")
    page.get_by_label("Draw the attention of").fill("Connie, Sam Stranger")
    page.get_by_label("This question needs discussion").check()
    page.get_by_role("button", name="Start a discussion").click()
    expect(page.get_by_role("alert")).to_contain_text("“Sam Stranger” is not a member")
    looks_right(page)
    page.get_by_label("Draw the attention of").fill("Connie")
    page.get_by_role("button", name="Start a discussion").click()
    expect(page.get_by_text("For the attention of Connie Contributor")).to_be_visible()
    looks_right(page)

    sign_in(plain_page, small.contributor)
    plain_page.goto(f"{live_server.url}/my-work/")
    plain_page.get_by_role("link", name="Vic Viewer on A-1").click()
    plain_page.get_by_label("Your comment").first.fill("The cabinet member has.")
    plain_page.get_by_role("button", name="Resolve").focus()
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_text("Connie Contributor resolved it")).to_be_visible()

    page.goto(f"{at}discussions/?show=resolved")
    looks_right(page)
    page.get_by_role("link", name="A-1").click()
    expect(page.get_by_text("The cabinet member has.")).to_be_visible()
    page.get_by_label("Your comment").fill("And the board?")
    page.get_by_role("button", name="Reopen with this comment").click()
    expect(page.get_by_text("The discussion is open again.")).to_be_visible()
    page.get_by_role("link", name="Remove the comment").last.click()
    looks_right(page)
    page.get_by_role("button", name="Remove the comment").click()
    expect(page.get_by_text("Removed by Vic Viewer on")).to_be_visible()
