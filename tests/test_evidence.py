"""What an organisation holds, as a value: what it covers, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessments.evidence import Held, Holding, covers
from assessments.rubric.definition import MappingSpec
from assessments.scoring.sheet import State
from tests.factories.rubrics import single

HELD = Held(
    reference="k7m2-p9x4",
    title="Cyber Essentials Plus",
    framework="ce-3.3",
    parts=(),
    achieved_on=date(2026, 3, 4),
    good_until=date(2027, 3, 3),
    link="https://certificates.example/1",
)


@pytest.mark.parametrize(
    ("parts", "ref", "covered"),
    [
        ((), "B2.a", True),
        (("B2",), "B2.a", True),
        (("B2",), "B2", True),
        (("B",), "B2.a", True),
        (("B2",), "B20.a", False),
        (("B2.a",), "B2", False),
        (("A1", "B2.a"), "B2.a", True),
        (("Cyber security",), "Cyber security", True),
        (("Cyber",), "Cyber security", False),
    ],
)
def test_a_part_covers_itself_and_all_below_it(
    parts: tuple[str, ...], ref: str, covered: bool
) -> None:
    assert covers(parts, ref) is covered


def test_it_is_good_to_the_end_of_its_last_day() -> None:
    assert not HELD.is_past(date(2027, 3, 3))
    assert HELD.is_past(date(2027, 3, 4))
    assert HELD.said(date(2027, 3, 3)) == "You hold Cyber Essentials Plus, good until 3 March 2027"
    assert HELD.said(date(2027, 3, 4)) == "You held Cyber Essentials Plus until 3 March 2027"


def test_the_line_at_an_answer_names_both_dates() -> None:
    title = "Cyber Essentials Plus (achieved 4 March 2026, good until 3 March 2027)"
    assert (HELD.line.title, HELD.line.link) == (title, "https://certificates.example/1")


@pytest.mark.parametrize(
    ("held", "named"),
    [
        (1, "Number 0"),
        (3, "Number 0, Number 1 and Number 2"),
        (200, "Number 0, Number 1, Number 2 and 197 more"),
    ],
)
def test_a_sentence_about_what_does_not_fit_names_the_first_few(held: int, named: str) -> None:
    question = single("A-1", maps_to=[MappingSpec(framework="ce-3.3", ref="Access")])
    items = [replace(HELD, title=f"Number {number}") for number in range(held)]
    said = Holding(items=items, day=HELD.achieved_on).not_fitting(question, State.DONT_KNOW, None)
    assert said == f"You hold {named}, but say don’t know here."
