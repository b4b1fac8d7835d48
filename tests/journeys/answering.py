"""What the journeys through the answering page share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from assessments.models import User
from assessments.queries.answers import sheet_of, stored_answers
from assessments.rubric.definition import OwnerRoleSpec, QuestionSpec, SectorSpec
from assessments.scoring.sheet import Reply
from tests.factories import rubrics as r
from tests.plugins.browser import until
from tests.views.answering import address
from tests.worlds import PASSWORD, World, build_world

SignIn = Callable[[Page, User], None]
NewContext = Callable[..., BrowserContext]

# Two cores do everything at once in the suite, browser and server included.
expect.set_options(timeout=20_000)

SAVED = re.compile(r"^Saved (\d\S*[ap]m|mid\w+)$")
WOULD_LET_GO = "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"


class Answering:
    """One person at one dimension's page."""

    def __init__(self, page: Page, world: World, live_server: Any, key: str = "BUD") -> None:
        self.page, self.world = page, world
        self.url = live_server.url + address(world, key)

    def open(self) -> Answering:
        self.page.goto(self.url)
        return self

    def field(self, name: str, value: str = "") -> Locator:
        """The field of that name; a radio or checkbox by its value too."""
        by_value = f'[value="{value}"]' if value else ""
        return self.page.locator(f'[name="{name}"]{by_value}').first

    def section(self, code: str) -> Locator:
        return self.page.locator(f'[data-question="{code}"]')

    def choose(self, code: str, value: str) -> None:
        self.field(f"{code}-value", value).check()

    def open_note(self, code: str) -> Locator:
        details = self.section(code).locator("details:not(.rd-words)")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return self.field(f"{code}-note")

    @property
    def status(self) -> Locator:
        return self.page.locator("[data-autosave-said]")

    def saved(self) -> None:
        """Waits until the page would let its reader go, and says that everything is saved."""
        until(self.page, lambda: self.page.evaluate(WOULD_LET_GO))
        expect(self.page.locator("[data-autosave-working]")).to_be_empty()
        expect(self.status).to_have_text(SAVED)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def reply(self, code: str) -> Reply:
        """What the server has."""
        return sheet_of(self.world.assessment).reply(code)

    def revision(self, code: str) -> int:
        return stored_answers(self.world.assessment)[code].revision


def staying(page: Page) -> list[str]:
    """From now on the writer stays when the page asks; the list tells what it asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def small_world(*questions: QuestionSpec) -> World:
    """A world whose rubric asks just these, in one dimension, A."""
    roles = [OwnerRoleSpec(code="digital", default="Head of digital")]
    asked = [replace(question, applies_to=(r.COUNCIL,)) for question in questions]
    sectors = [SectorSpec(code=r.COUNCIL, name="Council")]
    return build_world(r.rubric(r.dimension("A", 1, *asked), roles=roles, sectors=sectors))


def sign_in_by_form(page: Page, user: User) -> None:
    """Through the sign-in page that is open, as people do."""
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
