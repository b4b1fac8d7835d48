"""The plan of an organisation: what it promised to do, by whom, by when, and what that gains.

It lives across assessments. Its states are in `workflow`; what may be typed is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from statistics import median

from assessments.assigning import SOON, fault_of_due
from assessments.names import fault_of_name, hiding_refusal
from assessments.wording import long_date, plain
from assessments.workflow import ACTION_OPEN, ActionState

TITLE_MOST, TEXT_MOST, ROLE_MOST, NOTE_MOST = 200, 4_000, 120, 2_000
DAYS_MOST, POUNDS_MOST = Decimal(10_000), 10**9
EACH_MOST = 2_000
TOO_MANY = (
    f"The plan has {EACH_MOST:,} actions that are not done already. "
    "Finish or drop those that are no longer needed."
)
_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An action of the plan, as it is read. `gain` is in points of the overall score (0 to 100).

    `asks` is the title of its question and `dimension` the name of that one's, both empty where it
    has none. `owner` is a name,
    and `owned` says whether they are a member still; `given_at` is when they got it, and `given_by`
    the key of who gave it, `None` where that was not kept.
    """

    reference: str
    title: str
    text: str
    question: str
    asks: str
    dimension: str
    owner_key: int | None
    owner: str
    owned: bool
    given_at: datetime | None
    given_by: int | None
    role: str
    due: date | None
    effort: str
    days: Decimal | None
    pounds: int | None
    gain: Decimal | None
    state: ActionState
    done_on: date | None
    to_level: int | None
    changed_at: datetime
    changed_by: str
    revision: int

    @property
    def is_open(self) -> bool:
        return self.state in ACTION_OPEN

    @property
    def without_owner(self) -> bool:
        """Whether it is still to be done, and by no member: never given, or its owner left."""
        return self.is_open and not self.owned

    @property
    def given_by_another(self) -> datetime | None:
        """When another person gave it to its owner, who has not begun; `None` where it is no news
        to them.
        """
        news = self.state is ActionState.TO_DO and self.given_by != self.owner_key
        return self.given_at if news else None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed, in London, and it is not done."""
        return self.is_open and self.due is not None and self.due < today

    def is_due_soon(self, today: date) -> bool:
        """Whether it is still to be done, and due within `SOON` days."""
        return self.is_open and self.due is not None and 0 <= (self.due - today).days <= SOON

    def said_of_due(self, today: date) -> str:
        """When it is due, or was done, in words; empty where neither is known."""
        if self.done_on is not None:
            return f"done on {long_date(self.done_on)}"
        if self.due is None or not self.is_open:
            return ""
        near = {-1: "was due yesterday", 0: "due today", 1: "due tomorrow"}
        usual = "was due on" if self.due < today else "due on"
        return near.get((self.due - today).days, f"{usual} {long_date(self.due)}")

    @property
    def cost(self) -> str:
        """What it takes, in words, such as "12 days, £4,000"; empty where that is not said."""
        return cost_in_words(self.days, self.pounds)

    @property
    def who(self) -> str:
        """Who does it, in words: the owner, else the job that it is for; empty for neither."""
        if not self.owner:
            return self.role
        return self.owner if self.owned else f"{self.owner} (left)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """An action that a report recommends, as a plan takes it. `gain` is in points of the overall
    score, `to_level` the level that it raises the answer to, `days` and `pounds` the rubric's
    likely ones; each is `None` where there is none.
    """

    code: str
    title: str
    text: str
    dimension: str
    to_level: int | None
    gain: Decimal | None
    role: str
    effort: str
    days: Decimal | None
    pounds: int | None
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an action of the plan says. `owner` is a user by key, `question` a code of the rubric
    whose key is `rubric`.
    """

    title: str
    text: str = ""
    rubric: int | None = None
    question: str = ""
    owner: int | None = None
    role: str = ""
    due: date | None = None
    effort: str = ""
    days: Decimal | None = None
    pounds: int | None = None


def cost_in_words(days: Decimal | None, pounds: int | None) -> str:
    """Days of staff and pounds; empty where neither is said."""
    said = [] if days is None else [f"{plain(days)} {'day' if days == 1 else 'days'}"]
    if pounds is not None and (pounds or days is None):
        said.append(f"£{pounds:,}")
    return ", ".join(said)


