"""Our components give the markup that govuk-frontend itself publishes as expected."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .normalise import normalise
from .options import COMPONENTS

FIXTURES = Path(__file__).parent / "fixtures"

# What we do not match, and why. Each entry must really differ: see the last test.
GAPS = "nunjucks lists may have empty entries, which count in the ids; ours may not"
QUIRKS = {
    ("radios", "with falsy items"): GAPS,
    ("checkboxes", "with falsy values"): GAPS,
    ("select", "with falsy values"): "values are text here: there is no option with value false",
}


def fixtures() -> Iterator[tuple[str, dict[str, Any]]]:
    for component in COMPONENTS:
        document = json.loads((FIXTURES / f"{component}.json").read_text())
        for fixture in document["fixtures"]:
            yield component, fixture


def same(component: str, fixture: dict[str, Any]) -> tuple[str, str]:
    return normalise(COMPONENTS[component](fixture["options"])), normalise(fixture["html"])


@pytest.mark.parametrize(
    ("component", "fixture"),
    [
        pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
        for component, fixture in fixtures()
        if (component, fixture["name"]) not in QUIRKS
    ],
)
def test_component_matches_govuk_frontend(component: str, fixture: dict[str, Any]) -> None:
    ours, theirs = same(component, fixture)
    assert ours == theirs


@pytest.mark.parametrize(
    ("component", "fixture"),
    [
        pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
        for component, fixture in fixtures()
        if (component, fixture["name"]) in QUIRKS
    ],
)
def test_quirk_still_differs(component: str, fixture: dict[str, Any]) -> None:
    ours, theirs = same(component, fixture)
    assert ours != theirs, "this one matches now: take it off the list"


def test_normalising_sees_a_difference() -> None:
    assert normalise('<p class="a">x</p>') != normalise('<p class="b">x</p>')
    assert normalise("<p>x</p>") != normalise("<div>x</div>")
    assert normalise("<p>x</p>") != normalise("<p>y</p>")
    assert normalise('<p id="a" class="b"> x </p>') == normalise('<p class="b" id="a">x</p>')
