"""A year later: what has not changed is soon renewed, and what has changed is not waved through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment
from assessments.queries.assessments import standing_of
from tests.journeys.answering import SignIn
from tests.journeys.test_next_edition import next_year
from tests.worlds import World, published

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS_BESIDES = 9
"""To start, to begin looking, and one for each part."""


class Clicks:
    """A person who counts."""

    number = 0

    def on(self, what: Locator) -> None:
        self.number += 1
        what.click()
        # It waits for the beginning of the next page only, and `count` waits for nothing.
        what.page.wait_for_load_state("domcontentloaded")


def started_from_last_time(page: Page, clicks: Clicks, world: World, site: str) -> None:
    page.goto(f"{site}{reverse('assessment-start', args=[world.organisation.slug])}")
    expect(page.get_by_label("Start from last time")).to_be_checked()
    clicks.on(page.get_by_role("button", name="Start the assessment"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Renew your answers")


def test_an_unchanged_organisation_renews_with_a_click_for_each_stale_answer_and_part(
    plain_page: Page, world: World, live_server: Any, sign_in: SignIn
) -> None:
    page, clicks = plain_page, Clicks()
    world.submit()
    sign_in(page, world.contributor)
    started_from_last_time(page, clicks, world, live_server.url)
    stale = page.locator("main ul.rd-stack > li").count()
    clicks.on(page.get_by_role("button", name="Start with the first"))
    for _ in range(stale):
        code = page.url.partition("question=")[2].partition("&")[0]
        clicks.on(page.locator(f"[data-suggestion='{code}'] [name=accept]"))
        expect(page.locator(f"[data-suggestion='{code}']")).to_have_count(0)
    while page.get_by_role("button", name="Accept").count():
        clicks.on(page.get_by_role("button", name="Accept").first)
        expect(page.get_by_text("accepted.")).to_be_visible()
    new = Assessment.objects.get(status="in_progress")
    assert standing_of(new).progress.complete
    assert clicks.number <= stale + CLICKS_BESIDES, stale


def test_a_changed_one_is_not_waved_through(
    page: Page, world: World, live_server: Any, sign_in: SignIn, looks_right: Any
) -> None:
    clicks = Clicks()
    world.submit(BUD_04=1)
    published(replace(next_year(), code=world.spec.code), by=world.publisher)
    sign_in(page, world.contributor)
    started_from_last_time(page, clicks, world, live_server.url)
    looks_right(page)
    while page.get_by_role("button", name="Accept").count():
        clicks.on(page.get_by_role("button", name="Accept").first)
        expect(page.get_by_text("accepted.")).to_be_visible()
    new = Assessment.objects.get(status="in_progress")
    open_now = set(standing_of(new).progress.outstanding)
    # Reworded, low, critical, and new in this edition.
    assert {"BUD-01", "BUD-04", "SEC-01", "BUD-10"} <= open_now
    expect(page.get_by_role("heading", name="one by one")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="BUD-01")).to_contain_text("Reworded")
