"""Chromium for tests that ask for `page`, `narrow_page`, `plain_page` or `new_context`.

Every browser context is watched: a test fails when the page broke the Content-Security-Policy or
threw an uncaught error, even if all its own assertions held.
"""

import inspect
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.plugins import lacking

# The build without windows comes first: it needs half the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    # Compiling and collecting next to the page takes a tenth more: other tests have the processors.
    " --js-flags=--single-threaded"
).split()
BROWSER_FIXTURES = frozenset(
    {"browser", "new_context", "context", "page", "narrow_page", "plain_page"}
)
# It takes each colour of each element apart, however often it has met the same words: a quarter of
# its time.
AXE = (
    AXE_SCRIPT
    + """
(() => {
    const colour = axe.commons.color.Color.prototype, { parseString } = colour, known = new Map();
    colour.parseString = function (text) {
        if (known.has(text)) return Object.assign(this, known.get(text));
        const { r, g, b, alpha } = parseString.call(this, text);
        known.set(text, { r, g, b, alpha });
        return this;
    };
})();"""
)
RUN_AXE = """async (contrast) => {
    const all = [...document.body.querySelectorAll("*")];
    const drawn = all.map((one) => +one.checkVisibility());
    const now = document.documentElement.outerHTML + drawn.join("");
    const was = window.axeLooked?.now === now ? window.axeLooked : null;
    window.axeLooked = { now, contrast: contrast || Boolean(was?.contrast) };
    const rules = { "color-contrast": { enabled: contrast } };
    // At another width the same elements can only scroll in another way, which axe minds only where
    // no link in them takes a keyboard there.
    const left = [];
    const reached = (one) =>
        [...one.querySelectorAll("a[href]:not([tabindex])")].some((link) => link.checkVisibility());
    const scrolls = (one) =>
        (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight) &&
        !one.matches("select, textarea") &&
        /auto|scroll/.test(getComputedStyle(one).overflow);
    if (all.some((one) => scrolls(one) && !reached(one))) left.push("scrollable-region-focusable");
    if (contrast && !was?.contrast) left.push("color-contrast");
    if (was && !left.length) return [];
    const some = was ? { runOnly: { type: "rule", values: left } } : { rules };
    return (await axe.run({ resultTypes: ["violations"], preload: false, ...some })).violations;
}"""
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
MISSING = "Chromium is not installed, so no page was tried in a browser. Install it and run again."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not BROWSER_FIXTURES.isdisjoint(_named_by(item)):
            item.add_marker("browser")


def _named_by(item: pytest.Item) -> set[str]:
    """The fixtures that a test asks for, those included that a parameter names for it to fetch."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    named = {value for value in params.values() if isinstance(value, str)}
    return named.union(getattr(item, "fixturenames", ()))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if CHROMIUM or not item.get_closest_marker("browser"):
        return
    lacking.skip(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": WIDE,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser. While it is open, this thread's database connections are of its event loop.

    They are closed with it: once the loop has stopped nothing else reaches them, and an open
    connection keeps the test database from being deleted.
    """
    yield browser
    connections.close_all()


_answering: set[int] = set()
"""The threads that answer a request, by their keys."""
request_started.connect(lambda **_: _answering.add(threading.get_ident()), weak=False)
request_finished.connect(lambda **_: _answering.discard(threading.get_ident()), weak=False)

PATIENCE = 5
"""Seconds that the end of a test waits at most for what a page has still asked for."""


def wait_for_servers() -> None:
    """Returns once no other thread answers a request: a save that a closed page has still sent
    would hold rows that are deleted after the test, and wait for others of them.
    """
    until = time.monotonic() + PATIENCE
    mine = threading.get_ident()
    while time.monotonic() < until:
        alive = {one.ident for one in threading.enumerate()}
        if not (_answering & alive) - {mine}:
            return
        time.sleep(0.01)


@pytest.fixture
def browser_troubles() -> list[str]:
    """What the watched pages complained of so far. A test that provokes it on purpose clears it."""
    return []