def quarter_of(day: date) -> str:
    """The quarter of a day, in words, such as "April to June 2027"."""
    return f"{_QUARTERS[(day.month - 1) // 3]} {day.year}"


def faults_of(
    *,
    title: str,
    text: str = "",
    role: str = "",
    due: date | None = None,
    due_before: date | None = None,
    days: Decimal | None = None,
    pounds: int | None = None,
    today: date,
) -> dict[str, str]:
    """What is wrong with the details of an action, by field, without a full stop.

    A day that was set already, `due_before`, may stay although it has passed.
    """
    found = {}
    if not title:
        found["title"] = "Enter what has to be done"
    elif len(title) > TITLE_MOST:
        found["title"] = f"The title must be {TITLE_MOST} characters or fewer"
    elif fault := fault_of_name(title):
        found["title"] = f"The title must {fault}"
    if len(text) > TEXT_MOST:
        found["text"] = f"The description must be {TEXT_MOST:,} characters or fewer"
    elif refusal := hiding_refusal(text):
        found["text"] = refusal
    if len(role) > ROLE_MOST:
        found["role"] = f"The job title must be {ROLE_MOST} characters or fewer"
    elif refusal := hiding_refusal(role):
        found["role"] = refusal
    if due != due_before and (fault := fault_of_due(due, today)):
        found["due"] = fault
    if days is not None and not 0 <= days <= DAYS_MOST:
        found["days"] = f"Days must be between 0 and {DAYS_MOST:,}"
    if pounds is not None and not 0 <= pounds <= POUNDS_MOST:
        found["pounds"] = f"Pounds must be between 0 and {POUNDS_MOST:,}"
    return found


OPEN, MINE, LATE, LEFT, QUICK, DONE, DROPPED, ALL = (
    "open mine late no-owner quick done dropped all".split()
)
"""What a plan can be narrowed to, as an address says it."""


