"""Trying a draft in a browser: by itself with scripts, press by press without, and stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.models import ImpactTrial, RubricVersion
from assessments.services import drafts, trials
from tests.admin.conftest import Programme, State, build
from tests.admin.pages import address
from tests.benchmarks.trial import submit_many
from tests.plugins.cast import Prepare
from tests.prepared import Prepared

Check = Callable[[Page], None]
MANY = 101
"""A batch and one."""


def build_heavier() -> State:
    """The draft with Budget at twice its weight, and so many submissions that batches matter."""
    world, programme, draft = build(draft=True)
    assert programme is not None and draft is not None
    first, *rest = world.spec.dimensions
    question = replace(first.questions[0], text="Do you have a written, funded programme?")
    changed = replace(first, weight=first.weight * 2, questions=[question, *first.questions[1:]])
    spec = replace(world.spec, edition="2027", title=draft.title, dimensions=[changed, *rest])
    drafts.replace_content(draft=draft, spec=spec)
    drafts.keep_state(draft=draft, by=programme.editor, summary="Budget weighs more")
    submit_many(world.assessment, MANY)
    return world, programme, draft


@pytest.fixture(scope="session")
def prepared_heavier(prepare: Prepare) -> Prepared[State]:
    return prepare(build_heavier)


@pytest.fixture
def heavier(prepared_heavier: Prepared[State], draft: RubricVersion) -> RubricVersion:
    return draft


def test_with_scripts_a_trial_runs_to_its_end_by_itself(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    axe: Check,
    heavier: RubricVersion,
    programme: Programme,
) -> None:
    sign_in(page, programme.editor)
    page.goto(f"{live_server.url}{address(heavier, 'impact')}")
    axe(page)
    page.get_by_role("button", name="Try it on past submissions").click()
    expect(page.get_by_text(f"Tried on {MANY} submissions")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"{MANY} submissions were compared")).to_be_visible()
    axe(page)
    assert ImpactTrial.objects.get().done == MANY


def test_without_scripts_each_press_tries_the_next_hundred(
    live_server: Any,
    plain_page: Page,
    sign_in: Callable[..., None],
    heavier: RubricVersion,
    programme: Programme,
) -> None:
    page = plain_page
    sign_in(page, programme.editor)
    page.goto(f"{live_server.url}{address(heavier, 'impact')}")
    page.get_by_role("button", name="Try it on past submissions").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"100 of {MANY}")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(f"stopped after 100 of {MANY} submissions")).to_be_visible()
    page.get_by_role("button", name="Try it again").click()
    for _ in range(2):
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"Tried on {MANY} submissions")).to_be_visible()


def test_a_trial_that_loses_the_server_leaves_the_button(
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    heavier: RubricVersion,
    programme: Programme,
) -> None:
    trials.start(version=heavier, by=programme.editor)
    sign_in(page, programme.editor)
    where = f"{live_server.url}{address(heavier, 'impact')}"
    page.route(
        where,
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.goto(where)
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    page.unroute(where)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"Tried on {MANY} submissions")).to_be_visible(timeout=30_000)


def test_the_pages_fit_a_phone_and_have_no_barrier(
    live_server: Any,
    narrow_page: Page,
    sign_in: Callable[..., None],
    axe: Check,
    fits_its_width: Check,
    heavier: RubricVersion,
    programme: Programme,
) -> None:
    trial = trials.start(version=heavier, by=programme.editor)
    trials.advance(trial=trial, by=programme.editor, batch=500)
    sign_in(narrow_page, programme.editor)
    for name in ("compare", "impact", "sensitivity"):
        narrow_page.goto(f"{live_server.url}{address(heavier, name)}")
        axe(narrow_page, contrast=True)
        fits_its_width(narrow_page)
