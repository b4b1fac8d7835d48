"""A respondent meets the next edition: reads what changed, carries answers over, goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page, expect

from assessments.models import Assessment
from assessments.rubric.definition import RubricSpec
from tests.factories.shipped import shipped_rubric
from tests.worlds import World, published


def next_year() -> RubricSpec:
    """The shipped rubric with one question reworded, one replaced and a weight raised."""
    spec = shipped_rubric()
    first, *rest = spec.dimensions
    reworded, dropped, *others = first.questions
    questions = [
        replace(reworded, text="Do you have a written programme, with money for two years?"),
        *others,
        replace(dropped, code="BUD-10", title="Costs of running what you build"),
    ]
    dimension = replace(first, weight=first.weight + 5, questions=questions)
    return replace(
        spec, edition="2027", title="Readiness, 2027 edition", dimensions=[dimension, *rest]
    )


def test_answers_are_carried_over_to_the_next_edition(
    any_page: Page,
    live_server: Any,
    world: World,
    sign_in: Callable[..., None],
    well_made: Callable[[], None],
) -> None:
    page = any_page
    old = world.complete(assessment=world.start())
    published(next_year(), by=world.publisher)
    sign_in(page, world.contributor)
    page.goto(f"{live_server.url}{old.get_absolute_url()}")
    well_made()
    page.get_by_role("link", name="Carry your answers over to the new edition").click()
    well_made()
    expect(page.get_by_text("1 answer is to a question that changed")).to_be_visible()
    page.get_by_role("link", name="What changed since 2026.2").click()
    well_made()
    changed = page.get_by_role("region", name="BUD-01")
    expect(changed.locator("ins")).not_to_have_count(0)
    expect(changed.locator("del")).not_to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="Carry the answers over").click()
    well_made()
    new = Assessment.objects.get(carried_from=old)
    assert page.url.endswith(new.get_absolute_url())
    page.get_by_role("link", name="BUD-01").click()
    first = page.locator("#question-BUD-01")
    expect(first.get_by_text("Reworded")).to_be_visible()
    expect(page.locator("main input[type=radio]:checked")).to_have_count(0)
    well_made()
    first.get_by_role("button", name="Accept this answer").click()
    expect(page.locator("#question-BUD-01 input:checked")).to_have_count(1)
    expect(page.locator("#question-BUD-03 input:checked")).to_have_count(0)
    page.get_by_role("button", name="Accept all").click()
    expect(page.get_by_text("suggested answers accepted")).to_be_visible()
    expect(page.locator("#question-BUD-03 input:checked")).not_to_have_count(0)
    expect(page.locator("[data-suggestion]")).to_have_count(0)
    well_made()
