"""Verbs of evidence: record what an organisation has, change it, remove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from assessments import clock
from assessments.addresses import safe_web_address
from assessments.audit.events import Event, changes_between
from assessments.audit.trail import record
from assessments.evidence import faults, good_by_default, words_of
from assessments.models import AuditEvent, Evidence, Organisation, User
from assessments.names import one_line
from assessments.queries.evidence import seen_of
from assessments.queries.held import held_of
from assessments.queries.members import who_may_own
from assessments.services import attachments
from assessments.services.members import lock
from assessments.services.typed_evidence import EACH_MOST
from assessments.wording import listed, long_date
from assessments.workflow import Refused, Strength

CHANGEABLE = "title parts strength achieved_on good_until link cited owner".split()
TOO_MANY = (
    f"Your organisation has recorded {EACH_MOST:,} already. Remove those that it no longer needs."
)
RECORDED_ALREADY = (
    "Your organisation has recorded this already, with the same name and date. Change that one."
)
CALLED_SO = (
    "Your organisation has this already, with the same title and link or reference: {title}. "
    "Use or change that one."
)
NO_MEMBER = "The owner must be a member of your organisation."
AT_AN_ANSWER = "It was changed at an answer"


class RecordedAlready(Refused):
    """The organisation has it on record."""


class ChangedMeanwhile(Refused):
    """Another person changed the item after it was shown; `event` says who, what and when. It is
    `None` where its words were changed at the answer that it was typed at.
    """

    def __init__(self, event: AuditEvent | None) -> None:
        what = event.sentence if event else AT_AN_ANSWER
        super().__init__(f"{what}, after you opened the page. Look at it again.")
        self.event = event


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is recorded of an evidence item. `link` is empty or a web address as it was typed, and
    `cited` says in words where it is found. Without `good_until` the strength decides. The owner
    is a user by key.
    """

    title: str
    achieved_on: date
    good_until: date | None = None
    parts: Sequence[str] = ()
    link: str = ""
    cited: str = ""
    strength: Strength = Strength.TESTED
    owner: int | None = None


