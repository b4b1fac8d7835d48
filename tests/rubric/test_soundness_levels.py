"""A level says what is in place: one that is described by a fault leaves a hole in the ladder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.rubric.files.codec import findings, load_with_warnings
from tests.factories import rubrics as r
from tests.factories.shipped import PATH

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
    ],
)
def test_a_level_that_describes_a_fault_is_a_warning(text: str) -> None:
    assert warned(text) == ["dimensions[0].questions[0].levels[2].text"]


@pytest.mark.parametrize(
    "text", ["50% or more, but not all, have an owner.", "A written plan.", "A note of each one."]
)
def test_a_level_that_says_what_is_in_place_is_none(text: str) -> None:
    assert warned(text) == []


def test_the_lowest_level_may_say_what_is_missing() -> None:
    assert warned("There is no plan, and nobody is asked.", number=0) == []


@pytest.mark.parametrize("name", ["uk-readiness-2026.2", "uk-gate-check-2026", "uk-ai-short-2026"])
def test_the_shipped_rubrics_give_no_false_alarm(name: str) -> None:
    _, warnings = load_with_warnings(PATH.with_name(f"{name}.yaml").read_bytes())
    assert not warnings


def test_the_first_edition_had_a_hole_in_most_of_its_ladders() -> None:
    _, warnings = load_with_warnings(PATH.read_bytes())
    assert len({one.subject for one in warnings if SAYS in one.message}) > 20
