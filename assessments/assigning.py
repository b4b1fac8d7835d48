"""Who works on which part of an assessment, by when, and how far it has come. Pure.

A part is a dimension as one organisation answers it. Assigning says who looks after it, and never
limits who may answer. Its states and steps are in `workflow`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assessments.wording import counted, listed, long_date, months_later
from assessments.workflow import WORK_OPEN, Refused, WorkState, checked_words

WORD_MOST = 2_000
"""The most characters of what is said with a step."""
SOON = 7
"""Work that is due within so many days is said to be due soon."""
LATEST_MONTHS = 60
"""How far ahead work may be due."""


def check_word(word: str, *, needed: bool) -> str:
    """What is said with a step, trimmed; raises `Refused` when it is missing, too long or hides."""
    said = word.strip()
    if needed and not said:
        raise Refused("Say what should change.")
    return checked_words(said, "what you say", WORD_MOST)


def fault_of_due(due: date | None, today: date) -> str:
    """What is wrong with a day to be done by, without a full stop; empty if nothing is."""
    if due is None:
        return ""
    if due < today:
        return "The date it is due must be today or later"
    if due > months_later(today, LATEST_MONTHS):
        return f"The date it is due must be within {LATEST_MONTHS // 12} years"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """A person who was given work. Who left is no member any more."""

    key: int
    name: str
    is_member: bool
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of work: a part of an assessment, or some of its questions.

    `questions` holds the codes that it names, none for the whole part; `covers` those of all that
    it covers. It is due at the end of the day `due`.
    """

    key: int
    dimension: str
    questions: Sequence[str]
    covers: Sequence[str]
    people: Sequence[Assignee]
    due: date | None
    state: WorkState
    said: str
    changed_at: datetime
    changed_by: str
    assigned_at: datetime
    assigned_by: int = 0
    """The key of the person who gave it."""

    def shown_as(self, state: WorkState) -> Work:
        """The same in that state."""
        return replace(self, state=state)

    @property
    def is_open(self) -> bool:
        """Whether those who were given it still have something to do."""
        return self.state in WORK_OPEN

    def is_late(self, today: date) -> bool:
        """Whether its day has passed, in London, and it was not handed over."""
        return self.is_open and self.due is not None and self.due < today

    def is_due_soon(self, today: date) -> bool:
        """Whether it is due within `SOON` days."""
        if not self.is_open or self.due is None or self.due < today:
            return False
        return (self.due - today).days <= SOON

    def said_of_due(self, today: date) -> str:
        """When it is due, in words; empty where no day is set or none matters any more."""
        if self.due is None or not self.is_open:
            return ""
        if self.due < today:
            return f"was due on {long_date(self.due)}"
        days = (self.due - today).days
        near = {0: "due today", 1: "due tomorrow"}
        return near.get(days, f"due on {long_date(self.due)}")

    def is_of(self, person: int) -> bool:
        """Whether it was given to the person with that key."""
        return any(one.key == person for one in self.people)

    @property
    def without_owner(self) -> bool:
        """Whether all whom it was given to have left, so it has to be given to another."""
        return not any(one.is_member for one in self.people)

    @property
    def who(self) -> str:
        """The people by name, in words."""
        return listed([one.name if one.is_member else f"{one.name} (left)" for one in self.people])

    def what(self, dimension: str) -> str:
        """What it is, in words, in a dimension of that name."""
        if not self.questions:
            return dimension
        if len(self.questions) == 1:
            return f"{dimension}: {self.questions[0]}"
        return f"{dimension}: {counted(len(self.questions), 'question')} of it"


MINE, LATE, HANDED_OVER, LEFT = "mine", "late", "handed-over", "left"
"""What lists of work can be narrowed to, as an address says it."""


def fits(work: Work, show: str, person: int, today: date) -> bool:
    """Whether the work is what a list that was narrowed to `show` has for that person."""
    if show == MINE:
        return work.is_of(person)
    if show == LATE:
        return work.is_late(today)
    if show == HANDED_OVER:
        return work.state is WorkState.HANDED_OVER
    return show == LEFT and work.without_owner and work.state is not WorkState.DONE


Saves = Mapping[str, tuple[datetime, int]]
"""When the answer to a question, by its code, was last saved, and by whom (a user's key)."""


def last_save(work: Work, saves: Saves, *, apart: int = 0) -> datetime | None:
    """The last save of a question that it covers, by others than `apart`; `None` for none."""
    covered = [saves[code] for code in work.covers if code in saves]
    return max((moment for moment, who in covered if who != apart), default=None)


def state_now(stored: WorkState, assigned_at: datetime, last: datetime | None) -> WorkState:
    """The state that is shown: work to do is in progress once an answer of it has been saved."""
    begun = stored is WorkState.TO_DO and last is not None and last >= assigned_at
    return WorkState.IN_PROGRESS if begun else stored


def news_for(work: Work, saves: Saves, person: int) -> datetime | None:
    """The last save by another since the person, whom it was given to, looked; `None` for none."""
    me = next((one for one in work.people if one.key == person), None)
    if me is None:
        return None
    last = last_save(work, saves, apart=person)
    since = me.looked_at or work.assigned_at
    return last if last is not None and last > since else None
