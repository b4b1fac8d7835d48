"""Verbs of deputies: an approver names a member to act for them on some days, and ends that."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from assessments import clock
from assessments.access.roles import Permission
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Deputy, Membership, Organisation, User
from assessments.services.members import lock
from assessments.wording import long_date, months_later
from assessments.workflow import Refused

LATEST_MONTHS = 12
"""How far ahead the last day may be."""
EACH_MOST = 20
NOT_SIGNING = "Only an approver or an administrator can name a deputy."
NOT_ANSWERING = (
    "A deputy must be a member who may answer. Choose a contributor, an approver or an "
    "administrator."
)
ONESELF = "Choose another member: you cannot be your own deputy."
TOO_MANY = f"You have named {EACH_MOST} deputies. End those that are not needed."
GONE = "That has been ended meanwhile, so nothing was changed."


class DayRefused(Refused):
    """One of the two days cannot be meant; `field` says which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def name_deputy(
    *, organisation: Organisation, deputy: int, first_day: date, last_day: date, by: User
) -> Deputy:
    """The member, by their user's key, may review and sign for `by` from one day to another, both
    included, in London.

    Raises `Refused` when `by` may not sign here, for oneself, for a person who may not answer here,
    and for too many; `DayRefused` for days that have passed, are too far ahead or change places.
    """
    locked = lock(organisation)
    _check_days(first_day, last_day)
    members = Membership.objects.filter(organisation=locked, user__is_active=True)
    approver = members.filter(user=by).first()
    if approver is None or not approver.role_details.grants(Permission.SUBMIT):
        raise Refused(NOT_SIGNING)
    if deputy == by.pk:
        raise Refused(ONESELF)
    member = members.filter(user=deputy).select_related("user").first()
    if member is None or not member.role_details.grants(Permission.ANSWER):
        raise Refused(NOT_ANSWERING)
    # Those whose days are over are not listed, so they cannot be ended either.
    today = clock.today()
    present = Deputy.objects.filter(organisation=locked, approver=by, last_day__gte=today)
    if present.count() >= EACH_MOST:
        raise Refused(TOO_MANY)
    made = Deputy.objects.create(
        organisation=locked,
        approver=by,
        deputy=member.user,
        first_day=first_day,
        last_day=last_day,
        named_at=clock.now(),
        named_by=by,
    )
    record(
        Event.DEPUTY_NAMED,
        locked,
        by=by,
        deputy=str(member.user),
        approver=str(by),
        first=long_date(first_day),
        last=long_date(last_day),
    )
    return made


@transaction.atomic
def end(*, deputy: Deputy, by: User) -> None:
    """From now on the deputy acts no more. Raises `Refused` where that has happened."""
    rows = Deputy.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation").filter(pk=deputy.pk).first()
    if found is None:
        raise Refused(GONE)
    record(
        Event.DEPUTY_ENDED,
        found.organisation,
        by=by,
        deputy=str(found.deputy),
        approver=str(found.approver),
    )
    found.delete()


def _check_days(first_day: date, last_day: date) -> None:
    today = clock.today()
    if first_day < today:
        raise DayRefused("first_day", "The first day must be today or later.")
    if last_day < first_day:
        raise DayRefused("last_day", "The last day must be the same as or after the first day.")
    if last_day > months_later(today, LATEST_MONTHS):
        raise DayRefused("last_day", "The last day must be within a year.")