@pytest.fixture
def new_context(
    browser: Browser, browser_context_args: dict[str, Any], browser_troubles: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a context that is watched until the test ends; `page` and `context` come from it."""
    opened: list[BrowserContext] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            browser_troubles.append(message.text)

    def open_watched(**options: Any) -> BrowserContext:
        context = browser.new_context(**browser_context_args | options)
        context.on("console", on_console)
        context.on("weberror", lambda error: browser_troubles.append(str(error.error)))
        opened.append(context)
        return context

    yield open_watched
    for context in opened:
        context.close()
    wait_for_servers()
    assert not browser_troubles, "\n".join(["The browser complained:", *browser_troubles])


@pytest.fixture
def narrow_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page 320 pixels wide: a small phone, or 400% zoom on a desktop."""
    return new_context(viewport=NARROW).new_page()


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page with JavaScript switched off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(params=["page", "plain_page"], ids=["wide", "narrow without JavaScript"])
def any_page(request: pytest.FixtureRequest) -> Page:
    """Each in turn: a wide page, and a narrow one with JavaScript switched off."""
    found: Page = request.getfixturevalue(request.param)
    if request.param == "plain_page":
        found.set_viewport_size(NARROW)
    return found


@pytest.fixture
def well_made(
    request: pytest.FixtureRequest,
    any_page: Page,
    looks_right: Callable[[Page], None],
    fits_its_width: Callable[[Page], None],
) -> Callable[[], None]:
    """Asserts of `any_page` what `looks_right` does, or where no scripts run `fits_its_width`."""
    scripts = request.node.callspec.params["any_page"] != "plain_page"
    return partial(looks_right if scripts else fits_its_width, any_page)


def until(page: Page, done: Callable[[], object]) -> None:
    """Waits until that is so, while the page goes on. Fails after a minute."""
    for _ in range(1_200):
        if done():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"it never came to be so: {inspect.getsource(done).strip()}")


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Signs a user in to a page's context without going through the sign-in form."""

    def put_cookie(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    return put_cookie


def _is_known_upstream(rule: str, html: str) -> bool:
    """govuk-frontend's own script sets aria-expanded on a radio that reveals something."""
    return rule == "aria-allowed-attr" and "govuk-radios__input" in html and "aria-expanded" in html


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Asserts that axe finds nothing wrong with a page (JavaScript must be on).

    Contrast takes most of the time, and colours are the same at every width
    (`tests/pages/test_styles.py`): it is looked at where a page is wide, or where a test that
    looks at a narrow page only says `contrast=True`.

    A second look at the same elements, drawn and hidden as before, asks only for what depends on
    the width, where anything scrolls. Style sheets are not fetched again for axe: only rules that
    are off by default read them. The package's own runner brings axe again for every look and
    fetches all that was in order too, which takes twice the time.
    """

    def check(page: Page, *, contrast: bool = False) -> None:
        # A press that leads to another page returns when that page begins to come.
        page.wait_for_load_state()
        size = page.viewport_size
        contrast = contrast or size is None or size["width"] > NARROW["width"]
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        found = [
            f"{violation['id']}: {violation['help']} - {node['html']}"
            for violation in page.evaluate(RUN_AXE, contrast)
            for node in violation["nodes"]
            if not _is_known_upstream(violation["id"], node["html"])
        ]
        assert not found, "\n".join([f"axe, at {page.url}:", *found])

    return check


@pytest.fixture(scope="session")
def fits_its_width() -> Callable[[Page], None]:
    """Asserts that a page does not scroll sideways, and names what sticks out when it does."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        sticking_out = page.evaluate(
            """() => {
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= width) return [];
                const wide = [...document.querySelectorAll("body *")].filter(
                    (e) => e.getBoundingClientRect().right > width + 1);
                return ["the page", ...wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
            }"""
        )
        assert sticking_out == [], f"sideways scrolling at {page.url}: {sticking_out}"

    return check


@pytest.fixture(scope="session")
def looks_right(
    axe: Callable[..., None], fits_its_width: Callable[[Page], None]
) -> Callable[[Page], None]:
    """Asserts both of a page, 320 and 1280 pixels wide. It is left as wide as it was."""

    def check(page: Page) -> None:
        was = page.viewport_size or WIDE
        # Wide first, with contrast: the narrow page then seldom needs axe.
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            axe(page)
            fits_its_width(page)
        page.set_viewport_size(was)

    return check
