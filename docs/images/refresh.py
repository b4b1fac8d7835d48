"""Takes the screenshots of the README from a running demonstration.

    make run PORT=8001                                                          in one terminal
    PYTHONPATH=. .venv/bin/python docs/images/refresh.py http://127.0.0.1:8001   in another

Needs the packages of `make check`, and Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from assessments.management.demo_world.cast import PASSWORD, WEXCOMBE

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1280, 900
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
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
        sign_in(page, address)
        page.get_by_role("link", name=WEXCOMBE.name).first.click()
        organisation = page.url
        page.get_by_role("link", name=FOLLOW_UP).first.click()
        take(page, "task-list")
        page.goto(f"{page.url}dimensions/BUD/")
        page.locator("#question-BUD-01").evaluate("question => question.scrollIntoView()")
        take(page, "question")
        page.goto(organisation)
        page.get_by_role("rowheader").get_by_role("link").first.click()
        take(page, "report")
        browser.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address.rstrip('/')}/accounts/login/")
    page.get_by_label("Email").fill(WEXCOMBE.administrator.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
