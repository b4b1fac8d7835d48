"""A second accessibility engine, after axe: HTML_CodeSniffer, over every page, wide and narrow.

It runs inside the page as axe does, in a tenth of a second. What it is wrong about is kept from it
here, and docs/accessibility.md gives the reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.docs.documents import document
from tests.journeys.test_every_page_in_a_browser import PLANT, Sweep, _as_in_development, refusals
from tests.pages.test_every_page import pages
from tests.plugins.programs import MODULES
from tests.worlds import World

__all__ = ["_as_in_development"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("html_codesniffer"),
]

ALLOWED = {"username": "autocomplete"}
"""Words that the engine does not know, each with the attribute in which it is not shown them."""

RUN = """(allowed) => new Promise((done) => {
    const hidden = [];
    for (const [word, attribute] of Object.entries(allowed)) {
        for (const each of document.querySelectorAll(`[${attribute}~="${word}"]`)) {
            const whole = each.getAttribute(attribute);
            hidden.push([word, () => each.setAttribute(attribute, whole)]);
            each.setAttribute(attribute, whole.split(" ").filter((one) => one !== word).join(" "));
        }
    }
    const finish = (reported) => {
        hidden.forEach(([, putBack]) => putBack());
        done([hidden.map(([word]) => word), reported]);
    };
    const say = (each) => `${each.code}: ${each.msg} - ${
        (each.element.outerHTML || each.element.nodeName).slice(0, 200)}`;
    const errors = () => HTMLCS.getMessages().filter((each) => each.type === HTMLCS.ERROR);
    try {
        HTMLCS.process("WCAG2AA", document, () => finish(errors().map(say)),
            () => finish(["it could not be run"]));
    } catch (error) {
        finish([`it stopped: ${error}`]);
    }
})"""

CheckPage = Callable[[Page], None]


@pytest.fixture
def met() -> Counter[str]:
    """How often each allowance was needed."""
    return Counter()


@pytest.fixture
def codesniffer(met: Counter[str]) -> CheckPage:
    """Asserts that HTML_CodeSniffer finds nothing wrong but what is allowed."""
    script = (MODULES / "html_codesniffer" / "build" / "HTMLCS.js").read_text()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        if not page.evaluate("'HTMLCS' in window"):
            page.evaluate(script)
        hidden, wrong = page.evaluate(RUN, ALLOWED)
        met.update(hidden)
        assert not wrong, "\n".join([f"HTML_CodeSniffer, at {page.url}:", *wrong])

    return check


@pytest.fixture
def sweep(
    new_context: Any,
    live_server: Any,
    sign_in: Any,
    codesniffer: CheckPage,
    browser_troubles: list[str],
) -> Sweep:
    def elsewhere(page: Page) -> None:
        """The journeys see that pages fit their width."""

    tab = new_context().new_page()
    return Sweep(tab, live_server.url, sign_in, codesniffer, elsewhere, browser_troubles)


def test_what_is_planted_is_found(transactional_db: None, sweep: Sweep) -> None:
    sweep.visit(None, reverse("privacy"))
    sweep.page.evaluate(PLANT, "<img src='/static/none.png'><input name='planted'>")
    sweep.look("planted")
    reported = "\n".join(sweep.faults)
    assert "1280 px" in reported and "320 px" in reported
    assert "1_1_1" in reported and "4_1_2" in reported


def test_it_finds_nothing_that_axe_has_missed(
    world: World, sweep: Sweep, met: Counter[str]
) -> None:
    every = pages(world)
    for name, (who, address) in every.items():
        sweep.visit(who, address)
        sweep.look(name)
    for name, (who, address, _) in refusals(world, every).items():
        sweep.visit(who, address)
        sweep.look(name)
    sweep.faults += [f"{word} is allowed and was not met" for word in ALLOWED if not met[word]]
    sweep.finish()


def test_what_is_allowed_is_listed_with_its_reason() -> None:
    rows = document("docs/accessibility.md").section("What is allowed").rows()
    assert {row[0].strip("`"): row[1].strip("`") for row in rows} == ALLOWED
    assert all(len(row[2]) > 40 for row in rows)
