"""The preview and the panel of faults in a browser: live with scripts, by its buttons without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Gate, Question, RubricVersion
from assessments.services import drafts
from tests.admin.conftest import Programme
from tests.admin.pages import address
from tests.plugins.browser import NARROW, WIDE

Check = Callable[[Page], None]


@pytest.fixture
def faulty(draft: RubricVersion, programme: Programme) -> RubricVersion:
    """The draft with a fault in a gate, a question of no weight and sources that nothing names."""
    from django.db import transaction

    gate = Gate.objects.filter(version=draft).order_by("pk").first()
    assert gate is not None
    with transaction.atomic():
        Question.objects.filter(pk=gate.question_id).update(not_applicable_allowed=True)
        Question.objects.filter(version=draft, code="BUD-02").update(weight=0)
        drafts.keep_state(draft=draft, by=programme.editor, summary="Made faulty in a test")
    return draft


def preview(live_server: Any, draft: RubricVersion) -> str:
    return f"{live_server.url}{address(draft, 'preview')}"


def test_with_scripts_the_score_follows_each_answer(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    axe: Check,
    fits_its_width: Check,
    draft: RubricVersion,
    programme: Programme,
) -> None:
    sign_in(page, programme.editor)
    page.goto(preview(live_server, draft))
    axe(page)
    fits_its_width(page)
    page.locator("#question-BUD-01 input[type=radio][value='4']").check()
    expect(page.locator("[data-progress]")).to_have_text("1 of 17 questions answered")
    expect(page.locator("#score-parts")).to_contain_text("1 of 5 answered")
    line = page.locator("#score-line")
    before = line.inner_text()
    page.locator("#question-BUD-02 input[type=radio][value='0']").check()
    expect(line).not_to_have_text(before)
    page.get_by_role("button", name="Go on to Training").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    expect(page.locator("[data-progress]")).to_have_text("2 of 17 questions answered")
    axe(page)
    page.get_by_label("Read and answer as").select_option("nhs_trust")
    page.get_by_role("button", name="Change sector").click()
    expect(page.locator("[data-progress]")).to_have_text("2 of 17 questions answered")
    axe(page)


def test_the_score_does_not_move_the_page_under_a_press(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    draft: RubricVersion,
    programme: Programme,
) -> None:
    sign_in(page, programme.editor)
    page.goto(preview(live_server, draft))
    progress = page.locator("[data-progress]")
    before = progress.inner_text()
    page.get_by_role("heading", level=1).hover()
    page.mouse.down()
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.locator("#question-BUD-01 input[type=radio][value='4']").evaluate("(it) => it.click()")
    answer.value.finished()
    page.wait_for_timeout(200)
    assert progress.inner_text() == before
    page.mouse.up()
    expect(progress).to_have_text("1 of 17 questions answered")


def test_without_scripts_the_buttons_do_the_same_on_a_phone(
    live_server: Any,
    plain_page: Page,
    sign_in: Callable[..., None],
    fits_its_width: Check,
    draft: RubricVersion,
    programme: Programme,
) -> None:
    page = plain_page
    page.set_viewport_size(NARROW)
    sign_in(page, programme.editor)
    page.goto(preview(live_server, draft))
    fits_its_width(page)
    page.locator("#question-BUD-01 input[type=radio][value='4']").check()
    page.locator(".rd-savebar").get_by_role("button", name="Update the score").click()
    expect(page.locator("[data-progress]")).to_have_text("1 of 17 questions answered")
    expect(page.locator("#question-BUD-01 input[type=radio][value='4']")).to_be_checked()
    page.locator("#score-parts").get_by_role("button", name="Security").click()
    page.get_by_text("How the answers are scored").click()
    page.locator("#question-SEC-01 input[type=radio][value='0']").check()
    page.locator(".rd-savebar").get_by_role("button", name="Update the score").click()
    expect(page.locator("#score-working")).to_contain_text("SEC-01")
    fits_its_width(page)


def test_the_panel_leads_from_a_fault_to_the_page_that_mends_it(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    fits_its_width: Check,
    faulty: RubricVersion,
    programme: Programme,
) -> None:
    page.set_viewport_size(NARROW)
    sign_in(page, programme.editor)
    page.goto(f"{live_server.url}{address(faulty)}")
    panel = page.locator(".rd-soundness")
    expect(panel).to_contain_text("2 faults to put right before publishing")
    panel.get_by_role("link", name="BUD-02").click()
    expect(panel).to_contain_text("Fault: weight: must be more than 0")
    page.locator("#id_weight").fill("14")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".rd-soundness")).to_contain_text("1 fault to put right")
    page.goto(f"{live_server.url}{address(faulty, 'soundness')}")
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        fits_its_width(page)


def test_the_panel_is_clean_for_axe(
    live_server: Any,
    new_context: Callable[..., Any],
    sign_in: Callable[..., None],
    axe: Check,
    faulty: RubricVersion,
    programme: Programme,
) -> None:
    """Without the policy, which stops axe itself on Django's style sheets."""
    page = new_context(bypass_csp=True).new_page()
    sign_in(page, programme.editor)
    broken = Question.objects.get(version=faulty, code="BUD-02")
    for where in (address(faulty), address(broken), address(faulty, "soundness")):
        page.goto(f"{live_server.url}{where}")
        opened = "all => all.forEach(one => { one.open = true; })"
        page.locator(".rd-soundness details").evaluate_all(opened)
        axe(page)
