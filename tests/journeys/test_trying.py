"""A visitor tries the gate check, makes an account in the same browser, and finds the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from assessments.models import Assessment
from assessments.queries.answers import stored_answers
from assessments.services.people import opening_address
from tests.factories.rubrics import gate_check
from tests.worlds import PASSWORD, World, published


def test_what_was_tried_without_an_account_is_accepted_in_an_assessment(
    any_page: Page,
    live_server: Any,
    small: World,
    well_made: Callable[[], None],
) -> None:
    page = any_page
    published(gate_check(), by=small.publisher)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Try the gate check without an account").click()
    well_made()
    page.get_by_role("link", name="Local authority").click()
    well_made()
    page.locator("#question-A-1 input[type=radio]").nth(1).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="See what holds you").click()
    expect(page.get_by_role("heading", name="What would hold you today")).to_be_visible()
    expect(page.get_by_text("A-1 holds.")).to_be_visible()
    well_made()
    page.goto(live_server.url + opening_address(email="new@wexcombe.example", name="New Person"))
    page.get_by_label("Create a password").fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    expect(page.get_by_text("You tried a questionnaire without an account.")).to_be_visible()
    well_made()
    page.goto(f"{live_server.url}/organisations/new/")
    page.get_by_label("Name").first.fill("Newtown Council")
    page.get_by_label("Local authority").check()
    page.get_by_label("Region").select_option("south_west")
    page.get_by_role("button", name="Create organisation").click()
    page.get_by_role("link", name="Not now").click()
    page.goto(f"{live_server.url}/organisations/newtown-council/")
    page.get_by_role("button", name="Start an assessment").click()
    well_made()
    page.locator("a[href='?rubric=gate-check']").click()
    expect(page.get_by_label("What you tried in this browser")).to_be_checked()
    well_made()
    page.get_by_role("button", name="Start the assessment").click()
    assessment = Assessment.objects.get()
    assert stored_answers(assessment) == {}
    page.get_by_role("link", name="Dimension G1", exact=True).click()
    well_made()
    page.get_by_role("button", name="Accept this answer").click()
    expect(page.locator("#question-A-1 input:checked")).to_have_count(1)
    assert stored_answers(assessment)["A-1"].reply.value == 1
