"""Pages are not kept by the browser: Back loads them again, and no typed word is lost by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.answering import Answering, SignIn, staying
from tests.plugins.browser import until
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_back_shows_the_answers_as_they_were_typed(
    page: Page, world: World, live_server: Any, sign_in: SignIn
) -> None:
    sign_in(page, world.contributor)
    connie = Answering(page, world, live_server).open()
    connie.open_note("BUD-01").fill("Typed before leaving")
    connie.saved()
    page.locator(".govuk-breadcrumbs__link").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Readiness 2026")
    page.go_back()
    expect(connie.open_note("BUD-01")).to_have_value("Typed before leaving")


def test_back_after_signing_out_shows_nothing_of_the_person_before(
    page: Page, world: World, live_server: Any, sign_in: SignIn
) -> None:
    sign_in(page, world.administrator)
    members = reverse("member-list", kwargs={"slug": world.organisation.slug})
    page.goto(live_server.url + members)
    expect(page.get_by_text(world.viewer.email)).to_be_visible()
    page.goto(live_server.url + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Sign in"))
    page.goto(live_server.url + "/accessibility/")
    for _ in range(3):
        page.go_back()
        expect(page.get_by_text(world.viewer.email)).to_have_count(0)


@pytest.mark.parametrize("after_a_refusal", [False, True])
def test_leaving_a_long_text_asks_first(
    after_a_refusal: bool, page: Page, world: World, live_server: Any, sign_in: SignIn
) -> None:
    sign_in(page, world.administrator)
    kwargs = {"slug": world.organisation.slug, "reference": world.assessment.reference}
    page.goto(live_server.url + reverse("assessment-withdraw", kwargs=kwargs))
    asked = staying(page)
    reason = page.get_by_role("textbox")
    if after_a_refusal:
        reason.fill("Short")
        page.get_by_role("main").get_by_role("button", name="Withdraw").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        page.mouse.click(5, 5)  # browsers ask only people who did something on the page
    else:
        reason.press_sequentially("We begin again in spring, because")
    page.locator(".govuk-breadcrumbs__link").first.click(no_wait_after=True)
    until(page, lambda: asked)
    assert asked == ["beforeunload"]
    expect(reason).to_have_value(re.compile("Short|We begin"))
    reason.fill("We begin again in spring, because the budget is cut.")
    page.get_by_role("main").get_by_role("button", name="Withdraw").click()
    expect(page).to_have_url(re.compile(r"/organisations/"))
    assert asked == ["beforeunload"]
