"""A newcomer opens an account and looks after it: wide, narrow, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.worlds import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def link_in_the_last_mail(prefix: str) -> str:
    found = re.search(rf"http://\S+{prefix}\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_a_newcomer_opens_an_account_and_changes_its_address(
    any_page: Page, live_server: Any, well_made: Callable[[], None]
) -> None:
    page = any_page

    def press(name: str) -> None:
        page.get_by_role("button", name=name).click()
        well_made()

    page.goto(live_server.url + reverse("account_signup"))
    page.get_by_label("Full name").fill("Ben Okoro")
    page.get_by_label("Email address").fill("ben@northmoor.example")
    press("Send the link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    opening = link_in_the_last_mail("/account/open/")
    page.goto(opening)
    page.get_by_label("Create a password", exact=True).fill("password123")
    press("Open my account")
    expect(page.get_by_role("alert")).to_contain_text("Use three unrelated words instead.")
    page.get_by_label("Create a password", exact=True).fill(PASSWORD)
    press("Open my account")
    page.goto(opening)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link cannot be used now")
    page.get_by_role("link", name="Ben Okoro").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    for name in ("account-name", "account-sessions", "account-close", "account-email"):
        page.goto(live_server.url + reverse(name))
        well_made()
    page.get_by_label("New email address").fill("ben@new.example")
    press("Send the link")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press("Continue")
    page.goto(link_in_the_last_mail("/account/email/"))
    press("Use the new address")
    expect(page.get_by_role("main")).to_contain_text("Your address is now ben@new.example.")
