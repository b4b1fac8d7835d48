#!/bin/sh
# icalendar 7.3.2 gives no alarm times for a to-do that has a due date and no start.
#
# Two to-dos are made with DUE and an alarm an hour before it. One has DTSTART too.
#
# By RFC 5545, 3.6.2, DTSTART of a VTODO is optional, and by 3.8.6.3 an alarm may be set off by its
# end, which is DUE: the start has to be there only for an alarm set off by the start.
#
# Seen: for the to-do without DTSTART, Todo.alarms raises IncompleteComponent: "No DTSTART given."
# Todo.end is the due date all the same, and the alarm of the other to-do is an hour before it.
#
# It needs Python 3.10 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check icalendar==7.3.2 tzdata==2026.6
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
from importlib.metadata import version

from icalendar import Calendar
from icalendar.error import IncompleteComponent

START = "DTSTART:20260525T090000Z\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Example//EN
BEGIN:VTODO
UID:review@council.example
DTSTAMP:20260501T090000Z
{start}DUE:20260601T120000Z
SUMMARY:Review the plan
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Due in an hour
TRIGGER;RELATED=END:-PT1H
END:VALARM
END:VTODO
END:VCALENDAR
"""


def seen(start):
    """The end of the to-do and the times of its alarms, or what was raised instead of them."""
    todo = Calendar.from_ical(CALENDAR.format(start=start).replace("\n", "\r\n")).walk("VTODO")[0]
    try:
        return f"{todo.end:%H:%M}", [f"{one.trigger:%H:%M}" for one in todo.alarms.times]
    except IncompleteComponent as error:
        return f"{todo.end:%H:%M}", f"{type(error).__name__}: {error}"


print(f"Python {sys.version.split()[0]}, icalendar {version('icalendar')}")
both, only_due = seen(START), seen("")
print("DTSTART and DUE: end, alarms", *both)
print("only DUE:        end, alarms", *only_due)
refused = ("12:00", "IncompleteComponent: No DTSTART given.")
if both == ("12:00", ["11:00"]) and only_due == refused:
    print("As described: the alarm is refused for want of a start that it does not need.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
