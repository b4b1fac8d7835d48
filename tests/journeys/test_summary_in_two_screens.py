"""The summary of every report of the demonstration is read in two screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from assessments.models import Membership, Submission
from tests.management.running import run
from tests.plugins.browser import WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEIGHT = "document.documentElement.scrollHeight"
SCREENS = 2


def test_the_summary_takes_two_screens_at_most(
    live_server: Any, page: Page, sign_in: Callable[..., None]
) -> None:
    run("seed_demo")
    heights = {}
    for submission in Submission.objects.select_related("assessment__organisation"):
        page.context.clear_cookies()
        organisation = submission.assessment.organisation
        administrators = Membership.objects.filter(organisation=organisation, role="administrator")
        sign_in(page, administrators[0].user)
        page.goto(live_server.url + submission.get_absolute_url())
        page.get_by_role("heading", name="Fix first").wait_for()
        heights[submission.reference] = page.evaluate(HEIGHT)
    assert len(heights) >= 5
    assert {who: tall for who, tall in heights.items() if tall > SCREENS * WIDE["height"]} == {}
