#!/bin/sh
# icalendar 7.3.2 adds the hours of a DURATION to the clock on the wall, not to the time that passes.
#
# An event starts at 23:30 in London on 24 October 2026, an hour and a half before the clock goes back,
# and has DURATION:PT4H. A second one has the same times a week earlier, when the clock does not change.
#
# By RFC 5545, 3.3.6, hours, minutes and seconds are exact, and only days and weeks follow the
# calendar. Four hours after 22:30 UTC it is 02:30 UTC.
#
# Seen: Event.end is 03:30 UTC, five hours after the start. The time of an alarm one hour before the
# end is an hour late with it. The event a week earlier ends after four hours.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check icalendar==7.3.2 tzdata==2026.6
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
from datetime import UTC, timedelta
from importlib.metadata import version

from icalendar import Calendar

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Example//EN
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:maintenance@council.example
DTSTAMP:20260901T090000Z
DTSTART;TZID=Europe/London:{start}
DURATION:PT4H
SUMMARY:Maintenance
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Ends in an hour
TRIGGER;RELATED=END:-PT1H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def passed(start):
    """The hours from the start to the end, and to the alarm."""
    event = Calendar.from_ical(CALENDAR.format(start=start).replace("\n", "\r\n")).walk("VEVENT")[0]
    begins, ends = event.start.astimezone(UTC), event.end.astimezone(UTC)
    alarm = event.alarms.times[0].trigger.astimezone(UTC)
    print(f"{event.start} {event['DURATION'].to_ical().decode()}: ends {ends}, alarm {alarm}")
    return [(moment - begins) / timedelta(hours=1) for moment in (ends, alarm)]


print(f"Python {sys.version.split()[0]}, icalendar {version('icalendar')}")
usual, change = passed("20261017T233000"), passed("20261024T233000")
print(f"hours to the end and to the alarm: {usual}, over the change of the clock {change}")
if usual == [4, 3] and change == [5, 4]:
    print("As described: four hours have become five.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
