"""Every page in Chromium: nothing for axe to find, nothing to scroll to sideways, no broken policy.

One world and one tab serve the whole sweep, and all faults are shown at once, each with its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Response, expect

from assessments.models import User
from tests.pages.test_every_page import pages
from tests.plugins.browser import AXE, NARROW, WIDE
from tests.worlds import World

NewContext = Callable[..., BrowserContext]
SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]

PARTS = 3

pytestmark = pytest.mark.django_db(transaction=True)

DOUBLE_TEXT = {"standard": 32, "fixed": 26}
"""What a person gets who asks the browser for text twice the usual size."""

MISTAKEN = re.compile("^Error: ")
SIZES = {"H1": "36px", "H2": "26px", "H3": "19px", "H4": "16px"}
"""Of the headings of a wide page: the scale of static/css/tokens.css. Second ones are light."""
OFF_THE_SCALE = """(sizes) => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
    .filter((one) => !one.closest(".rd-aside"))
    .map((one) => [one, getComputedStyle(one)])
    .filter(([one, { fontSize, fontWeight }]) => fontSize !== sizes[one.tagName] ||
        (one.matches("h2:not(.govuk-error-summary__title)") && fontWeight !== "400"))
    .map(([one, { fontSize, fontWeight }]) =>
        `${one.tagName} of ${fontSize} and ${fontWeight}: ${one.textContent.trim()}`)"""
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


@pytest.fixture(autouse=True)
def _as_in_development(settings: Any) -> None:
    """The gallery shows every component, and is for developers only."""
    settings.SHOW_GALLERY = True


@dataclass
class Sweep:
    """A tab that goes from page to page and notes what is wrong with each."""

    page: Page
    root: str
    sign_in: SignIn
    axe: Check
    fits: Check
    troubles: list[str]
    faults: list[str] = field(default_factory=list)

    def visit(self, who: User | None, address: str) -> Response | None:
        """Opens the page as that person, or signed out."""
        self.page.set_viewport_size(WIDE)
        self.page.context.clear_cookies()
        if who is not None:
            self.sign_in(self.page, who)
        return self.page.goto(self.root + address)

    def look(self, name: str) -> None:
        """At what is open now: wide, narrow, and narrow with text twice the size."""
        self.page.evaluate(OPEN_EVERYTHING)
        self.page.set_viewport_size(WIDE)
        off_the_scale = self.page.evaluate(OFF_THE_SCALE, SIZES)
        self.faults += [f"{name} at 1280 px: {heading}" for heading in off_the_scale]
        for width, size in (("1280 px", WIDE), ("320 px", NARROW)):
            self.page.set_viewport_size(size)
            self._note(f"{name} at {width}", self.axe)
            self._note(f"{name} at {width}", self.fits)
        with _double_text(self.page):
            self._note(f"{name} at 320 px with text twice the size", self.fits)
        self.faults += [f"{name}: {trouble}" for trouble in self.troubles]
        self.troubles.clear()

    def finish(self) -> None:
        """Fails with every fault that was noted."""
        if self.faults:
            pytest.fail("\n".join(self.faults), pytrace=False)

    def _note(self, where: str, check: Check) -> None:
        try:
            check(self.page)
        except AssertionError as fault:
            message = str(fault).split("\nassert ")[0]
            self.faults.append(f"{where}: {message}")


class _double_text:
    """While inside, the browser's own text size is doubled, as its settings would."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def __enter__(self) -> None:
        self._session.send("Page.setFontSizes", {"fontSizes": DOUBLE_TEXT})

    def __exit__(self, *_: object) -> None:
        self._session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        self._session.detach()


@pytest.fixture
def sweep(
    new_context: NewContext,
    live_server: Any,
    sign_in: SignIn,
    axe: Check,
    fits_its_width: Check,
    browser_troubles: list[str],
) -> Iterator[Sweep]:
    tab = new_context().new_page()
    # Kept by the browser, which is quicker than bringing it to each page.
    tab.add_init_script(AXE)
    yield Sweep(tab, live_server.url, sign_in, axe, fits_its_width, browser_troubles)


PLANT = """(html) => document.querySelector("main").insertAdjacentHTML("beforeend", html)"""


