"""An assessment sent for approval, returned, put right, sent again and approved, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Submission
from tests.journeys.answering import SignIn
from tests.reviews import sign_on
from tests.views.test_assessments import address
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Security is better than this says."


def test_sent_returned_put_right_and_approved(
    world: World,
    live_server: Any,
    page: Page,
    plain_page: Page,
    sign_in: SignIn,
    looks_right: Callable[[Page], None],
) -> None:
    lead, approver = plain_page, page  # the lead has no JavaScript
    world.complete()
    at = {
        name: live_server.url + address(f"assessment-{name}", world.assessment)
        for name in ("detail", "check", "submit")
    }
    sign_in(lead, world.contributor)
    lead.goto(at["check"])
    lead.get_by_role("button", name="Send for approval").first.click()
    lead.get_by_label("Message to the approver").fill("Ready for you to read.")
    lead.get_by_role("button", name="Send for approval").click()
    expect(lead.get_by_text("Waiting for approval.")).to_be_visible()

    sign_in(approver, world.approver)
    approver.goto(live_server.url + "/my-work/")
    looks_right(approver)
    approver.get_by_role("link", name="Readiness 2026").click()
    expect(approver.get_by_text("Ready for you to read.")).to_be_visible()
    looks_right(approver)
    approver.get_by_role("button", name="Return it with reasons instead").click()
    approver.get_by_label("Why are you returning it?").fill(REASON)
    approver.get_by_label("Code of the question").first.fill("SEC-01")
    approver.get_by_label("What should be looked at again?").first.fill("Is it on for everyone?")
    looks_right(approver)
    approver.get_by_role("button", name="Return it").click()
    looks_right(approver)

    lead.goto(at["detail"])
    expect(lead.get_by_text(REASON)).to_be_visible()
    lead.get_by_role("link", name="SEC-01").first.click()
    lead.locator('[name="SEC-01-value"][value="4"]').check()
    lead.get_by_role("button", name="Save", exact=True).first.click()
    lead.goto(at["check"])
    lead.get_by_role("button", name="Send for approval").first.click()
    lead.get_by_role("button", name="Send for approval").click()

    approver.goto(at["submit"])
    expect(approver.get_by_text("Changed since last time (1)")).to_be_visible()
    expect(approver.get_by_text("Ash Approver returned it on")).to_be_visible()
    looks_right(approver)
    sign_on(approver)
    assert Submission.objects.get().signed["decisions"][-1]["job_title"] == "Director of Finance"
    looks_right(approver)
