"""Autosave in a browser, against a server that fails in every way that servers do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.plugins.browser import until

from .answering_page import SITE, Server, reply


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


def status(page: Page) -> Any:
    return page.locator("[data-autosave-said]")


def field(page: Page, name: str, value: str = "") -> Any:
    return page.locator(f"[name={name}]" + (f"[value='{value}']" if value else ""))


def write(page: Page, text: str = "kept", name: str = "A-note") -> None:
    field(page, name).fill(text)
    field(page, name).blur()


def at_will(page: Page) -> None:
    """From now on the page's timers wait until the test lets time pass."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000)


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def answering_error(server: Server, **more: Any) -> None:
    wrong = {"revision": 0, "state": "error", "errors": {"B-value": ["Enter a number from <0>"]}}
    server.next = server.answering({**reply(B=wrong), **more})


def test_typing_is_saved_after_a_pause_and_said_quietly(page: Page, server: Server) -> None:
    note = field(page, "A-note")
    note.press_sequentially("Agreed in May")
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert status(page).get_attribute("role") == "status"
    assert len(server.sent) == 1, "a save for each key"
    sent = server.sent[0]
    assert sent["A-note"] == ["Agreed in May"] and sent["autosave"] == ["1"]
    assert sent["A-revision"] == ["3"] and sent["csrfmiddlewaretoken"] == ["first"]
    assert page.locator("[name=A-revision]").input_value() == "4"
    expect(page.locator("[data-progress]")).to_have_text("2 of 4 questions answered")
    expect(page.locator("[data-range]")).to_have_text("between 20.0 and 80.0")
    assert page.locator("[data-progress-bar]").get_attribute("width") == "50%"


def test_one_request_at_a_time_and_the_newest_state_last(page: Page, server: Server) -> None:
    held: list[Route] = []
    server.next = held.append
    field(page, "A-value", "1").check()
    until(page, lambda: held)
    field(page, "A-value", "0").check()
    field(page, "B-value").fill("5")
    page.wait_for_timeout(1200)
    assert len(server.sent) == 1, "a second request while the first is under way"
    server.next = server.answering(reply(A={"revision": 5, "state": "saved"}))
    server.answering(reply())(held[0])
    until(page, lambda: len(server.sent) == 2)
    assert server.sent[1]["A-value"] == ["0"] and server.sent[1]["B-value"] == ["5"]
    assert server.sent[1]["A-revision"] == ["4"], "the second save must know of the first"


def test_an_error_is_at_its_field_until_it_is_put_right(
    page: Page, server: Server, axe: Callable[[Page], None]
) -> None:
    answering_error(server)
    number = field(page, "B-value")
    write(page, "101", "B-value")
    message = page.locator("#id_B-value-error")
    expect(message).to_have_text("Error: Enter a number from <0>")
    assert "id_B-value-error" in (number.get_attribute("aria-describedby") or "")
    expect(page.locator(".govuk-form-group--error")).to_have_count(1)
    expect(status(page)).to_contain_text("not saved")
    assert number.input_value() == "101"
    axe(page)
    server.next = server.answering(reply(B={"revision": 1, "state": "saved"}))
    write(page, "100", "B-value")
    expect(message).to_have_count(0)
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert number.get_attribute("aria-describedby") == "id_B-value-hint"
    expect(page.locator(".govuk-form-group--error, .govuk-input--error")).to_have_count(0)


def test_what_was_put_right_is_said_though_nothing_more_differs(page: Page, server: Server) -> None:
    answering_error(server)
    write(page, "101", "B-value")
    expect(status(page)).to_contain_text("not saved")
    held: list[Route] = []
    server.next = held.append
    write(page, "100", "B-value")
    until(page, lambda: held)
    for typed in ("1", "100"):
        field(page, "B-value").fill(typed)
    server.answering(reply(B={"revision": 1, "state": "saved"}))(held[0])
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert len(server.sent) == 2


def test_no_one_is_warned_while_still_typing(page: Page, server: Server) -> None:
    answering_error(server)
    field(page, "B-value").press_sequentially("1")
    expect(status(page)).to_contain_text("not saved")
    expect(page.locator("#id_B-value-error")).to_have_count(0)
    field(page, "B-value").blur()
    expect(page.locator("#id_B-value-error")).to_have_count(1)