def narrowed(plan: Iterable[Planned], show: str, *, person: int, today: date) -> list[Planned]:
    """The actions of a plan that `show` asks for, as that person sees it."""
    plan = list(plan)
    quick = {one.reference for one in quick_wins(plan)} if show == QUICK else set()
    fits: Mapping[str, Callable[[Planned], bool]] = {
        OPEN: lambda one: one.is_open,
        MINE: lambda one: one.is_open and one.owner_key == person,
        LATE: lambda one: one.is_late(today),
        LEFT: lambda one: one.without_owner,
        QUICK: lambda one: one.reference in quick,
        DONE: lambda one: one.state is ActionState.DONE,
        DROPPED: lambda one: one.state is ActionState.DROPPED,
    }
    wanted = fits.get(show)
    return [one for one in plan if wanted is None or wanted(one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The open actions that say how many days they take and what they gain, more than nothing: the
    quick wins first, and of both the greatest gain first. `half_gain` and `half_days` are the
    medians, `None` where there are no such actions; a quick win gains at least the one for no more
    than the other. `unsaid` counts the open actions that do not say both.
    """

    weighed: Sequence[tuple[Planned, Decimal, Decimal]]
    quick: frozenset[str]
    half_gain: Decimal | None
    half_days: Decimal | None
    unsaid: int


def weighing(plan: Iterable[Planned]) -> Weighing:
    """The plan's effort against its gain: of each action the days, and then the gain."""
    open_now = [one for one in plan if one.is_open]
    found = [
        (one, one.days, one.gain)
        for one in open_now
        if one.gain is not None and one.days is not None and one.gain > 0
    ]
    gains = median([gain for _, _, gain in found]) if found else None
    half = median([days for _, days, _ in found]) if found else None
    quick = frozenset(
        one.reference
        for one, days, gain in found
        if gains is not None and half is not None and gain >= gains and days <= half
    )
    found.sort(key=lambda row: (row[0].reference not in quick, -row[2], row[1], row[0].reference))
    return Weighing(
        weighed=found,
        quick=quick,
        half_gain=gains,
        half_days=half,
        unsaid=len(open_now) - len(found),
    )


def quick_wins(plan: Iterable[Planned]) -> list[Planned]:
    """The open actions that gain at least as much as half of those that say what they gain, for no
    more days than half of those that say how long they take; the greatest gain first.
    """
    found = weighing(plan)
    return [one for one, _, _ in found.weighed if one.reference in found.quick]


QUARTER, OWNER, DIMENSION, ONE = "quarter owner dimension none".split()
"""What a plan can be grouped by; all in one group for the last."""
NO_DATE, NO_OWNER, NO_DIMENSION = "Without a date", "Without an owner", "Of no question"
IN_ONE = "Actions"

DUE, EFFORT, GAIN = "due effort gain".split()
"""What a plan can be sorted by, besides `OWNER`."""

Place = tuple[object, ...]
"""What rows are sorted by."""


def _soonest(one: Planned) -> Place:
    return one.due or date.max, -(one.gain or Decimal(0)), one.title.casefold(), one.reference


def _least_effort(one: Planned) -> Place:
    said = one.days if one.days is not None else one.pounds
    return said is None, one.days or Decimal(0), one.pounds or 0, *_soonest(one)


def _greatest_gain(one: Planned) -> Place:
    return one.gain is None, -(one.gain or Decimal(0)), *_soonest(one)


_ORDERS: Mapping[str, Callable[[Planned], Place]] = {
    EFFORT: _least_effort,
    GAIN: _greatest_gain,
    OWNER: lambda one: (_owner(one), *_soonest(one)),
}


def in_order(plan: Iterable[Planned], by: str = DUE) -> list[Planned]:
    """The first due first; or the least days and then pounds, the greatest gain, or the owner's
    name. Those that do not say it come last.
    """
    return sorted(plan, key=_ORDERS.get(by, _soonest))


def _quarter(one: Planned) -> tuple[Place, str]:
    if one.due is None:
        return (1, 0, 0), NO_DATE
    return (0, one.due.year, (one.due.month - 1) // 3), quarter_of(one.due)


def _owner(one: Planned) -> tuple[Place, str]:
    return ((one.who or "\uffff").casefold(),), one.who or NO_OWNER


def grouped(
    plan: Iterable[Planned], by: str, dimensions: Sequence[str] = (), sort: str = DUE
) -> Iterator[tuple[str, list[Planned]]]:
    """The actions in groups with their names: by quarter, by owner, in the order of the
    dimensions, those of none last, or all in one. Within a group they are `in_order`.
    """
    places = {name: place for place, name in enumerate(dimensions)}

    def dimension(one: Planned) -> tuple[Place, str]:
        if not one.dimension:
            return (2, 0, ""), NO_DIMENSION
        place = places.get(one.dimension)
        return (int(place is None), place or 0, one.dimension), one.dimension

    keys = {OWNER: _owner, DIMENSION: dimension, ONE: lambda _: ((), IN_ONE)}
    named: Callable[[Planned], tuple[Place, str]] = keys.get(by, _quarter)
    ordered = sorted(in_order(plan, sort), key=lambda one: named(one)[0])
    for _, rows in groupby(ordered, key=lambda one: named(one)[0]):
        found = list(rows)
        yield named(found[0])[1], found


def counts_by_theme(
    plan: Iterable[Planned], dimensions: Sequence[str] = ()
) -> list[tuple[str, list[int]]]:
    """How many actions of each theme are in each of the states, in the order of these."""
    return [
        (name, [sum(one.state is state for one in rows) for state in ActionState])
        for name, rows in grouped(plan, DIMENSION, dimensions)
    ]


def in_columns(plan: Sequence[Planned], sort: str = DUE) -> dict[ActionState, list[Planned]]:
    """The actions by how far they are, each list `in_order`; of the done ones the last done first
    unless another order is asked for.
    """
    ordered = in_order(plan, sort)
    found = {state: [one for one in ordered if one.state is state] for state in ActionState}
    if sort == DUE:
        found[ActionState.DONE].sort(key=lambda one: one.done_on or date.min, reverse=True)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What actions come to together: days of staff, pounds, and how many say neither."""

    days: Decimal
    pounds: int
    unsaid: int

    @property
    def cost(self) -> str:
        return cost_in_words(self.days, self.pounds)


def totals(plan: Sequence[Planned]) -> Totals:
    """The sums over those that are not done or dropped."""
    open_now = [one for one in plan if one.is_open]
    return Totals(
        days=sum((one.days or Decimal(0) for one in open_now), Decimal(0)),
        pounds=sum(one.pounds or 0 for one in open_now),
        unsaid=sum(one.days is None and one.pounds is None for one in open_now),
    )
