"""Verbs of links that open a report without an account: make, revoke, open."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Organisation, ReportLink, Submission, User
from assessments.names import one_line
from assessments.queries.members import hash_of
from assessments.wording import long_date
from assessments.workflow import Refused

DAYS_MOST = 90
OPEN_MOST = 20
"""How many links to one report may be open at once."""

OFF = (
    "Your organisation does not share reports by links. An administrator can switch that on in "
    "the organisation’s details."
)
TOO_MANY = f"{OPEN_MOST} links to this report are open. Revoke one that is not needed any more."
NOT_OPEN = "This link is not open any more. The list shows how things are now."


def last_day_at_most() -> date:
    """The last day that a link made today can have."""
    return clock.today() + timedelta(days=DAYS_MOST)


@transaction.atomic
def make(*, submission: Submission, purpose: str, last_day: date, by: User) -> str:
    """The path of a new link to the report, which is kept nowhere: only its hash is.

    Raises `Refused` where the organisation does not share reports, for a last day that is over or
    more than `DAYS_MOST` days away, and while `OPEN_MOST` links to the report are open.
    """
    today = clock.today()
    organisation = Organisation.objects.select_for_update().get(
        pk=submission.assessment.organisation_id
    )
    if not organisation.shares_reports:
        raise Refused(OFF)
    if not today <= last_day <= last_day_at_most():
        raise Refused(
            f"The last day must be between today and {long_date(last_day_at_most())}, "
            f"which is {DAYS_MOST} days away"
        )
    links = ReportLink.objects.filter(submission=submission, revoked_at__isnull=True)
    if links.filter(last_day__gte=today).count() >= OPEN_MOST:
        raise Refused(TOO_MANY)
    token = secrets.token_urlsafe(32)
    link = ReportLink.objects.create(
        submission=submission,
        purpose=one_line(purpose),
        token_hash=hash_of(token),
        last_day=last_day,
        made_by=by,
    )
    until = long_date(last_day)
    record(Event.REPORT_LINK_MADE, link, by=by, purpose=link.purpose, until=until)
    return reverse("shared-report", args=[token])


@transaction.atomic
def revoke(*, submission: Submission, key: int, by: User) -> ReportLink:
    """Ends a link to the report, given by key. Raises `Refused` unless it is there and open."""
    link = (
        ReportLink.objects.select_for_update(of=("self",))
        .select_related("submission__assessment__organisation")
        .filter(submission=submission, pk=key, revoked_at__isnull=True)
        .first()
    )
    if link is None:
        raise Refused(NOT_OPEN)
    link.revoked_at, link.revoked_by = clock.now(), by
    link.save(update_fields=["revoked_at", "revoked_by"])
    record(Event.REPORT_LINK_REVOKED, link, by=by, purpose=link.purpose)
    return link


def opened(*, link: ReportLink, what: str) -> None:
    """Keeps that a reader opened that part of the report, and when; who it was is not known."""
    record(Event.REPORT_OPENED, link, by=None, purpose=link.purpose, what=what)
