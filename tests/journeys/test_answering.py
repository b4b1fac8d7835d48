"""Filling in a dimension in a browser: autosave, and what it does when things go wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.models import AnswerRevision
from assessments.rubric.definition import ConditionSpec
from assessments.scoring.sheet import State
from assessments.services import assessments
from tests.factories import rubrics as r
from tests.journeys.answering import (
    Answering,
    NewContext,
    SignIn,
    sign_in_by_form,
    small_world,
    staying,
)
from tests.plugins.browser import until
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

STRANGE = "  <b>bold</b> =1+1 \U0001f600 \u05e9\u05dc\u05d5\u05dd\nsecond line  "


@pytest.fixture
def connie(page: Page, world: World, live_server: Any, sign_in: SignIn) -> Answering:
    sign_in(page, world.contributor)
    return Answering(page, world, live_server).open()


def test_choices_and_words_are_saved_as_they_are_made_and_an_answer_is_cleared(
    connie: Answering,
) -> None:
    clear = connie.section("BUD-01").get_by_role("button", name="Clear this answer")
    expect(clear).to_be_hidden()
    connie.choose("BUD-01", "3")
    connie.saved()
    assert connie.reply("BUD-01").value == 3
    page = connie.page
    expect(page.locator("[data-progress]")).to_have_text("1 of 44 questions answered")
    expect(page.locator("[data-range]")).to_have_text(re.compile("lies between"))
    expect(connie.section("BUD-01")).to_contain_text("Last saved by Connie Contributor")
    note = connie.open_note("BUD-01")
    note.press_sequentially("Agreed by")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        note.press_sequentially(" the cabinet")
    connie.saved()
    note.fill(STRANGE)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        pass
    connie.saved()
    assert connie.reply("BUD-01").note == STRANGE
    connie.open()
    expect(connie.field("BUD-01-note")).to_have_value(STRANGE)
    expect(connie.field("BUD-01-value", "3")).to_be_checked()
    clear.click()
    expect(connie.field("BUD-01-value", "3")).not_to_be_checked()
    assert page.url.endswith("#question-BUD-01")
    assert connie.reply("BUD-01").state is State.UNANSWERED


def test_more_evidence_than_one_line(connie: Answering) -> None:
    connie.open_note("BUD-01")
    for number in range(3):
        connie.field(f"BUD-01-evidence-{number}-title").fill(f"Paper {number}")
        connie.field(f"BUD-01-evidence-{number}-link").fill(f"ref {number}")
        if number < 2:
            connie.section("BUD-01").get_by_role("button", name="Add more evidence").click()
    connie.page.keyboard.press("Tab")
    connie.saved()
    connie.open()
    assert [item.title for item in connie.reply("BUD-01").evidence] == [
        "Paper 0",
        "Paper 1",
        "Paper 2",
    ]
    expect(connie.field("BUD-01-evidence-3-title")).to_have_value("")


def test_none_of_these_clears_the_other_lines(connie: Answering) -> None:
    connie.choose("BUD-06", "register")
    connie.choose("BUD-06", "none")
    expect(connie.field("BUD-06-value", "register")).not_to_be_checked()
    connie.saved()
    assert connie.reply("BUD-06").value == frozenset({"none"})
    connie.choose("BUD-06", "dont_know")
    expect(connie.field("BUD-06-value", "none")).not_to_be_checked()
    connie.saved()
    assert connie.reply("BUD-06").state is State.DONT_KNOW


def test_an_error_is_shown_next_to_its_field_and_the_rest_is_saved(
    connie: Answering, axe: Any
) -> None:
    number = connie.field("BUD-03-value")
    number.fill("120")
    number.press("Tab")
    said = connie.page.locator("#id_BUD-03-value-error")
    expect(said).to_contain_text("BUD-03: Enter a number from 0 to 100")
    expect(connie.status).to_have_text(re.compile("BUD-03 is not saved"))
    connie.choose("BUD-01", "2")
    until(connie.page, lambda: connie.reply("BUD-01").value == 2)
    axe(connie.page)
    number.fill("88.5")
    number.press("Tab")
    expect(said).to_have_count(0)
    connie.saved()
    assert str(connie.reply("BUD-03").value) == "88.5"


def test_a_press_counts_though_an_error_arrives_before_it_ends(connie: Answering) -> None:
    """The error makes the page longer, but never under a finger."""
    connie.field("BUD-03-value").fill("120")
    unknown = connie.field("BUD-03-state", "dont_know")
    unknown.scroll_into_view_if_needed()
    box = unknown.bounding_box()
    assert box is not None
    mouse = connie.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with connie.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        mouse.down()
    answer.value.finished()
    connie.page.wait_for_timeout(200)
    mouse.up()
    expect(unknown).to_be_checked()
    expect(connie.status).to_contain_text("BUD-03 is not saved")


def test_enter_in_a_field_saves_and_clears_nothing(connie: Answering) -> None:
    connie.choose("BUD-01", "3")
    connie.saved()
    connie.open_note("BUD-01")
    title = connie.field("BUD-01-evidence-0-title")
    title.fill("Plan")
    title.press("Enter")
    expect(connie.page.get_by_text(re.compile(r"^Saved at (\d\S*[ap]m|mid)"))).to_be_visible()
    assert connie.reply("BUD-01").value == 3
    assert connie.reply("BUD-01").evidence[0].title == "Plan"


def test_while_the_server_cannot_be_reached_nothing_is_lost(connie: Answering) -> None:
    page = connie.page
    page.context.set_offline(True)
    note = connie.open_note("BUD-01")
    note.fill("Typed in a tunnel")
    expect(connie.status).to_have_text(re.compile("we cannot reach Readiness"))
    expect(note).to_have_value("Typed in a tunnel")
    warned = staying(page)
    page.evaluate("() => { location.href = '/' }")
    until(page, lambda: warned)
    assert warned == ["beforeunload"]
    expect(note).to_have_value("Typed in a tunnel")
    page.context.set_offline(False)
    connie.saved()
    assert connie.reply("BUD-01").note == "Typed in a tunnel"


def test_a_server_that_fails_is_tried_again(connie: Answering) -> None:
    failures = 2

    def answer(route: Any) -> None:
        nonlocal failures
        if route.request.method == "POST" and failures:
            failures -= 1
            route.fulfill(status=500, body="broken")
        else:
            route.continue_()

    connie.page.route("**/dimensions/**", answer)
    connie.choose("BUD-01", "2")
    expect(connie.status).to_have_text(re.compile("we cannot reach Readiness"))
    expect(connie.status).to_have_text(re.compile(r"^Saved"), timeout=15_000)
    assert connie.reply("BUD-01").value == 2


def test_signed_out_in_the_middle(connie: Answering) -> None:
    page = connie.page
    cookies = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    note = connie.open_note("BUD-01")
    note.fill("Written after the session ended")
    expect(connie.status).to_have_text(re.compile("You have been signed out"))
    expect(note).to_have_value("Written after the session ended")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    sign_in_by_form(opened.value, connie.world.contributor)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Budget")
    opened.value.close()
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    connie.saved()
    assert connie.reply("BUD-01").note == "Written after the session ended"


def test_an_assessment_that_closes_meanwhile(connie: Answering) -> None:
    why = "Started by mistake, sorry."
    world = connie.world
    assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=why)
    note = connie.open_note("BUD-01")
    note.fill("Too late")
    expect(connie.status).to_have_text(re.compile("has been withdrawn"))
    expect(note).to_have_value("Too late")
    assert not AnswerRevision.objects.exists()


@pytest.fixture
def ash(new_context: NewContext, world: World, live_server: Any, sign_in: SignIn) -> Answering:
    """The approver, on a narrow screen, on the same page at the same time."""
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    sign_in(page, world.approver)
    return Answering(page, world, live_server).open()


KEPT = {"BUD-01": "Keep mine", "BUD-04": "Use theirs"}


def test_two_people_write_at_once(
    connie: Answering, ash: Answering, axe: Any, fits_its_width: Any
) -> None:
    connie.choose("BUD-02", "1")
    for code in KEPT:
        connie.choose(code, "3")
        connie.open_note(code).fill("Connie's words")
    connie.page.keyboard.press("Tab")
    connie.saved()
    for code in KEPT:
        ash.open_note(code).fill("Ash's words")
        ash.choose(code, "1")
    for code in KEPT:
        panel = ash.section(code).locator("[data-clash]")
        expect(panel).to_contain_text("Connie Contributor changed this answer on")
        expect(panel).to_contain_text("Connie's words")
        expect(ash.field(f"{code}-note")).to_have_value("Ash's words")
    expect(ash.section("BUD-02").locator("[data-clash]")).to_have_count(0)
    axe(ash.page)
    fits_its_width(ash.page)
    for code, kept in KEPT.items():
        ash.section(code).get_by_role("button", name=kept).click()
        expect(ash.section(code).locator("[data-clash]")).to_have_count(0)
    ash.saved()
    for code, value, note in (("BUD-01", 1, "Ash's words"), ("BUD-04", 3, "Connie's words")):
        expect(ash.field(f"{code}-note")).to_have_value(note)
        assert (ash.reply(code).value, ash.reply(code).note) == (value, note)
    assert ash.reply("BUD-02").value == 1


def test_a_choice_that_was_made_is_not_asked_again_by_a_late_reply(
    connie: Answering, ash: Answering
) -> None:
    held: list[Any] = []
    for other, (code, kept) in enumerate(KEPT.items(), start=2):
        connie.choose(code, "3")
        connie.saved()
        ash.choose(code, "1")
        panel = ash.section(code).locator("[data-clash]")
        expect(panel).to_be_visible()
        ash.page.route("**/dimensions/**", lambda route: held.append(route), times=1)
        with ash.page.expect_request("**/dimensions/**"):
            ash.choose("BUD-02", str(other))
        panel.get_by_role("button", name=kept).click()
        ash.page.wait_for_timeout(50)
        held.pop().continue_()
        ash.saved()
        expect(panel).to_have_count(0)
        assert ash.reply(code).value == (1 if kept == "Keep mine" else 3)
        assert ash.reply("BUD-02").value == other


def test_a_newer_answer_is_offered_and_not_forced_in(connie: Answering, ash: Answering) -> None:
    connie.choose("BUD-01", "3")
    connie.saved()
    ash.choose("BUD-02", "1")
    newer = ash.section("BUD-01").locator("[data-newer]")
    expect(newer).to_contain_text("Connie Contributor changed this answer on")
    expect(ash.field("BUD-01-value", "3")).not_to_be_checked()
    newer.get_by_role("button").click()
    expect(ash.field("BUD-01-value", "3")).to_be_checked()
    ash.saved()
    ash.choose("BUD-01", "4")
    ash.saved()
    assert (ash.reply("BUD-01").value, ash.revision("BUD-01")) == (4, 2)


def test_using_theirs_takes_every_line_of_their_evidence(connie: Answering, ash: Answering) -> None:
    connie.choose("BUD-01", "3")
    connie.open_note("BUD-01")
    for number in range(3):
        connie.field(f"BUD-01-evidence-{number}-title").fill(f"Paper {number}")
        connie.section("BUD-01").get_by_role("button", name="Add more evidence").click()
    connie.saved()
    ash.choose("BUD-01", "1")
    ash.section("BUD-01").get_by_role("button", name="Use theirs").click()
    ash.saved()
    ash.choose("BUD-01", "2")
    ash.saved()
    titles = [item.title for item in ash.reply("BUD-01").evidence]
    assert (ash.reply("BUD-01").value, titles) == (2, ["Paper 0", "Paper 1", "Paper 2"])


def test_questions_appear_and_disappear(
    page: Page, live_server: Any, sign_in: SignIn, transactional_db: None
) -> None:
    opened = ConditionSpec(question="A-01", level_at_least=2)
    world = small_world(r.single("A-01"), r.single("A-02", condition=opened))
    sign_in(page, world.contributor)
    connie = Answering(page, world, live_server, "A").open()
    expect(connie.section("A-02")).to_be_hidden()
    connie.choose("A-01", "3")
    expect(connie.section("A-02")).to_be_visible()
    connie.choose("A-02", "4")
    connie.choose("A-01", "0")
    expect(connie.section("A-02")).to_be_hidden()
    connie.saved()
    assert connie.reply("A-02").value == 4
    connie.choose("A-01", "2")
    expect(connie.field("A-02-value", "4")).to_be_checked()
    expect(connie.section("A-02")).to_be_visible()
