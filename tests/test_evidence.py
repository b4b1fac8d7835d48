"""What an organisation holds, as a value: what it covers, and what it says."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.evidence import Held, covers

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
