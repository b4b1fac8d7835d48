"""Autosave for people who use the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .answering_page import Server


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
