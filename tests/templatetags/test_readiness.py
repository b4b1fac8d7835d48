from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assessments.templatetags import readiness


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("64.25"), "64.3"),
        (Decimal("64.24"), "64.2"),
        ("67.4", "67.4"),
        (0, "0.0"),
        (100, "100.0"),
        (None, "no score"),
    ],
)
def test_a_score_has_one_place_rounded_half_up(value: object, words: str) -> None:
    assert readiness.one_place(value) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Local authority", "local authority"),
        ("NHS trust", "NHS trust"),
        ("Housing association", "housing association"),
        ("Welsh council", "Welsh council"),
        ("Police and NHS bodies", "police and NHS bodies"),
        ("McLean trust", "McLean trust"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_form_inside_a_sentence(name: str, words: str) -> None:
    assert readiness.within_a_sentence(name) == words


def test_counts_agree_with_their_noun() -> None:
    assert readiness.count(1, "question,questions") == "1 question"
    assert readiness.count(0, "question,questions") == "0 questions"
    assert readiness.count(1234, "reply,replies") == "1,234 replies"
    assert readiness.count(2, "note") == "2 notes"


def test_days_and_moments_are_local() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    assert readiness.day(late) == "1 July 2026"
    assert readiness.day(date(2026, 11, 23)) == "23 November 2026"
    assert readiness.moment(late) == "1 July 2026 at 12:30am"
    assert readiness.day(None) == readiness.moment(None) == ""


def test_a_band_fills_as_many_steps_as_it_is_high() -> None:
    steps = readiness.band_steps(2, 5)
    assert [step.filled for step in steps] == [True, True, False, False, False]
    heights = [float(step.height) for step in steps]
    assert heights == sorted(heights)
    last = steps[-1]
    assert float(last.x) + float(last.width) <= readiness.STAIRS_WIDTH
    assert float(last.y) >= 0


def test_bars_stay_inside_their_track() -> None:
    assert readiness.share_of(3, 4) == "75.0%"
    assert readiness.share_of(0, 0) == "0.0%"
