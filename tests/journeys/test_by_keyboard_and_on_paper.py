"""The main job with a keyboard and nothing else, and the report as a printer gets it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessments.queries.answers import sheet_of
from assessments.scoring.sheet import State
from tests.exports.reading import words
from tests.factories.shipped import shipped_rubric, worked_example
from tests.journeys.answering import Answering, SignIn
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Our register shows no high-risk out-of-date systems."


class Keys:
    """A person who uses only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, wanted: Locator, most: int = 60) -> None:
        """Tabs on until that has the focus, and sees that nothing covers it."""
        for _ in range(most):
            self.press("Tab")
            if wanted.evaluate("(one) => one === document.activeElement"):
                self._in_sight()
                return
        raise AssertionError(f"{wanted} is not within {most} tabs")

    def _in_sight(self) -> None:
        covered = self.page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
                const top = document.elementFromPoint(x, y);
                if (top && (one.contains(top) || top.contains(one) || top.matches("label")))
                    return "";
                return `${one.outerHTML.slice(0, 100)} is under ${top?.outerHTML.slice(0, 100)}`;
            }"""
        )
        assert not covered, covered

    def radio(self, code: str, level: int) -> None:
        """Into the group, then down to the level: the arrow keys choose as they move."""
        self.to(self.page.locator(f'[name="{code}-value"]').first)
        self.press("Space", *["ArrowDown"] * level)


def answer_budget_by_keyboard(keys: Keys) -> None:
    page = keys.page
    for code, raw in worked_example()["answers"].items():
        field = page.locator(f'[name="{code}-value"]')
        if not code.startswith("BUD"):
            continue
        if raw == "na":
            keys.to(page.locator(f'[name="{code}-state"][value="not_applicable"]'))
            keys.press("Space")
            keys.to(page.locator(f'[name="{code}-reason"]'))
            page.keyboard.type(REASON)
        elif isinstance(raw, list):
            for item in shipped_rubric().question(code).items:
                if item.code in raw:
                    keys.to(page.locator(f'[name="{code}-value"][value="{item.code}"]'))
                    keys.press("Space")
        else:
            keys.radio(code, raw)
            expect(field.nth(raw)).to_be_checked()
    keys.to(page.locator('[data-question="BUD-09"] summary:has-text("Note and evidence")'))
    keys.press("Enter")
    keys.to(page.locator('[name="BUD-09-note"]'))
    page.keyboard.type("Typed with care.")


def test_with_a_keyboard_alone(world: World, live_server: Any, page: Page, sign_in: SignIn) -> None:
    known = {
        code: raw for code, raw in worked_example()["answers"].items() if not code.startswith("BUD")
    }
    world.answer(known)
    sign_in(page, world.approver)
    where = {"slug": world.organisation.slug, "reference": world.assessment.reference}
    page.goto(live_server.url + reverse("assessment-detail", kwargs=where))
    keys = Keys(page)
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keys.press("Enter")
    keys.to(page.get_by_role("link", name="Budget", exact=True))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Budget")
    answer_budget_by_keyboard(keys)
    keys.to(page.get_by_role("button", name="Save and continue"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    sheet = sheet_of(world.assessment)
    assert sheet.reply("BUD-03").state is State.NOT_APPLICABLE
    assert sheet.reply("BUD-09").note == "Typed with care."
    page.goto(live_server.url + reverse("assessment-check", kwargs=where))
    keys.to(page.get_by_role("button", name="Continue to approve").first, most=200)
    keys.press("Enter")
    expect(page.get_by_label("Your job title")).to_be_visible()
    for radio in page.locator('input[name^="sample-"][value="seen"]').all():
        keys.to(radio, most=200)
        keys.press("Space")
    keys.to(page.get_by_label("Your job title"))
    page.keyboard.type("Director of Finance")
    keys.to(page.get_by_role("button", name="Approve and submit", exact=True))
    keys.press("Enter")
    expect(page.locator(".rd-verdict__figure")).to_have_text(worked_example()["overall"]["rounded"])


def test_the_list_of_questions_never_covers_what_the_focus_comes_to(
    world: World, live_server: Any, narrow_page: Page, sign_in: SignIn
) -> None:
    sign_in(narrow_page, world.contributor)
    Answering(narrow_page, world, live_server).open()
    keys = Keys(narrow_page)
    keys.to(narrow_page.locator("[data-rail] summary"))
    keys.press("Enter")
    expect(narrow_page.locator("[data-rail-to]").first).to_be_visible()
    for summary in narrow_page.locator("main summary:not([data-rail] *)").all()[:3]:
        keys.to(summary)


def test_a_press_below_the_list_of_questions_meets_what_it_is_on(
    world: World, live_server: Any, narrow_page: Page, sign_in: SignIn
) -> None:
    """Where the browser does not hold a page in place while the list above closes, as Safari."""
    sign_in(narrow_page, world.contributor)
    answering = Answering(narrow_page, world, live_server).open()
    narrow_page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    narrow_page.locator("[data-rail] summary").click()
    expect(narrow_page.locator("[data-rail-to]").first).to_be_visible()
    radio = narrow_page.locator("[name='BUD-01-value'][value='1']")
    radio.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().top - 470)")
    x, y = radio.evaluate("(one) => [one.getBoundingClientRect().left + 10, 480]")
    narrow_page.mouse.move(x, y)
    narrow_page.mouse.down()
    narrow_page.mouse.up()
    expect(radio).to_be_checked()
    answering.saved()


CLIPPED = """() => [...document.querySelectorAll("main *")].filter((one) => {
    const look = getComputedStyle(one);
    if (look.display === "inline" || one.closest(".govuk-visually-hidden, svg")) return false;
    const hides = [look.overflowX, look.overflowY].some((way) => way !== "visible");
    const over = [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight];
    return hides && Math.max(...over) > 1;
}).map((one) => one.outerHTML.slice(0, 120))"""


def test_the_report_on_paper(
    world: World,
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    fits_its_width: Callable[[Page], None],
) -> None:
    submission = world.submit()
    sign_in(page, world.viewer)
    where = {"slug": world.organisation.slug, "reference": submission.assessment.reference}

    def printed(part: str, *shown: str) -> None:
        """Goes to the part as it is on paper, with these of it to be seen and nothing cut off."""
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 672, "height": 950})
        page.goto(live_server.url + reverse(f"submission-{part}", kwargs={**where, "number": 1}))
        for gone in ("nav", "footer", "form", "button", ".govuk-skip-link", ".rd-downloads__list"):
            for each in page.locator(gone).all():
                expect(each).not_to_be_visible()
        for one in shown:
            found = page.locator(one).all()
            assert found and all(each.is_visible() for each in found), one
        for shape in page.locator(".rd-figure--narrow").all():
            expect(shape).not_to_be_visible()
        assert page.evaluate(CLIPPED) == []
        fits_its_width(page)

    printed("report", ".rd-rung", ".rd-figure--wide svg")
    printed("dimensions", ".rd-figures", ".rd-tile")
    printed("answers", ".rd-answer")
    printed("method", ".rd-hash")
    expect(page.locator("main")).to_contain_text(submission.snapshot.content_hash)
    printed("actions", ".rd-action")
    # Words break at hyphens at the end of a line, so no space is compared; and with some fonts
    # "staff" ends in one letter, which is a way to draw two.
    drawn = unicodedata.normalize("NFKC", words(page.pdf(prefer_css_page_size=True)))
    paper = "".join(drawn.split())
    for action in page.locator(".rd-action h3").all_text_contents():
        assert "".join(action.split()) in paper, action
    assert submission.reference in paper and "Myorganisations" not in paper
    page.evaluate(
        "document.querySelector('.rd-action').style.cssText = 'height: 1em; overflow: hidden'"
    )
    assert page.evaluate(CLIPPED), "what is cut off on purpose is not found"
