"""Takes the screenshots of the documents, and the front page's pictures of a report, from a running
unchanged demonstration.

    make run PORT=8001                                                          in one terminal
    READINESS_MODE=development DJANGO_SETTINGS_MODULE=readiness.settings PYTHONPATH=. \\
        .venv/bin/python docs/images/refresh.py http://localhost:8001           in another

Needs the packages of `make check`, and Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

django.setup()

from assessments.management.demo_world.cast import PASSWORD, WEXCOMBE  # noqa: E402

HERE = Path(__file__).parent
FRONT_PAGE = HERE.parents[1] / "static" / "img"
WIDTH, HEIGHT = 1280, 900
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FOLLOW_UP = "Follow-up before the spring pilots"


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        report = answering(page, address)
        front_page(page, report)
        page.context.clear_cookies()
        editing(page, address.rstrip("/"))
        browser.close()


def answering(page: Page, address: str) -> str:
    """The pictures of the README. Returns where the newest report is."""
    sign_in(page, address, WEXCOMBE.administrator.email)
    page.get_by_role("link", name=WEXCOMBE.name).first.click()
    organisation = page.url
    page.get_by_role("link", name=FOLLOW_UP).first.click()
    take(page, "task-list")
    page.goto(f"{page.url}dimensions/BUD/")
    page.locator("#question-BUD-01").evaluate("question => question.scrollIntoView()")
    take(page, "question", height=1080)
    page.goto(organisation)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    take(page, "report")
    return page.url


ONLY_THE_BEST = """() => {
    const main = document.querySelector("main");
    const parts = [".rd-verdict", ".rd-figure--wide", ".rd-figure--narrow", ".rd-first"];
    main.replaceChildren(...parts.map((part) => main.querySelector(part)));
    main.classList.add("rd-report");
    main.style.paddingTop = "0";
}"""


def front_page(page: Page, report: str) -> None:
    """The result of a report, its bars and its first actions, wide and narrow."""
    for name, width in (("report-wide", 720), ("report-narrow", 350)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(report)
        page.evaluate(ONLY_THE_BEST)
        page.wait_for_load_state("networkidle")
        page.locator("main").screenshot(path=FRONT_PAGE / f"{name}.png")


def editing(page: Page, address: str) -> None:
    """The pictures of "Editing a rubric": a draft is made and changed for them."""
    sign_in(page, address, "editor@readiness.example")
    page.goto(f"{address}/admin/assessments/rubricversion/")
    page.get_by_role("link", name="UK public sector digital and AI readiness").first.click()
    page.get_by_role("link", name="New draft from this edition").click()
    take(page, "editing-new-draft", height=420)
    page.get_by_role("button", name="Make the draft").click()
    draft = page.url.removesuffix("change/")
    for place, weight in enumerate(("20", "15")):
        page.locator(f"#id_dimensions-{place}-weight").fill(weight)
    keep(page)
    page.get_by_role("link", name="Change Budget").click()
    page.get_by_role("link", name="Change BUD-01").click()
    page.locator("#id_text").fill("Is there a written plan for digital and AI work, with money?")
    page.get_by_label("Not applicable allowed").check()
    keep(page)
    page.get_by_label("Critical").check()
    keep(page)
    take(page, "editing-fault", height=420)
    page.get_by_label("Critical").uncheck()
    keep(page)
    page.locator("#levels-group").evaluate("table => table.scrollIntoView()")
    take(page, "editing-levels", height=520)
    page.goto(f"{draft}change/")
    take(page, "editing-draft", height=620)
    page.locator("#dimensions-group").evaluate("table => table.scrollIntoView()")
    take(page, "editing-weights", height=520)
    page.goto(f"{draft}preview/")
    page.locator("#question-BUD-01 input[type=radio][value='3']").check()
    page.evaluate("scrollTo(0, 0)")
    take(page, "editing-preview")
    page.goto(f"{draft}compare/")
    take(page, "editing-compare")
    page.goto(f"{draft}history-of-draft/")
    take(page, "editing-history", height=620)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist .success").wait_for()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address.rstrip('/')}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def take(page: Page, name: str, height: int = HEIGHT) -> None:
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
