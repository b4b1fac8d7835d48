"""A file by hand: downloaded from a draft, uploaded with a slip, mended, looked at and taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import Question, RubricVersion, User
from assessments.queries.rubrics import spec_of
from assessments.rubric.files.codec import content_hash
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]
TITLE = "There is a published plan with money in it"


def downloaded(page: Page, link: str, to: Path) -> str:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    started.value.save_as(to)
    return to.read_text(encoding="utf-8")


def send(page: Page, file: Path) -> None:
    page.get_by_label("Rubric file").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()


def test_a_draft_goes_out_as_a_file_and_comes_back_changed_without_scripts(
    live_server: Any,
    plain_page: Page,
    sign_in: SignIn,
    programme: Programme,
    draft: RubricVersion,
    world: World,
    tmp_path: Path,
) -> None:
    page, file = plain_page, tmp_path / "next.yaml"
    old = Question.objects.get(version=draft, code="BUD-01").title
    sign_in(page, programme.editor)
    page.goto(live_server.url + address(draft))
    text = downloaded(page, "YAML file", file)
    file.write_text(text.replace(old, TITLE).replace("weight: 15\n", "weight: lots\n", 1))
    page.get_by_role("link", name="Upload a file").click()
    send(page, file)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The file has a fault")
    expect(page.get_by_text('must be a number, got "lots"')).to_be_visible()
    file.write_text(text.replace(old, TITLE))
    send(page, file)
    expect(page.get_by_role("heading", name="What the file would change")).to_be_visible()
    expect(page.get_by_role("heading", name=f"BUD-01 {TITLE}")).to_be_visible()
    page.get_by_role("button", name="Replace the content of the draft").press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("now holds what next.yaml holds")
    assert Question.objects.get(version=draft, code="BUD-01").title == TITLE
    assert content_hash(spec_of(world.version)) == world.version.content_hash


def test_the_pages_are_clean_for_axe_and_fit_both_widths(
    live_server: Any,
    new_context: Callable[..., BrowserContext],
    sign_in: SignIn,
    looks_right: Check,
    programme: Programme,
    draft: RubricVersion,
    tmp_path: Path,
) -> None:
    """Without the policy, which stops axe itself: it copies style sheets that import others."""
    page = new_context(bypass_csp=True).new_page()
    page.set_default_timeout(15_000)
    file = tmp_path / "an-edition-with-a-name-that-has-no-room-for-a-line-to-break-2027.yaml"
    sign_in(page, programme.editor)
    page.goto(live_server.url + address(draft))
    text = downloaded(page, "YAML file", file)
    page.goto(f"{live_server.url}/admin/assessments/rubricversion/upload/")

    def look() -> None:
        looks_right(page)

    look()
    file.write_text(text.replace("weight: ", "weight: x"))
    send(page, file)
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    file.write_text(text.replace("weight: 15\n", "weight: 25\n", 1).replace("record", "register"))
    send(page, file)
    expect(page.get_by_role("heading", name="Questions that changed")).to_be_visible()
    look()