@pytest.mark.parametrize(
    ("breach", "message"),
    [
        ("<input name='planted' size='1'>", "1280 px: axe"),
        ("<img alt='' width='600' height='1'>", "320 px: sideways scrolling"),
        ("<input size='30' aria-label='x'>", "text twice the size: sideways scrolling"),
        ("<p style='color: red'>x</p>", "Content Security Policy"),
        ("<div class='rd-held'><h2 class='rd-critical'>x</h2></div>", "1280 px: H2 of 19px"),
    ],
)
def test_what_is_planted_is_found(
    transactional_db: None, sweep: Sweep, breach: str, message: str
) -> None:
    sweep.visit(None, reverse("privacy"))
    sweep.page.evaluate(PLANT, breach)
    sweep.look("planted")
    assert any(message in fault for fault in sweep.faults), sweep.faults
    assert len({fault.partition(": ")[0] for fault in sweep.faults}) <= 2, sweep.faults


def refusals(world: World, every: Mapping[str, tuple[User | None, str]]) -> dict[str, Any]:
    """The pages that say no: who meets them, where, and with which status."""
    submitted = every["task list, submitted"][1]
    return {
        "no such page": (None, "/nowhere/", 404),
        "another organisation": (world.stranger, every["organisation"][1], 404),
        "a role that may not": (world.viewer, every["submit"][1], 403),
        "a step that cannot be taken": (world.administrator, f"{submitted}submit/", 409),
        "a sign-in that is needed": (None, every["organisation"][1], 200),
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits(part: int, world: World, sweep: Sweep) -> None:
    """In parts, because it is the longest of all tests and others can run at the same time."""
    every = pages(world)
    start = reverse("assessment-start", kwargs={"slug": world.neighbour.slug})
    every["start an assessment"] = (world.stranger, start)
    for name, (who, address) in list(every.items())[part::PARTS]:
        opened = sweep.visit(who, address)
        assert opened and opened.status == 200, name
        sweep.look(name)
    for name, (who, address, status) in list(refusals(world, every).items())[part::PARTS]:
        opened = sweep.visit(who, address)
        assert opened and opened.status == status, name
        sweep.look(name)
    sweep.finish()


def test_pages_with_mistakes_are_accessible_and_fit(world: World, sweep: Sweep) -> None:
    under_way = {"slug": world.organisation.slug, "reference": world.assessment.reference}
    boss, page = world.administrator, sweep.page
    cases: dict[str, tuple[User | None, str, str]] = {
        "sign in": (None, reverse("account_login"), "Sign in"),
        "sign up": (None, reverse("account_signup"), "Send the link"),
        "reset password": (None, reverse("account_reset_password"), "Send"),
        "change password": (boss, reverse("account_change_password"), "Save password"),
        "new organisation": (boss, reverse("organisation-create"), "Create organisation"),
        "invite": (boss, reverse("member-invite", args=[under_way["slug"]]), "Send invitations"),
        "ask to join": (boss, reverse("join"), "Ask to join"),
        "withdraw": (boss, reverse("assessment-withdraw", kwargs=under_way), "Withdraw"),
    }
    for name, (who, address, button) in cases.items():
        sweep.visit(who, address)
        page.get_by_role("main").get_by_role("button", name=button).first.click()
        expect(page).to_have_title(MISTAKEN)
        sweep.look(f"{name} with mistakes")
    sweep.finish()


def test_a_dimension_with_every_kind_of_mistake(world: World, sweep: Sweep) -> None:
    """Out of range, an answer that excludes the others, no reason, a link without a title."""
    where = {"slug": world.organisation.slug, "reference": world.assessment.reference}
    page = sweep.page
    sweep.visit(world.contributor, reverse("dimension-answer", kwargs={**where, "key": "BUD"}))
    page.evaluate(OPEN_EVERYTHING)
    page.locator('[name="BUD-01-evidence-0-link"]').fill("https://wexcombe.example/" + "plan" * 90)
    page.locator('[name="BUD-03-value"]').fill("250")
    page.locator('[name="BUD-03-state"][value="not_applicable"]').check()
    page.locator('[name="BUD-06-value"]').first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_title(MISTAKEN)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    sweep.look("dimension with mistakes")
    sweep.finish()