CLASH = {
    "revision": 7,
    "state": "clash",
    "theirs": {
        "by": "Ben <img src=x onerror=alert(1)>",
        "at": "23 November 2026 at 2:01pm",
        "revision": 7,
        "value_text": "None",
        "note": "<b>theirs</b>",
        "fields": {"A-value": "0", "A-note": "<b>theirs</b>"},
    },
}


def clashing(page: Page, server: Server) -> Any:
    server.next = server.answering(reply(A=CLASH))
    field(page, "A-value", "1").check()
    write(page, "mine")
    until(page, lambda: server.sent and server.sent[-1].get("A-note") == ["mine"])
    panel = page.locator("[data-question=A] > [data-clash]")
    expect(panel).to_contain_text("Ben <img src=x onerror=alert(1)>")
    expect(panel).to_contain_text("<b>theirs</b>")
    expect(panel.locator("img, b")).to_have_count(0)
    assert field(page, "A-note").input_value() == "mine"
    assert page.locator("[name=A-revision]").input_value() == "3"
    return panel


def test_a_clash_shows_both_texts_and_mine_can_be_kept(
    page: Page, server: Server, axe: Callable[[Page], None]
) -> None:
    panel = clashing(page, server)
    axe(page)
    server.next = server.answering(reply(A={"revision": 8, "state": "saved"}))
    panel.get_by_role("button", name="Keep mine").click()
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert server.sent[-1]["A-overwrite"] == ["7"] and server.sent[-1]["A-note"] == ["mine"]
    expect(panel).to_have_count(0)
    expect(page.locator("[name=A-overwrite]")).to_have_count(0)
    assert page.locator("[name=A-revision]").input_value() == "8"


def test_a_clash_can_take_theirs(page: Page, server: Server) -> None:
    panel = clashing(page, server)
    server.next = server.answering(reply(A={"revision": 7, "state": "unchanged"}))
    panel.get_by_role("button", name="Use theirs").click()
    expect(field(page, "A-note")).to_have_value("<b>theirs</b>")
    expect(field(page, "A-value", "0")).to_be_checked()
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert server.sent[-1]["A-revision"] == ["7"] and server.sent[-1]["A-value"] == ["0"]
    expect(panel).to_have_count(0)


def test_a_clash_is_not_drawn_again_under_the_reader(page: Page, server: Server) -> None:
    panel = clashing(page, server)
    panel.get_by_role("button", name="Use theirs").focus()
    page.evaluate(
        "document.querySelector('[data-autosave]').dispatchEvent(new Event('autosave:now'))"
    )
    until(page, lambda: len(server.sent) >= 2)
    page.wait_for_timeout(300)
    expect(panel.get_by_role("button", name="Use theirs")).to_be_focused()


def test_signed_out_keeps_the_words_and_saves_once_signed_in_again(
    page: Page, server: Server
) -> None:
    link = page.locator("[data-signin]")
    answers: list[dict[str, Any]] = [
        {"status": 401},
        {"status": 302, "headers": {"Location": "/signin/"}},
    ]
    for answer in answers:
        words = f"kept at {answer['status']}"
        server.next = partial(Route.fulfill, **answer)
        write(page, words)
        expect(status(page)).to_contain_text("You have been signed out")
        expect(link).to_be_visible()
        assert link.get_attribute("target") == "_blank"
        assert field(page, "A-note").input_value() == words
        server.token, server.next = f"after {answer['status']}", server.answering(reply())
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(status(page)).to_have_text("Saved 2:02pm")
        assert server.sent[-1]["csrfmiddlewaretoken"] == [server.token]
        assert server.sent[-1]["A-note"] == [words]
        expect(link).to_be_hidden()


def test_a_stale_token_is_renewed_without_a_word(page: Page, server: Server) -> None:
    def refuse_once(route: Route) -> None:
        server.next = server.answering(reply())
        route.fulfill(status=403, body="CSRF")

    server.token, server.next = "second", refuse_once
    field(page, "A-value", "1").check()
    expect(status(page)).to_have_text("Saved 2:02pm")
    assert server.sent[-1]["csrfmiddlewaretoken"] == ["second"]


