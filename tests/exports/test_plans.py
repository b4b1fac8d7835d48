"""The plan as files: no formula, no lost day, and the same for every program that reads dates."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

from icalendar import Calendar

from assessments.exports.plans import HEADINGS, calendar, spreadsheet
from assessments.planning.actions import Planned
from assessments.workflow import ActionState
from tests.planning.test_actions import DONE, LATE, action

LEAP = action("leap", title="=1+1; a, b\\c\nd", text="Über £5", due=date(2028, 2, 29))
PLAN: list[Planned] = [LATE, LEAP, DONE, action("no date")]


def made() -> bytes:
    return calendar(PLAN, name="Wexcombe", site="readiness.example", address="https://r.example/p/")


def test_what_is_still_to_be_done_is_an_event_of_its_whole_day() -> None:
    events = Calendar.from_ical(made()).walk("VEVENT")
    assert [one["UID"] for one in events] == ["late@readiness.example", "leap@readiness.example"]
    leap = events[1]
    assert (leap["DTSTART"].dt, leap["DTEND"].dt) == (date(2028, 2, 29), date(2028, 3, 1))
    assert leap["URL"] == "https://r.example/p/leap/"
    assert "Über £5" in leap["DESCRIPTION"]
    assert b"DURATION" not in made()


def test_the_same_plan_gives_the_same_bytes_and_a_change_the_next_sequence() -> None:
    assert made() == made()
    changed = calendar([replace(LEAP, revision=2)], name="", site="r.example", address="")
    assert b"SEQUENCE:2" in changed


def test_the_spreadsheet_has_every_action_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(spreadsheet(PLAN).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS and len(rows) == len(PLAN) + 1
    leap = dict(zip(HEADINGS, rows[2], strict=True))
    assert leap["Action"].startswith("'=1+1") and leap["Due"] == "2028-02-29"
    done = dict(zip(HEADINGS, rows[3], strict=True))
    assert (done["Status"], done["Done on"]) == (ActionState.DONE.label, "2026-11-28")
