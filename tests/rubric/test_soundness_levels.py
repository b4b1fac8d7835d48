"""A level says what is in place: one that is described by a fault leaves a hole in the ladder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.rubric.files import LIBRARY
from assessments.rubric.files.codec import findings, load_with_warnings
from tests.factories import rubrics as r

SAYS = "says what is wrong"


def warned(text: str, number: int = 2) -> list[str]:
    asked = r.single("A-1")
    levels = [replace(one, text=text) if one.number == number else one for one in asked.levels]
    spec = r.rubric(r.dimension("A", 100, replace(asked, levels=levels)))
    return [one.place for one in findings(spec) if SAYS in one.message]


@pytest.mark.parametrize(
    "text",
    [
        "There is a plan, but it is not followed.",
        "The list is incomplete.",
        "Often there is no owner.",
        "Only some staff were trained.",
        "Nobody tests it.",
        "No one tests it.",
        "It isn't tested.",
        "Owners don’t look at it.",
        "Smaller tools are missed.",
        "Some groups are left out.",
        "Fewer than half have finished it.",
        "The plan fails to name an owner.",
        "Checks stop soon after go-live.",
        "Agreements are hard to find.",
        "Owners do little in practice.",
        "We rely on contractors for important work.",
        "It is mostly one-way.",
        "There is a gap with no firm plan to close it.",
        "Control is weak.",
        "Who decides is unclear.",
        "Checks are ad hoc.",
    ],
)
def test_a_level_that_describes_a_fault_is_a_warning(text: str) -> None:
    assert warned(text) == ["dimensions[0].questions[0].levels[2].text"]


@pytest.mark.parametrize(
    "text",
    [
        "50% or more, but not all, have an owner.",
        "A written plan.",
        "A note of each one.",
        "Each has an alert when it fails.",
        "Alerts reach us within a week.",
    ],
)
def test_a_level_that_says_what_is_in_place_is_none(text: str) -> None:
    assert warned(text) == []


def test_the_lowest_level_may_say_what_is_missing() -> None:
    assert warned("There is no plan, and no one is asked.", number=0) == []


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_rubrics_give_no_false_alarm(path: Path) -> None:
    _, warnings = load_with_warnings(path.read_bytes())
    assert not warnings
