"""What people meet on a bad line, and how they find the way to what is not saved."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from assessments.access.roles import Role
from assessments.scoring.sheet import State
from assessments.services import members
from tests.journeys.answering import Answering, NewContext, SignIn, staying
from tests.plugins.browser import until
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

SHORT_PATIENCE = """
const wait = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => wait(milliseconds / 10);
"""


@pytest.fixture
def connie(page: Page, world: World, live_server: Any, sign_in: SignIn) -> Answering:
    page.add_init_script(SHORT_PATIENCE)
    sign_in(page, world.contributor)
    return Answering(page, world, live_server).open()


def test_a_server_that_never_answers_counts_as_out_of_reach(connie: Answering) -> None:
    silent = True

    def answer(route: Route) -> None:
        if route.request.method != "POST" or not silent:
            route.continue_()

    connie.page.route("**/dimensions/**", answer)
    connie.open_note("BUD-01").fill("Into a hole")
    expect(connie.status).to_have_text(re.compile("we cannot reach Readiness"))
    silent = False
    connie.saved()
    assert connie.reply("BUD-01").note == "Into a hole"


def goes_on_after_a_lost_answer(connie: Answering) -> None:
    """The server has the first words, but its answer never came; more are typed meanwhile."""
    lost = 1

    def answer(route: Route) -> None:
        nonlocal lost
        if route.request.method == "POST" and lost:
            lost -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    connie.page.route("**/dimensions/**", answer)
    note = connie.open_note("BUD-01")
    note.fill("First words")
    expect(connie.status).to_have_text(re.compile("we cannot reach Readiness"))
    note.fill("First words and more")


def test_a_save_whose_answer_was_lost_is_no_clash_with_oneself(connie: Answering) -> None:
    goes_on_after_a_lost_answer(connie)
    connie.saved()
    expect(connie.section("BUD-01").locator("[data-clash]")).to_have_count(0)
    assert (connie.reply("BUD-01").note, connie.revision("BUD-01")) == ("First words and more", 2)


def test_saving_by_hand_after_a_lost_answer_is_no_clash_with_oneself(connie: Answering) -> None:
    goes_on_after_a_lost_answer(connie)
    connie.press("Save")
    expect(connie.page.get_by_text(re.compile(r"Saved at (\d\S*[ap]m|mid)"))).to_be_visible()
    assert (connie.reply("BUD-01").note, connie.revision("BUD-01")) == ("First words and more", 2)


def test_leaving_a_page_that_came_back_with_an_error_warns(connie: Answering) -> None:
    connie.field("BUD-03-value").fill("101")
    connie.press("Save")
    expect(connie.page.locator(".govuk-error-summary")).to_be_visible()
    expect(connie.field("BUD-03-value")).to_have_value("101")
    asked = staying(connie.page)
    connie.page.mouse.click(5, 5)  # browsers ask only people who did something on the page
    connie.page.locator(".govuk-breadcrumbs__link").first.click(no_wait_after=True)
    until(connie.page, lambda: asked)
    assert asked == ["beforeunload"]
    expect(connie.field("BUD-03-value")).to_have_value("101")


def test_the_status_names_what_is_not_saved_and_leads_there(connie: Answering, axe: Any) -> None:
    page = connie.page
    page.set_viewport_size({"width": 320, "height": 640})
    connie.world.answer({"BUD-02": 1}, by=connie.world.approver)
    note = connie.open_note("BUD-02")
    note.fill("Mine")
    expect(connie.status).to_have_text("BUD-02 is not saved. See the message next to it.")
    axe(page)
    page.get_by_role("link", name="Go to BUD-02").click()
    expect(connie.section("BUD-02").locator("[data-clash]")).to_be_in_viewport()
    connie.section("BUD-02").get_by_role("button", name="Keep mine").click()
    connie.saved()
    expect(page.locator("[data-trouble]")).to_be_hidden()


def test_the_status_names_no_message_that_is_not_there_yet(connie: Answering) -> None:
    """A field that is still being typed in is not called wrong; leaving it is."""
    connie.field("BUD-03-value").press_sequentially("101")
    expect(connie.status).to_have_text(
        "BUD-03 is not saved yet. We try again when you leave the field."
    )
    expect(connie.section("BUD-03").locator(".govuk-error-message")).to_have_count(0)
    connie.field("BUD-03-value").press("Tab")
    expect(connie.status).to_have_text("BUD-03 is not saved. See the message next to it.")
    expect(connie.section("BUD-03").locator(".govuk-error-message")).to_be_visible()


def test_a_reason_is_sent_only_with_its_choice(connie: Answering) -> None:
    connie.field("BUD-03-state", "not_applicable").check()
    reason = connie.field("BUD-03-reason")
    reason.fill("Our register shows no such systems.")
    connie.field("BUD-03-state", "not_applicable").uncheck()
    connie.field("BUD-03-value").fill("40")
    connie.field("BUD-03-value").press("Tab")
    connie.saved()
    connie.press("Save")
    expect(connie.page.get_by_text(re.compile(r"Saved at (\d\S*[ap]m|mid)"))).to_be_visible()
    assert connie.reply("BUD-03").state is State.ANSWERED


def test_a_newer_note_is_shown_as_well(
    connie: Answering, new_context: NewContext, live_server: Any, sign_in: SignIn
) -> None:
    other = new_context().new_page()
    sign_in(other, connie.world.approver)
    ash = Answering(other, connie.world, live_server).open()
    ash.open_note("BUD-02").fill("From the finance team")
    ash.saved()
    connie.choose("BUD-01", "2")
    newer = connie.section("BUD-02").locator("[data-newer]")
    expect(newer).to_contain_text("Note: From the finance team")


def change_of_heart(world: World, lost: str) -> None:
    """An administrator takes the right to write from the contributor, or the membership."""
    membership = world.organisation.memberships.get(user=world.contributor)
    if lost == "role":
        members.change_role(membership=membership, role=Role.VIEWER, by=world.administrator)
    else:
        members.remove(membership=membership, by=world.administrator)


@pytest.mark.parametrize(
    ("lost", "why"), [("role", "make you a contributor"), ("membership", "not yours to change")]
)
def test_who_may_not_write_any_more_keeps_the_page_and_is_warned(
    connie: Answering, lost: str, why: str
) -> None:
    change_of_heart(connie.world, lost)
    page, note = connie.page, connie.open_note("BUD-01")
    note.fill("An hour's work")
    connie.press("Save")
    expect(connie.status).to_contain_text(why)
    connie.press("Save and continue")
    page.wait_for_timeout(500)
    expect(connie.status).to_contain_text(why)
    expect(note).to_have_value("An hour's work")
    asked = staying(page)
    page.locator(".govuk-breadcrumbs__link").first.click(no_wait_after=True)
    until(page, lambda: asked)
    assert asked == ["beforeunload"]
    expect(note).to_have_value("An hour's work")


def test_who_gets_the_role_back_saves_what_waited(connie: Answering) -> None:
    change_of_heart(connie.world, "role")
    connie.open_note("BUD-01").fill("An hour's work")
    expect(connie.status).to_contain_text("make you a contributor")
    membership = connie.world.organisation.memberships.get(user=connie.world.contributor)
    members.change_role(membership=membership, role=Role.CONTRIBUTOR, by=connie.world.administrator)
    connie.press("Save")
    expect(connie.page.get_by_text(re.compile(r"Saved at (\d\S*[ap]m|mid)"))).to_be_visible()
    assert connie.reply("BUD-01").note == "An hour's work"
