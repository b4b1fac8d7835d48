"""Filling in a dimension with JavaScript switched off, and how the page looks on any screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.scoring.sheet import EvidenceItem, State
from tests.factories import rubrics as r
from tests.journeys.answering import Answering, NewContext, SignIn, small_world
from tests.plugins.browser import NARROW
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Our register shows no out-of-date systems."


@pytest.fixture
def connie(plain_page: Page, world: World, live_server: Any, sign_in: SignIn) -> Answering:
    sign_in(plain_page, world.contributor)
    return Answering(plain_page, world, live_server).open()


def test_a_dimension_from_first_to_last(connie: Answering) -> None:
    page, world = connie.page, connie.world
    for question in world.spec.dimensions[0].questions:
        first = connie.section(question.code).locator("input[type=radio], input[type=checkbox]")
        first.first.check()
    connie.field("BUD-01-value", "dont_know").check()
    connie.field("BUD-06-value", "exit").check()
    connie.section("BUD-01").locator("details:not(.rd-words) > summary").click()
    connie.field("BUD-01-note").fill("  One line,\nand another.  ")
    connie.field("BUD-01-evidence-0-title").fill("Plan")
    connie.field("BUD-01-evidence-0-link").fill("https://example.org/plan")
    connie.press("Save")
    expect(page.get_by_text(re.compile(r"^Saved at (\d\S*[ap]m|mid)"))).to_be_visible()
    # A line of evidence was used, so another is ready.
    connie.field("BUD-01-evidence-1-title").fill("Minutes")
    connie.press("Save and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    reply = connie.reply("BUD-01")
    assert (reply.state, reply.note) == (State.DONT_KNOW, "  One line,\nand another.  ")
    assert reply.evidence == (
        EvidenceItem(title="Plan", link="https://example.org/plan"),
        EvidenceItem(title="Minutes"),
    )
    assert connie.reply("BUD-06").value == frozenset({"register", "exit"})
    connie.open()
    at_side = page.locator(".rd-rail").get_by_role("link", name=re.compile("^BUD-05"))
    expect(at_side).to_be_visible()
    page.set_viewport_size(NARROW)
    expect(at_side).to_be_hidden()
    page.get_by_text("Go to a question").click()
    at_side.click()
    expect(page).to_have_url(re.compile("#question-BUD-05$"))
    connie.field("BUD-01-evidence-0-title").fill("")
    connie.field("BUD-01-evidence-0-link").fill("")
    connie.press("Save")
    assert connie.reply("BUD-01").evidence == (EvidenceItem(title="Minutes"),)


def test_errors_are_shown_and_nothing_typed_is_lost(connie: Answering) -> None:
    page = connie.page
    connie.field("BUD-03-value").fill("120.55")
    connie.field("BUD-03-state", "dont_know").check()
    connie.section("BUD-02").locator("details:not(.rd-words) > summary").click()
    connie.field("BUD-02-evidence-0-link").fill("javascript:alert(1)")
    connie.choose("BUD-06", "register")
    connie.choose("BUD-06", "none")
    connie.choose("BUD-01", "4")
    connie.press("Save and continue")
    expect(page).to_have_title(re.compile("^Error: Budget"))
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link")).to_have_text(
        [
            "BUD-02 evidence 1: Give the evidence a title",
            "BUD-03: Enter a number or select “Don't know”, not both",
            "BUD-06: Select the lines that are true or “None of these”, not both",
        ]
    )
    for link in summary.get_by_role("link").all():
        assert page.locator((link.get_attribute("href") or "").replace("#", "id=")).is_visible()
    expect(connie.field("BUD-03-value")).to_have_value("120.55")
    expect(connie.field("BUD-03-state", "dont_know")).to_be_checked()
    expect(connie.field("BUD-02-evidence-0-link")).to_have_value("javascript:alert(1)")
    expect(connie.field("BUD-06-value", "none")).to_be_checked()
    assert connie.reply("BUD-01").value == 4
    connie.field("BUD-03-state", "dont_know").uncheck()
    connie.press("Save")
    expect(summary).to_contain_text("BUD-03: Enter a number from 0 to 100 with at most 1 decimal")


def test_not_applicable_with_its_reason(
    plain_page: Page, live_server: Any, sign_in: SignIn, world: World
) -> None:
    code = next(q.code for _, q in world.spec.questions() if q.not_applicable_allowed)
    sign_in(plain_page, world.contributor)
    connie = Answering(plain_page, world, live_server, code.split("-")[0]).open()
    connie.field(f"{code}-value", "not_applicable").or_(
        connie.field(f"{code}-state", "not_applicable")
    ).check()
    connie.field(f"{code}-reason").fill("too short")
    connie.press("Save")
    expect(plain_page.locator(f"#id_{code}-reason-error")).to_contain_text("20 characters")
    expect(connie.field(f"{code}-reason")).to_have_value("too short")
    connie.field(f"{code}-reason").fill(REASON)
    connie.press("Save")
    assert (connie.reply(code).state, connie.reply(code).reason) == (
        State.NOT_APPLICABLE,
        REASON,
    )


def test_clashes_are_settled_one_after_the_other_and_an_answer_is_cleared(
    connie: Answering,
) -> None:
    settled = (("BUD-01", "Keep mine", 3), ("BUD-04", "Use theirs", 1))
    connie.world.answer({"BUD-01": 1, "BUD-04": 1}, by=connie.world.approver)
    for code, _, _ in settled:
        connie.choose(code, "3")
    connie.choose("BUD-02", "2")
    connie.press("Save and continue")
    for code, kept, level in settled:
        panel = connie.section(code).locator("[data-clash]")
        expect(panel).to_contain_text("Ash Approver changed this answer on")
        expect(connie.field(f"{code}-value", "3")).to_be_checked()
        panel.get_by_role("button", name=kept).click()
        expect(panel).to_have_count(0)
        expect(connie.field(f"{code}-value", str(level))).to_be_checked()
        assert (connie.reply(code).value, connie.reply("BUD-02").value) == (level, 2)
    connie.section("BUD-01").get_by_role("button", name="Clear this answer").click()
    expect(connie.field("BUD-01-value", "3")).not_to_be_checked()
    assert connie.reply("BUD-01").state is State.UNANSWERED


def test_an_answered_dimension_is_accessible_and_fits(
    world: World,
    live_server: Any,
    sign_in: SignIn,
    new_context: NewContext,
    looks_right: Any,
) -> None:
    world.complete()
    page = new_context(viewport=NARROW).new_page()
    sign_in(page, world.contributor)
    dimension = world.spec.dimensions[-1]
    connie = Answering(page, world, live_server, dimension.code).open()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => (d.open = true))")
    looks_right(page)
    note = connie.field(f"{dimension.questions[0].code}-note")
    note.fill("x" * 10_001)
    note.blur()
    # What the status says makes the bar with the buttons higher, and they move.
    expect(connie.status).to_contain_text("not saved")
    connie.press("Save")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    looks_right(page)
    sign_in(page, world.viewer)
    connie.open()
    expect(page.get_by_text("Your role lets you read this assessment")).to_be_visible()
    looks_right(page)


def test_every_kind_of_question_is_accessible_and_fits(
    live_server: Any,
    sign_in: SignIn,
    new_context: NewContext,
    looks_right: Any,
    transactional_db: None,
) -> None:
    free = {"not_applicable_allowed": True, "not_applicable_when": "You have none."}
    kinds = (r.single, r.yes_no, r.percentage, r.number, r.checklist, r.text)
    questions = [make(f"A-0{n}", **free) for n, make in enumerate(kinds, start=1)]
    world = small_world(*questions)
    page = new_context().new_page()
    sign_in(page, world.contributor)
    connie = Answering(page, world, live_server, "A").open()
    for question in questions:
        state = page.locator(f'[data-question="{question.code}"] input[value="not_applicable"]')
        state.check()
        expect(connie.field(f"{question.code}-reason")).to_be_visible()
    looks_right(page)
    connie.press("Save")
    expect(page.locator(".govuk-error-summary").get_by_role("link")).to_have_count(6)
    looks_right(page)
