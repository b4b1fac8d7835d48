"""The plan of an organisation as a calendar and as a spreadsheet. It never sees a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from assessments.exports.base import cell, csv_bytes
from assessments.planning.actions import Planned

HEADINGS = (
    "Reference",
    "Action",
    "Description",
    "Question",
    "Dimension",
    "Owner",
    "Job title",
    "Due",
    "Effort",
    "Days",
    "Pounds",
    "Gain",
    "Status",
    "Done on",
)


def spreadsheet(plan: Iterable[Planned]) -> bytes:
    """Every action as CSV: dates as in ISO 8601, an empty cell for what is not said."""
    return csv_bytes(HEADINGS, map(_row, plan))


def _row(one: Planned) -> list[str]:
    said = (one.title, one.text, one.question, one.dimension, one.owner, one.role)
    figures = (one.days, one.pounds, one.gain)
    return [
        one.reference,
        *map(cell, said),
        _day(one.due),
        cell(one.effort),
        *("" if figure is None else str(figure) for figure in figures),
        one.state.label,
        _day(one.done_on),
    ]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def calendar(plan: Iterable[Planned], *, name: str, site: str, address: str) -> bytes:
    """The actions that are still to be done and have a day, each as an event of that whole day.

    `site` is the host that names events, and `address` that of the plan, which ends in a slash. An
    event starts and ends with a date and has no duration: a program may take a duration of a day
    for 24 hours, and be wrong when clocks change.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Readiness//Plan//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Plan of {name}")
    for one in plan:
        if not one.is_open or one.due is None:
            continue
        event = Event()
        event.add("uid", f"{one.reference}@{site}")
        event.add("dtstamp", _stamp(one.changed_at))
        event.add("sequence", one.revision)
        event.add("dtstart", one.due)
        event.add("dtend", one.due + timedelta(days=1))
        event.add("summary", one.title)
        described = "\n".join(line for line in (one.text, one.who) if line)
        if described:
            event.add("description", described)
        event.add("url", f"{address}{one.reference}/")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