NO_ROOM = "Not saved. Readiness has run out of room to save anything."


def test_a_server_in_trouble_is_tried_again(page: Page, server: Server) -> None:
    at_will(page)
    troubles: dict[str, tuple[Callable[[Route], None], str]] = {
        "down": (lambda route: route.abort(), "we cannot reach Readiness"),
        "broken": (
            lambda route: route.fulfill(status=502, body="<h1>Bad</h1>"),
            "we cannot reach Readiness",
        ),
        "says why": (Server.answering({"message": NO_ROOM}, 503), NO_ROOM),
    }
    for words, (fail, says) in troubles.items():
        server.sent.clear()
        server.next = fail
        write(page, words)
        page.clock.run_for(1)
        expect(status(page)).to_contain_text(says)
        server.next = server.answering(reply())
        page.clock.run_for(1_900)
        assert len(server.sent) == 1, "it must not hammer a server in trouble"
        page.clock.run_for(100)
        expect(status(page)).to_have_text("Saved 2:02pm")
        assert server.sent[-1]["A-note"] == [words]


def test_coming_back_online_saves_at_once(page: Page, server: Server) -> None:
    at_will(page)
    server.next = lambda route: route.abort()
    field(page, "A-value", "1").check()
    page.clock.run_for(1)
    expect(status(page)).to_contain_text("we cannot reach Readiness")
    server.next = server.answering(reply())
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.clock.run_for(1)
    expect(status(page)).to_have_text("Saved 2:02pm")


def test_a_refused_page_says_why_and_asks_no_more(page: Page, server: Server) -> None:
    server.next = server.answering({"message": "Ada Khan submitted this assessment."}, 409)
    write(page)
    expect(status(page)).to_have_text("Ada Khan submitted this assessment.")
    field(page, "A-value", "1").check()
    page.wait_for_timeout(1000)
    assert len(server.sent) == 1
    assert field(page, "A-note").input_value() == "kept"


def test_the_save_button_stays_with_the_words_until_the_server_takes_them(
    page: Page, server: Server
) -> None:
    refusals: list[tuple[Callable[[Route], None], str]] = [
        (lambda route: route.abort(), "we cannot reach Readiness"),
        (Server.answering({"message": "Your role lets you read"}, 403), "Your role lets you read"),
        (Server.answering({"message": "This page is not yours"}, 404), "This page is not yours"),
        (Server.answering({"message": "Withdrawn"}, 409), "Withdrawn"),
    ]
    field(page, "A-note").fill("kept")
    for answer, why in refusals:
        server.next = answer
        for _ in range(2):
            press_save(page)
            expect(status(page)).to_contain_text(why)
            page.wait_for_timeout(250)
            assert server.plain == [] and field(page, "A-note").input_value() == "kept"
    server.next = server.answering(reply())
    press_save(page)
    expect(page).to_have_title("Saved")
    assert len(server.plain) == 1 and server.plain[0]["A-note"] == ["kept"]


def test_questions_come_and_go_as_the_server_asks(page: Page, server: Server) -> None:
    server.next = server.answering({**reply(), "asked": ["A"]})
    field(page, "A-value", "0").check()
    expect(field(page, "B-value")).to_be_hidden()
    server.next = server.answering(reply())
    field(page, "A-value", "1").check()
    expect(field(page, "B-value")).to_be_visible()


def leaving(page: Page) -> list[str]:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{SITE}/static/css/tokens.css")
    return asked


@pytest.mark.parametrize(
    ("answer", "says", "asked"),
    [
        (lambda route: route.fulfill(status=502), "we cannot reach Readiness", ["beforeunload"]),
        (Server.answering({"message": "Not yours"}, 404), "Not yours", ["beforeunload"]),
        (Server.answering(reply()), "Saved 2:02pm", []),
    ],
    ids=["out of reach", "refused", "saved"],
)
def test_leaving_warns_unless_everything_is_saved(
    page: Page,
    server: Server,
    answer: Callable[[Route], None],
    says: str,
    asked: list[str],
) -> None:
    server.next = answer
    write(page)
    expect(status(page)).to_contain_text(says)
    if asked:
        press_save(page)  # It stays, and the words are still not saved.
        page.wait_for_timeout(300)
    assert leaving(page) == asked


