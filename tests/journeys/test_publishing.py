"""A report is published with answers withheld, and opened by a person without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import SignIn
from tests.views.small import submit_one
from tests.views.test_assessments import address
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_chosen_looked_at_published_and_opened_by_anyone(
    small: World,
    live_server: Any,
    page: Page,
    plain_page: Page,
    sign_in: SignIn,
    looks_right: Callable[[Page], None],
) -> None:
    report = submit_one(small)
    sign_in(page, small.approver)
    page.goto(live_server.url + address("assessment-detail", report.assessment))
    page.get_by_role("link", name="Public versions").click()
    looks_right(page)
    page.get_by_role("button", name="Choose what to publish").click()
    looks_right(page)
    question = page.get_by_role("group", name="A-1")
    question.get_by_label("What to publish").select_option("Withheld")
    page.get_by_role("button", name="Look at it before publishing").click()
    page.get_by_role("link", name="Choose why A-1 is withheld").click()
    looks_right(page)
    question.get_by_label("Why, if it is not open").fill("43")
    page.get_by_label("Let anyone open it at a public address").check()
    page.get_by_role("button", name="Look at it before publishing").click()
    expect(page.get_by_text("Nothing is published yet.")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_text("Version 1 of the public report is published.")).to_be_visible()
    looks_right(page)

    anyone = plain_page  # without an account, and without JavaScript
    anyone.goto(str(page.get_by_role("link", name="public address").evaluate("it => it.href")))
    expect(anyone.get_by_role("heading", name="What was withheld, and why")).to_be_visible()
    page.get_by_role("link", name="What was withheld, and why", exact=True).click()
    looks_right(page)
    page.goto(anyone.url)
    looks_right(page)
