"""Verbs of evidence: record what an organisation has, change it, remove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from assessments import clock
from assessments.addresses import safe_web_address
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.evidence import faults
from assessments.models import AuditEvent, Evidence, Organisation, User
from assessments.names import one_line
from assessments.queries.evidence import seen_of
from assessments.wording import listed, long_date
from assessments.workflow import Refused

EACH_MOST = 2_000
TOO_MANY = (
    f"Your organisation has recorded {EACH_MOST:,} already. Remove those that it no longer needs."
)
RECORDED_ALREADY = (
    "Your organisation has recorded this already, with the same name and date. Change that one."
)


class RecordedAlready(Refused):
    """The organisation has it on record, achieved on the same day."""

    def __init__(self) -> None:
        super().__init__(RECORDED_ALREADY)


class ChangedMeanwhile(Refused):
    """Another person changed the item after it was shown; `event` says who, what and when."""

    def __init__(self, event: AuditEvent) -> None:
        super().__init__(f"{event.sentence}, after you opened the page. Look at it again.")
        self.event = event


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is recorded of an evidence item. `link` is empty or a web address as it was typed."""

    title: str
    parts: Sequence[str]
    achieved_on: date
    good_until: date
    link: str = ""


@transaction.atomic
def add(*, organisation: Organisation, framework: str, details: Details, by: User) -> Evidence:
    """The new item of the organisation. `framework` is a code that a rubric names.

    Raises `Refused` for details that have faults (`evidence.faults`) and above `EACH_MOST` items,
    and `RecordedAlready` where one with that title, framework, parts and date achieved is there.
    """
    # The organisation's own lock: what is counted and compared here holds until it is written.
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
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
    `ChangedMeanwhile`; programs give none. Lines of evidence that answers have taken from it stay
    as they are. Raises as `add` does, and `Refused` where it has been removed.
    """
    locked = _lock(evidence)
    before, now = _said(locked), seen_of(locked)
    _fill(locked, details)
    after = _said(locked)
    changes = [
        f"{word} from {before[word] or 'nothing'} to {after[word] or 'nothing'}"
        for word in before
        if before[word] != after[word]
    ]
    if changes and seen not in (None, now):
        if seen_of(locked) != seen:
            raise ChangedMeanwhile(_last_event(locked))
        return _lock(evidence)
    if changes:
        locked.save(update_fields=["title", "parts", "achieved_on", "good_until", "link"])
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
    locked.delete()


def _lock(evidence: Evidence) -> Evidence:
    """The row as it is now, while the organisation's other writers wait."""
    Organisation.objects.select_for_update().get(pk=evidence.organisation_id)
    found = Evidence.objects.select_related("organisation").filter(pk=evidence.pk).first()
    if found is None:
        raise Refused(f"{evidence.title} has been removed from the record meanwhile.")
    return found


def _last_event(evidence: Evidence) -> AuditEvent:
    """What was done to the item last, which is at least that it was recorded."""
    return AuditEvent.objects.filter(target_kind="evidence", target_ref=evidence.reference).latest(
        "at", "pk"
    )


def _fill(row: Evidence, details: Details) -> None:
    """Puts the details into the row, tidied, and refuses what is wrong with them."""
    row.title = one_line(details.title)
    row.parts = tuple(details.parts)  # type: ignore[assignment]  # as `LinesField` reads it
    row.achieved_on, row.good_until = details.achieved_on, details.good_until
    row.link = safe_web_address(details.link) or details.link.strip()
    found = faults(
        title=row.title,
        achieved_on=row.achieved_on,
        good_until=row.good_until,
        link=row.link,
        today=timezone.localdate(clock.now()),
    )
    if found:
        raise Refused(f"{'. '.join(found.values())}.")
    others = Evidence.objects.filter(
        organisation=row.organisation, framework=row.framework, achieved_on=row.achieved_on
    ).exclude(pk=row.pk)
    mine = (row.title.casefold(), sorted(row.parts))
    if any((other.title.casefold(), sorted(other.parts or ())) == mine for other in others):
        raise RecordedAlready


def _dates(row: Evidence) -> dict[str, str]:
    return {"achieved": long_date(row.achieved_on), "until": long_date(row.good_until)}


def _said(row: Evidence) -> dict[str, str]:
    """The details in the words of the trail."""
    return {
        "the name": row.title,
        "the parts": listed(row.parts or ()) or "all of it",
        "the date achieved": long_date(row.achieved_on),
        "good until": long_date(row.good_until),
        "the link": row.link,
    }