@transaction.atomic
def add(*, organisation: Organisation, details: Details, by: User, framework: str = "") -> Evidence:
    """The new item of the organisation. `framework` is a code that a rubric names, or empty.

    Raises `Refused` for details that have faults (`evidence.faults`), for an owner who is no member
    and above `EACH_MOST` items, and `RecordedAlready` where a certificate with that title,
    framework, parts and date achieved is there, or another item that has or had the same words.
    """
    # The organisation's own lock: what is counted and compared here holds until it is written.
    locked = lock(organisation)
    if locked.evidence.count() >= EACH_MOST:
        raise Refused(TOO_MANY)
    made = Evidence(
        organisation=locked,
        framework=framework,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _fill(made, details)
    made.save()
    record(Event.EVIDENCE_RECORDED, made, by=by, **_dates(made))
    return made


@transaction.atomic
def change(*, evidence: Evidence, details: Details, by: User, seen: str | None = None) -> Evidence:
    """The item with new details. Nothing changed, nothing recorded.

    `seen` names what the writer was shown (`queries.evidence.seen_of`). Where another person has
    changed the item since, one who changed nothing leaves it as it is, and any other gets
    `ChangedMeanwhile`; programs give none. Answers that name it keep the words that they took, and
    it goes on backing them. Raises as `add` does, and `Refused` where it has been removed.
    """
    locked = _lock(evidence)
    before, now, line = _said(locked), seen_of(locked), held_of(locked).line
    _fill(locked, details)
    changes = changes_between(before, _said(locked))
    if changes and seen not in (None, now):
        if seen_of(locked) != seen:
            raise ChangedMeanwhile(_last_event(locked))
        return _lock(evidence)
    if changes:
        locked.answer = None
        if words_of(line) != words_of(held_of(locked).line):
            locked.formerly = [*locked.formerly, asdict(line)]
        locked.save(update_fields=[*CHANGEABLE, "formerly", "answer"])
        record(Event.EVIDENCE_CHANGED, locked, by=by, changes="; ".join(changes))
    return locked


@transaction.atomic
def remove(*, evidence: Evidence, by: User, seen: str | None = None) -> None:
    """Takes the item off the record. Answers and submissions that name it go on naming it.

    `seen` is as in `change`: raises `ChangedMeanwhile` where the item is not what was shown, and
    `Refused` where it has been removed already.
    """
    locked = _lock(evidence)
    if seen not in (None, seen_of(locked)):
        raise ChangedMeanwhile(_last_event(locked))
    record(Event.EVIDENCE_REMOVED, locked, by=by, **_dates(locked))
    attachments.remove_all(evidence=locked, by=by)
    locked.shows.all().delete()
    locked.delete()


def _lock(evidence: Evidence) -> Evidence:
    """The row as it is now, while the organisation's other writers wait."""
    Organisation.objects.select_for_update().get(pk=evidence.organisation_id)
    found = Evidence.objects.select_related("organisation").filter(pk=evidence.pk).first()
    if found is None:
        raise Refused(f"{evidence.title} has been removed from the record meanwhile.")
    return found


def _last_event(evidence: Evidence) -> AuditEvent | None:
    """What was done to the item last; `None` where it was only typed at an answer."""
    events = AuditEvent.objects.filter(target_kind="evidence", target_ref=evidence.reference)
    return events.order_by("-at", "-pk").first()


def _fill(row: Evidence, details: Details) -> None:
    """Puts the details into the row, tidied, and refuses what is wrong with them."""
    row.title = one_line(details.title)
    row.parts = tuple(details.parts)  # type: ignore[assignment]  # as `LinesField` reads it
    row.strength = details.strength
    row.achieved_on = details.achieved_on
    row.good_until = details.good_until or good_by_default(details.strength, details.achieved_on)
    row.link = safe_web_address(details.link) or details.link.strip()
    row.cited = one_line(details.cited)
    found = faults(
        title=row.title,
        certificate=bool(row.framework),
        achieved_on=row.achieved_on,
        good_until=row.good_until,
        link=row.link,
        cited=row.cited,
        today=clock.today(),
    )
    if found:
        raise Refused(f"{'. '.join(found.values())}.")
    _check_owner(row, details.owner)
    row.owner_id = details.owner
    _check_new(row)


def _check_owner(row: Evidence, owner: int | None) -> None:
    """Whether the owner may be set. One who is it already may stay, a member or no more."""
    if owner in (None, row.owner_id):
        return
    if not who_may_own(row.organisation).filter(user=owner).exists():
        raise Refused(NO_MEMBER)


def _check_new(row: Evidence) -> None:
    """Raises `RecordedAlready` where another item of the organisation says the same."""
    others = Evidence.objects.filter(organisation=row.organisation, framework=row.framework)
    others = others.exclude(pk=row.pk)
    if row.framework:
        mine = (row.title.casefold(), sorted(row.parts or ()))
        same_day = others.filter(achieved_on=row.achieved_on)
        if any((other.title.casefold(), sorted(other.parts or ())) == mine for other in same_day):
            raise RecordedAlready(RECORDED_ALREADY)
        return
    words = words_of(held_of(row).line)
    for other in others:
        if words in held_of(other).known_by:
            raise RecordedAlready(CALLED_SO.format(title=other.title))


def _dates(row: Evidence) -> dict[str, str]:
    return {"achieved": long_date(row.achieved_on), "until": long_date(row.good_until)}


def _said(row: Evidence) -> dict[str, str]:
    """The details in the words of the trail."""
    return {
        "the name": row.title,
        "the parts": listed(row.parts or ()) or "all of it",
        "the strength": Strength(row.strength).label.lower(),
        "the date achieved": long_date(row.achieved_on),
        "good until": long_date(row.good_until),
        "the link": row.link,
        "the reference": row.cited,
        "the owner": str(row.owner or ""),
    }