def test_the_save_button_waits_for_an_autosave_under_way(page: Page, server: Server) -> None:
    held: list[Route] = []
    server.next = held.append
    field(page, "A-value", "1").check()
    until(page, lambda: held)
    press_save(page)
    page.wait_for_timeout(300)
    assert server.plain == [], "the plain save overtook the autosave"
    server.answering(reply())(held[0])
    page.wait_for_url(f"{SITE}/answers/")
    expect(page).to_have_title("Saved")
    assert server.plain[0]["A-revision"] == ["4"] and server.plain[0]["then"] == ["save"]


def test_the_save_button_sends_what_is_wrong_only_to_a_server_in_reach(
    page: Page, server: Server
) -> None:
    answering_error(server)
    write(page, "lots", "B-value")
    expect(status(page)).to_contain_text("not saved")
    server.next = lambda route: route.abort()
    press_save(page)
    expect(status(page)).to_contain_text("we cannot reach Readiness")
    assert server.plain == [] and field(page, "B-value").input_value() == "lots"
    answering_error(server)
    press_save(page)
    expect(page).to_have_title("Saved")
    assert server.plain[0]["B-value"] == ["lots"]


def test_a_question_with_an_error_stays_in_sight_though_it_is_no_longer_asked(
    page: Page, server: Server
) -> None:
    answering_error(server, asked=["A"])
    field(page, "B-value").fill("lots")
    field(page, "A-value", "0").check()
    expect(status(page)).to_contain_text("B is not saved")
    expect(field(page, "B-value")).to_be_visible()
    server.next = server.answering({**reply(), "asked": ["A"]})
    write(page, "5", "B-value")
    expect(field(page, "B-value")).to_be_hidden()


def test_evidence_rows_are_added_empty_and_numbered(
    page: Page, server: Server, axe: Callable[[Page], None]
) -> None:
    page.get_by_role("button", name="Add more evidence for question A").click()
    added = field(page, "A-evidence-2-title")
    expect(added).to_be_focused()
    assert added.input_value() == "" and added.get_attribute("id") == "id_A-evidence-2-title"
    expect(page.locator("label[for=id_A-evidence-2-title]")).to_have_text("Evidence 3: title")
    assert field(page, "A-evidence-0-title").input_value() == "The plan"
    axe(page)


def test_without_scripts_what_a_choice_reveals_can_be_reached(plain_page: Page) -> None:
    Server(plain_page)
    expect(plain_page.locator("[name=A-reason]")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Add more evidence")).to_have_count(0)
    press_save(plain_page)
    expect(plain_page).to_have_title("Saved")


def test_a_save_brings_only_what_changed_and_the_revisions_of_the_rest(
    page: Page, server: Server
) -> None:
    server.next = server.answering(reply(B={"revision": 1, "state": "saved"}))
    field(page, "B-value").fill("5")
    expect(status(page)).to_have_text("Saved 2:02pm")
    sent = server.sent[-1]
    assert sent["B-value"] == ["5"] and sent["B-revision"] == ["0"] and sent["seen"] == ["A:3"]
    assert not [name for name in sent if name.startswith("A-")]
    server.next = server.answering(reply())
    field(page, "B-value").blur()  # the browser's change event, of what is saved by now
    field(page, "A-value", "1").check()
    expect(field(page, "A-revision")).to_have_value("4")
    assert server.sent[-1]["A-value"] == ["1"] and server.sent[-1]["seen"] == ["B:1"]
    assert len(server.sent) == 2, "a field that was left with nothing new was sent again"


def test_what_was_refused_is_sent_again_with_the_next_change(page: Page, server: Server) -> None:
    answering_error(server)
    field(page, "B-value").fill("lots")
    expect(status(page)).to_contain_text("not saved")
    field(page, "A-value", "1").check()
    until(page, lambda: server.sent[-1].get("A-value") == ["1"])
    assert server.sent[-1]["A-value"] == ["1"] and server.sent[-1]["B-value"] == ["lots"]


def test_no_link_on_the_page_is_without_words(page: Page, server: Server) -> None:
    links = page.locator("a").all()
    assert links and all(link.evaluate("each => each.textContent").strip() for link in links)
