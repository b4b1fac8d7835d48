"""How a plan is narrowed, grouped and added up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from assessments.planning import actions
from assessments.planning.actions import Planned
from assessments.workflow import ActionState

TODAY = date(2026, 11, 28)


def action(reference: str, **other: Any) -> Planned:
    usual: dict[str, Any] = dict.fromkeys(
        "owner_key given_at given_by due days pounds gain done_on to_level".split(), None
    )
    usual |= dict.fromkeys("text question asks dimension owner role effort changed_by".split(), "")
    usual |= {"owned": False, "state": ActionState.TO_DO, "revision": 1}
    usual |= {"changed_at": datetime(2026, 1, 1, tzinfo=UTC), "title": reference}
    return Planned(**{"reference": reference, **usual, **other})


LATE = action("late", due=date(2026, 11, 27), owner="Asha", owner_key=7, owned=True)
TODAYS = action("today", due=TODAY, owner="Ben", owner_key=8)
DONE = action("done", state=ActionState.DONE, done_on=TODAY, due=date(2026, 1, 1))
DROPPED = action("dropped", state=ActionState.DROPPED)
PLAN = [LATE, TODAYS, DONE, DROPPED]


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("open", [LATE, TODAYS]),
        ("mine", [LATE]),
        ("late", [LATE]),
        ("no-owner", [TODAYS]),
        ("done", [DONE]),
        ("dropped", [DROPPED]),
        ("quick", []),
        ("all", PLAN),
    ],
)
def test_a_plan_is_narrowed(show: str, found: list[Planned]) -> None:
    assert actions.narrowed(PLAN, show, person=7, today=TODAY) == found


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (LATE, "was due yesterday"),
        (TODAYS, "due today"),
        (DONE, "done on 28 November 2026"),
        (DROPPED, ""),
        (action("far", due=date(2028, 2, 29)), "due on 29 February 2028"),
    ],
)
def test_when_it_is_due_in_words(one: Planned, said: str) -> None:
    assert one.said_of_due(TODAY) == said


def test_quarters_follow_one_another_and_what_has_no_date_comes_last() -> None:
    plan = [
        action("none"),
        action("b", due=date(2027, 3, 31)),
        action("c", due=date(2027, 4, 1)),
        action("a", due=date(2026, 12, 31)),
    ]
    assert [
        (name, [one.title for one in rows]) for name, rows in actions.grouped(plan, "quarter")
    ] == [
        ("October to December 2026", ["a"]),
        ("January to March 2027", ["b"]),
        ("April to June 2027", ["c"]),
        ("Without a date", ["none"]),
    ]


def test_owners_are_in_order_and_dimensions_in_that_of_the_rubric() -> None:
    plan = [
        action("1", owner="Zoe", owned=True, dimension="Budget"),
        action("2", role="Head of HR", dimension="Training"),
        action("3"),
        action("4", owner="asha", owned=True, dimension="Of an older edition"),
    ]
    owners = [name for name, _ in actions.grouped(plan, "owner")]
    assert owners == ["asha", "Head of HR", "Zoe", "Without an owner"]
    dimensions = [name for name, _ in actions.grouped(plan, "dimension", ["Training", "Budget"])]
    assert dimensions == ["Training", "Budget", "Of an older edition", "Of no question"]


def test_quick_wins_gain_much_for_few_days() -> None:
    def with_figures(reference: str, gain: str, days: int) -> Planned:
        return action(reference, gain=Decimal(gain), days=Decimal(days))

    quick, big, small = (
        with_figures("quick", "2.0", 5),
        with_figures("big", "3.0", 90),
        with_figures("small", "0.1", 5),
    )
    silent = action("silent", gain=Decimal(9))
    done = replace(quick, reference="done", state=ActionState.DONE)
    assert actions.quick_wins([small, silent, big, quick, done]) == [quick]
    assert actions.quick_wins([silent]) == []


def test_totals_are_of_what_is_still_to_be_done() -> None:
    plan = [
        action("1", days=Decimal("2.5"), pounds=1_000),
        action("2", days=Decimal(1)),
        action("3"),
        replace(DONE, days=Decimal(99)),
    ]
    totals = actions.totals(plan)
    assert (totals.cost, totals.unsaid) == ("3.5 days, £1,000", 1)
