"""Two reports next to one another, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.worlds import World, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_rise_across_editions_is_explained(
    world: World,
    live_server: Any,
    page: Page,
    sign_in: Callable[..., None],
    looks_right: Callable[..., None],
) -> None:
    first = world.submit(SEC_01=1, BUD_01=3)
    spec = world.spec
    heavier = [
        replace(one, weight=2 * one.weight) if one.code == "SEC" else one for one in spec.dimensions
    ]
    later = published(replace(spec, edition="2027", dimensions=heavier), by=world.publisher)
    world.submit(
        assessment=world.start(version=later), SEC_01=3, BUD_01=1, SEC_02=4, TRA_01=3, DAT_03=3
    )
    sign_in(page, world.viewer)
    page.goto(live_server.url + world.organisation.get_absolute_url())
    page.get_by_role("link", name="Compare two reports").click()
    others = page.get_by_role("region", name="Compare report")
    others.get_by_role("link", name=first.assessment_title).click()
    page.get_by_role("img", name="Why the score changed").wait_for()
    looks_right(page)
