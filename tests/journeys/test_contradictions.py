"""Two answers that do not fit together, explained, checked and submitted, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.queries.answers import stored_answers
from tests.contradictions import explain
from tests.journeys.answering import Answering, SignIn
from tests.reviews import sign_on
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

LookAt = Callable[[Page], None]
WHY = "pair:CON-01-why"


def reason_of(world: World) -> str:
    return stored_answers(world.assessment)["pair:CON-01"].reply.note


def test_a_reason_is_asked_as_soon_as_two_answers_do_not_fit(
    page: Page, paired: World, live_server: Any, sign_in: SignIn, looks_right: LookAt
) -> None:
    paired.answer({"A-3": "Words.", "B-1": 2, "B-2": 2})
    sign_in(page, paired.approver)
    ash = Answering(page, paired, live_server, "A").open()
    status = page.locator('[data-question="A-2"] [data-contradiction="CON-01"]')
    expect(ash.field(WHY)).to_be_hidden()
    ash.choose("A-1", "3")
    expect(status).to_be_empty()
    ash.choose("A-2", "none")
    expect(status).to_have_text(
        "This does not fit your answer to A-1, Question A-1. A-1 is high, but A-2 has nothing. How?"
    )
    expect(page.locator('[data-question="A-1"] [data-contradiction="CON-01"]')).to_contain_text(
        "This does not fit your answer to A-2"
    )
    looks_right(page)
    page.get_by_role("link", name="Say why both are right").click()
    ash.field(WHY).fill("They measure other things.")
    ash.saved()
    assert reason_of(paired) == "They measure other things."
    box = ash.section("pair:CON-01")
    expect(box.locator("[data-saved]")).to_contain_text("Last saved by Ash Approver")
    ash.choose("A-1", "1")
    expect(ash.field(WHY)).to_be_hidden()
    ash.choose("A-1", "3")
    expect(ash.field(WHY)).to_have_value("They measure other things.")
    ash.saved()
    explain(paired, "Theirs.", by=paired.contributor)
    ash.field(WHY).fill("Mine.")
    panel = box.locator("[data-clash]")
    expect(panel).to_contain_text("Two people gave a reason here")
    expect(panel).to_contain_text("Theirs.")
    expect(page.locator("[data-autosave-said]")).to_contain_text("The reason for A-1 and A-2 is")
    looks_right(page)
    panel.get_by_role("button", name="Keep mine").click()
    ash.saved()
    assert reason_of(paired) == "Mine."
    page.goto(ash.url.replace("dimensions/A/", "check/"))
    looks_right(page)
    expect(page.get_by_text("Why both are right: Mine.").first).to_be_visible()
    page.get_by_role("button", name="Continue to approve").first.click()
    expect(page.get_by_text("1 pair, with a reason")).to_be_visible()
    looks_right(page)
    sign_on(page)
    page.get_by_role("link", name="Answers", exact=True).click()
    page.get_by_role("link", name="Answers that do not fit together").click()
    expect(page.get_by_text("Both answers of each pair were kept.")).to_be_visible()
    looks_right(page)


def test_without_javascript_nothing_typed_is_lost_on_the_way_to_the_other_question(
    plain_page: Page, paired: World, live_server: Any, sign_in: SignIn
) -> None:
    paired.answer({"B-1": 0})
    sign_in(plain_page, paired.contributor)
    connie = Answering(plain_page, paired, live_server, "A").open()
    connie.choose("A-1", "3")
    connie.press("Save and continue")
    expect(plain_page.get_by_text("Look again at B-1 and A-1")).to_be_visible()
    connie.field("pair:CON-02-why").fill("Typed here.")
    connie.section("A-2").locator("details:not(.rd-words) > summary").click()
    connie.field("A-2-note").fill("Elsewhere.")
    connie.press("Save and go to B-1")
    expect(connie.section("B-1")).to_contain_text("This does not fit your answer to A-1")
    expect(connie.field("pair:CON-02-why")).to_have_value("Typed here.")
    stored = stored_answers(paired.assessment)
    assert (stored["A-2"].reply.note, stored["pair:CON-02"].reply.note) == (
        "Elsewhere.",
        "Typed here.",
    )
