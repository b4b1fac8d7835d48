"""What people are reminded of by email, and for which day. Pure.

One mail a person a day has all of it. What a person was reminded of is kept by `Line.key`, so that
no line is sent twice, however often and whenever the sender runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from assessments.assigning import SOON, Work
from assessments.wording import counted
from assessments.workflow import WorkState

INVITED_DAYS = 7
"""An invitation that was not answered after so many days is brought to mind, once."""
A_WEEK = timedelta(days=7)
LINES_MOST = 100
"""How many things one mail names at most."""


class Kind(StrEnum):
    """A kind of reminder. Each person chooses which of them they get."""

    LATE = "late"
    DUE_TOMORROW = "due_tomorrow"
    DUE_SOON = "due_soon"
    GIVEN = "given"
    WAITING = "waiting"
    MENTION = "mention"
    INVITATION = "invitation"
    REASSESSMENT = "reassessment"

    @property
    def heading(self) -> str:
        """The heading of its lines in a mail."""
        return _WORDS[self][0]

    @property
    def choice(self) -> str:
        """What a person who chooses it reads."""
        return _WORDS[self][1]


_WORDS = {
    Kind.LATE: ("Late", "Work or an action of yours is late: once a week until you hand it over"),
    Kind.DUE_TOMORROW: ("Due by tomorrow", "Work or an action of yours is due tomorrow"),
    Kind.DUE_SOON: (f"Due within {SOON} days", f"Work or an action of yours is due in {SOON} days"),
    Kind.GIVEN: (
        "New work for you",
        "You are given work or an action of a plan, or asked to change work",
    ),
    Kind.WAITING: (
        "Waiting for you",
        "An assessment waits for your approval, or work for you to accept it",
    ),
    Kind.MENTION: ("Comments for your attention", "A comment draws your attention"),
    Kind.INVITATION: (
        "Not answered yet",
        f"An invitation to you, or one that you sent, is not answered after {INVITED_DAYS} days",
    ),
    Kind.REASSESSMENT: (
        "Time to assess again",
        "An organisation that you administer is due for its next assessment",
    ),
}


class HasDue(Protocol):
    """A piece of work, or an action of a plan."""

    @property
    def due(self) -> date | None: ...
    @property
    def is_open(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a person is reminded of.

    `thing` names the row that it is about, `day` the day for which it is sent once. `said` is a
    sentence, `path` where to go, and `brief` what it is called in the subject of a mail. Where the
    path is a new link to an invitation, `renews` is the key of that until the link is made.
    """

    kind: Kind
    thing: str
    day: date
    said: str
    brief: str
    path: str = ""
    renews: int | None = None

    @property
    def key(self) -> tuple[str, str, date]:
        return self.kind.value, self.thing, self.day


def due_kind(work: HasDue, today: date) -> tuple[Kind, date] | None:
    """Which reminder of its day the work calls for, and for which day that is sent once.

    A run that was missed is made good by the next. Late work is brought up on the day after it
    was due and then each week: of the weeks that were missed, once.
    """
    if work.due is None or not work.is_open:
        return None
    left = (work.due - today).days
    if left < 0:
        return Kind.LATE, work.due + timedelta(days=1) + A_WEEK * ((-left - 1) // A_WEEK.days)
    if left <= 1:
        return Kind.DUE_TOMORROW, work.due
    return (Kind.DUE_SOON, work.due) if left <= SOON else None


def given_on(work: Work, person: int) -> date | None:
    """The day on which the person was given work that they have not begun, or asked for changes;
    `None` where it is not news to them.
    """
    if work.state is WorkState.CHANGES_ASKED:
        return work.changed_at.date()
    if work.state is WorkState.TO_DO and work.assigned_by != person:
        return work.assigned_at.date()
    return None


def news_in(
    lines: Iterable[Line], *, unwanted: Collection[str], sent: Collection[tuple[str, str, date]]
) -> list[Line]:
    """The lines that the person wants and has not had, in the order of the kinds. Above
    `LINES_MOST` the others are left for the mail of the next day.
    """
    found = [one for one in lines if one.kind not in unwanted and one.key not in sent]
    return sorted(found, key=lambda one: list(Kind).index(one.kind))[:LINES_MOST]


def sections(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under their headings, in the order of the kinds.

    A thing is named once: that it is new goes before when it is due, which its line says too.
    """
    first: dict[str, Line] = {}
    for line in sorted(lines, key=lambda one: one.kind is not Kind.GIVEN):
        first.setdefault(line.thing, line)
    shown = [(kind, [one for one in first.values() if one.kind is kind]) for kind in Kind]
    return [(kind.heading, found) for kind, found in shown if found]


def subject(shown: Sequence[tuple[str, Sequence[Line]]]) -> str:
    """What the mail is about: its first line, and how many more there are."""
    heading, found = shown[0]
    more = sum(len(lines) for _, lines in shown) - 1
    rest = f", and {counted(more, 'more thing')}" if more else ""
    return f"{heading}: {found[0].brief}{rest}"
