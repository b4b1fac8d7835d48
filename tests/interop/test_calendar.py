"""The plan as a calendar, read by programs that people keep their days in."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from assessments.exports.plans import calendar
from tests.planning.test_actions import action
from tests.plugins.programs import INTEROP, run_python

# The last days of a month, of a leap year, and those on which clocks change.
DAYS = [date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 28), date(2027, 10, 31)]
PLAN = [
    action(f"a{place}", title=f"Agree, with “Cabinet”; item {place}: \\ 50% " + "é" * 90, due=day)
    for place, day in enumerate(DAYS)
]
READ = [
    [
        f"{one.reference}@readiness.example",
        one.due.isoformat(),
        date.fromordinal(one.due.toordinal() + 1).isoformat(),
        one.title,
    ]
    for one in PLAN
    if one.due
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.ics"
    path.write_bytes(calendar(PLAN, name="W", site="readiness.example", address="https://r/p/"))
    return path


def by_node(name: str, file: Path, zone: str) -> str:
    command = ["node", INTEROP / "read_calendar.js", name, file]
    given = {**os.environ, "TZ": zone}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=given)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("icalendar", "vobject")
@pytest.mark.parametrize("name", ["icalendar", "vobject"])
def test_python_programs_read_the_same_days_and_words(name: str, file: Path) -> None:
    assert json.loads(run_python(INTEROP / "read_calendar.py", name, file)) == READ


@pytest.mark.needs("ical.js", "node-ical")
@pytest.mark.parametrize("zone", ["Europe/London", "UTC", "Pacific/Auckland"])
@pytest.mark.parametrize("name", ["ical.js", "node-ical"])
def test_javascript_programs_read_the_same_days_and_words(name: str, zone: str, file: Path) -> None:
    assert json.loads(by_node(name, file, zone)) == READ
