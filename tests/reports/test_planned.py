"""The plan by quarter, as a board report prints it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.exports.as_pdf_board import EXPORT
from assessments.reports.board import QUARTERS_MOST, plan_by_quarter
from assessments.reports.content import PlannedQuarter
from tests.exports import reading
from tests.exports.test_as_pdf_board import pages
from tests.planning.test_actions import DONE, DROPPED, TODAY, action
from tests.reports import samples

QUARTERS = [action(f"q{n}", due=date(2027 + n // 4, n % 4 * 3 + 1, 5)) for n in range(8)]


def test_the_late_come_first_then_each_quarter_then_what_is_later_or_without_a_date() -> None:
    late = action("late", due=date(2026, 11, 27), days=Decimal(2), pounds=300)
    found = plan_by_quarter([*QUARTERS, action("undated"), late, DONE, DROPPED], TODAY)
    assert found and found.day == "28 November 2026"
    names = [one.name for one in found.quarters]
    assert names[:2] == ["Late", "January to March 2027"]
    assert names[-2:] == ["Later", "Without a date"] and len(names) == QUARTERS_MOST + 3
    assert found.quarters[0] == PlannedQuarter(name="Late", actions="1", takes="2 days, £300")
    assert found.quarters[-2] == PlannedQuarter(name="Later", actions="3", takes="not said")


def test_what_does_not_say_what_it_takes_is_counted() -> None:
    plan = [action("one", days=Decimal(2)), action("two"), action("three")]
    found = plan_by_quarter(plan, TODAY)
    assert found and found.quarters[0].takes == "2 days; 2 actions do not say"


def test_with_nothing_to_do_there_is_none() -> None:
    assert plan_by_quarter([DONE, DROPPED], TODAY) is None


def test_a_board_report_with_the_longest_plan_is_four_pages() -> None:
    late = action("late", due=date(2026, 11, 27))
    plan = plan_by_quarter([*QUARTERS, action("undated"), late] * 200, TODAY)
    made = EXPORT.render(replace(samples.worked(), plan=plan))
    assert pages(made) == 4 and reading.faults(made) == []
    assert "The plan, as it was on 28 November 2026" in reading.words(made)
