"""A part is assigned, handed over, sent back and accepted, by three people in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

LookAt = Callable[[Page], None]


def assign(page: Page, world: World, live_server: Any) -> None:
    """The administrator assigns a part to the contributor, from the task list."""
    assessment = world.assessment
    page.goto(f"{live_server.url}{assessment.get_absolute_url()}")
    page.get_by_role("link", name="Assign parts, and see who works on what").click()
    page.get_by_role("link", name=f"Assign {world.spec.dimensions[0].name}").click()


def test_a_part_goes_from_the_lead_to_a_colleague_to_the_approver_and_back(
    page: Page, small: World, live_server: Any, sign_in: SignIn, looks_right: LookAt
) -> None:
    part = small.spec.dimensions[0].name
    sign_in(page, small.administrator)
    assign(page, small, live_server)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("alert")).to_contain_text("Select at least one person")
    looks_right(page)
    page.get_by_role("checkbox", name="The whole part").check()
    page.get_by_role("checkbox", name=str(small.contributor)).check()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("heading", name="Who works on what")).to_be_visible()
    looks_right(page)

    sign_in(page, small.contributor)
    page.goto(f"{live_server.url}/my-work/")
    looks_right(page)
    page.get_by_role("link", name=part).click()
    page.get_by_label("What you want to say").fill("All three are answered.")
    looks_right(page)
    page.get_by_role("button", name="Hand over").click()

    sign_in(page, small.approver)
    page.get_by_role("link", name="My work").click()
    expect(page.get_by_role("heading", name="for you to accept")).to_be_visible()
    expect(page.get_by_text("All three are answered.")).to_be_visible()
    page.get_by_role("link", name=part).click()
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what should change")
    page.get_by_label("What you want to say").fill("Name the minutes.")
    page.get_by_role("button", name="Ask for changes").click()

    sign_in(page, small.contributor)
    page.get_by_role("link", name="My work").click()
    expect(page.get_by_text("Changes asked for")).to_be_visible()
    expect(page.get_by_text("Name the minutes.")).to_be_visible()


def test_a_part_is_assigned_without_javascript_and_by_keyboard(
    plain_page: Page, small: World, live_server: Any, sign_in: SignIn
) -> None:
    sign_in(plain_page, small.administrator)
    assign(plain_page, small, live_server)
    plain_page.get_by_role("checkbox", name="The whole part").focus()
    plain_page.keyboard.press("Space")
    plain_page.get_by_role("checkbox", name=str(small.approver)).focus()
    plain_page.keyboard.press("Space")
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_text(f"{small.spec.dimensions[0].name} is assigned.")).to_be_visible()
    expect(plain_page.get_by_text(str(small.approver))).to_be_visible()
