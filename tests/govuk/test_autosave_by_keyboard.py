"""Autosave for people who use the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .answering_page import Server, reply


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


def test_enter_saves_though_every_letter_is_saved_already(page: Page, server: Server) -> None:
    title = page.locator("[name=A-evidence-0-title]")
    title.press_sequentially(" of 2026")
    expect(page.locator("[data-autosave-said]")).to_have_text("Saved 2:02pm")
    title.press("Enter")
    expect(page).to_have_title("Saved")
    assert len(server.sent) == 1 and server.plain[0]["then"] == ["save"]


def by_another(state: str, revision: int) -> dict[str, Any]:
    theirs = {"by": "Ben", "at": "23 November 2026 at 2:01pm", "what": "answer"}
    theirs |= {"value_text": "Level 0", "fields": {"A-value": "0"}, "revision": revision}
    return {"revision": revision, "state": state, "theirs": theirs}


def heard(page: Page, server: Server, said: dict[str, Any]) -> None:
    """A save of B under way brings this of A, wherever the focus is."""
    server.next = server.answering(reply(A=said, B={"revision": 1, "state": "saved"}))
    before = len(server.sent)
    page.evaluate(
        """(value) => {
            const field = document.querySelector("[name=B-value]");
            field.value = value;
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        str(before + 1),
    )


@pytest.mark.parametrize(
    ("state", "mark", "button"),
    [("untouched", "newer", "Show it here"), ("clash", "clash", "Keep mine")],
)
def test_what_is_said_anew_of_another_person_keeps_the_focus(
    page: Page, server: Server, state: str, mark: str, button: str
) -> None:
    heard(page, server, by_another(state, 7))
    page.locator(f"[data-{mark}='7']").get_by_role("button", name=button).focus()
    heard(page, server, by_another(state, 8))
    expect(page.locator(f"[data-{mark}='8']").get_by_role("button", name=button)).to_be_focused()
    heard(page, server, {"revision": 9, "state": "saved"})
    expect(page.locator(f"[data-{mark}]")).to_have_count(0)
    expect(page.locator("[name=A-value]").first).to_be_focused()


def test_who_takes_the_answer_of_another_goes_on_at_it(page: Page, server: Server) -> None:
    page.locator("[name=A-value][value='1']").check()
    expect(page.locator("[data-autosave-said]")).to_have_text("Saved 2:02pm")
    heard(page, server, by_another("clash", 7))
    page.get_by_role("button", name="Keep mine").press("Enter")
    expect(page.locator("[name=A-value][value='1']")).to_be_focused()
    heard(page, server, by_another("clash", 8))
    page.get_by_role("button", name="Use theirs").press("Enter")
    expect(page.locator("[name=A-value][value='0']")).to_be_focused()
