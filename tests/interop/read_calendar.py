"""Prints the events of a calendar as JSON: `read_calendar.py NAME FILE`.

Run by the Python of .venv-interop. Each event is [uid, first day, day after the last, summary].
"""

import json
import sys


def by_icalendar(content):
    from icalendar import Calendar

    for one in Calendar.from_ical(content).walk("VEVENT"):
        yield str(one["UID"]), one["DTSTART"].dt, one["DTEND"].dt, str(one["SUMMARY"])


def by_vobject(content):
    import vobject

    for one in vobject.readOne(content).vevent_list:
        yield one.uid.value, one.dtstart.value, one.dtend.value, one.summary.value


name, path = sys.argv[1:]
with open(path, encoding="utf-8", newline="") as file:
    found = globals()[f"by_{name}"](file.read())
    print(json.dumps([[uid, str(first), str(after), said] for uid, first, after, said in found]))
