from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import wording


def test_scores_are_rounded_half_up_to_one_decimal() -> None:
    assert wording.one_decimal(Fraction(257, 4)) == "64.3"
    assert wording.one_decimal(Fraction(0)) == "0.0"
    assert wording.one_decimal(None) == ""
    assert wording.percent(Fraction(16, 88)) == "18.2%"


def test_a_rubrics_numbers_lose_no_decimal_and_gain_no_zero() -> None:
    assert wording.plain(Decimal("75.00")) == "75"
    assert wording.plain(Decimal("12.5")) == "12.5"
    assert wording.plain(Decimal("100")) == "100"
    assert wording.plain(Fraction(2, 3)) == "0.6667"


@given(st.fractions(min_value=0, max_value=1000, max_denominator=10**7))
def test_a_figure_is_rounded_half_up_and_says_whether_it_is_all(exact: Fraction) -> None:
    text, whole = wording.figure(exact)
    assert -Fraction(1, 20000) < Fraction(text) - exact <= Fraction(1, 20000)
    assert whole == (Fraction(text) == exact)
    assert "." not in text or not text.endswith(("0", "."))


def test_a_step_of_a_sum_says_whether_decimals_were_left_off() -> None:
    for top, whole, shown, end in (
        (5775, 88, "65.6", "= 65.625"),
        (6600, 93, "71.0", "≈ 70.9677"),
    ):
        total = [Fraction(top, whole)]
        assert wording.sum_in_figures(total, lambda one: one[0], Decimal(shown))[1] == end


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 23, 14, 2, tzinfo=UTC), "23 November 2026 at 2:02pm"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "1 January 2026 at midnight"),
        (datetime(2026, 1, 1, 12, 5, tzinfo=UTC), "1 January 2026 at 12:05pm"),
    ],
)
def test_moments(moment: datetime, text: str) -> None:
    assert wording.long_moment(moment) == text


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (14, 2, "2:02pm"),
        (11, 0, "11am"),
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (0, 5, "12:05am"),
    ],
)
def test_times_read_as_people_say_them(hour: int, minute: int, words: str) -> None:
    assert wording.clock_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == words


def test_months_later_stays_inside_the_month() -> None:
    assert wording.months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert wording.months_later(date(2026, 11, 23), 6) == date(2027, 5, 23)
    assert wording.months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-05", "May 2025"),
        ("2025-01-21", "21 January 2025"),
        ("2025", "2025"),
        ("autumn 2023", "autumn 2023"),
        ("2025-13", "2025-13"),
        ("", ""),
    ],
)
def test_a_rubrics_dates_are_written_as_far_as_they_go(written: str, read: str) -> None:
    assert wording.partial_date(written) == read


def test_lists_and_counts() -> None:
    assert wording.listed([]) == ""
    assert wording.listed(["A"]) == "A"
    assert wording.listed(["A", "B", "C"]) == "A, B and C"
    assert wording.listed(["A", "B"], "or") == "A or B"
    assert wording.counted(1, "question") == "1 question"
    assert wording.counted(2, "question") == "2 questions"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "just now"),
        (1, "1 minute ago"),
        (59, "59 minutes ago"),
        (60, "1 hour ago"),
        (24 * 60 - 1, "23 hours ago"),
        (24 * 60, "on 26 November 2026 at 2:02pm"),
        (-5, "just now"),
    ],
)
def test_a_moment_is_described_by_how_long_ago_it_was_for_a_day(minutes: int, said: str) -> None:
    now = datetime(2026, 11, 27, 14, 2, tzinfo=UTC)
    assert wording.ago(now - timedelta(minutes=minutes), now) == said


@pytest.mark.parametrize(
    ("done", "total", "noun", "said"),
    [
        (0, 1, "question", "0 of 1 question answered"),
        (3, 4, "question", "3 of 4 questions answered"),
        (3, 4, "", "3 of 4 answered"),
        (0, 0, "question", "No question has to be answered"),
        (0, 0, "", "No question has to be answered"),
    ],
)
def test_how_many_are_answered(done: int, total: int, noun: str, said: str) -> None:
    assert wording.answered_of(done, total, noun) == said
