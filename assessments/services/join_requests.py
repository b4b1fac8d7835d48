"""Verbs of requests to join: ask, let in, decline."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import JoinRequest, Membership, Organisation, User
from assessments.names import within_a_sentence
from assessments.sectors import SECTORS
from assessments.services import members
from assessments.services.organisations import tidy_code
from assessments.services.outbox import Absolute, letter, post
from assessments.workflow import Refused

A_DAY_MOST = 5
PAUSE = timedelta(days=7)
"""After a decline the same person can ask the same organisation again that much later."""

ASKED = (
    "Your request is sent to the administrators of the organisation. We will email you when they "
    "have decided."
)
TOO_MANY = (
    f"You can ask to join {A_DAY_MOST} organisations in 24 hours, and you have. Wait until "
    "tomorrow, or ask a colleague who uses Readiness to invite you."
)
WAITS = (
    "You have asked to join this organisation already, and its administrators have not decided "
    "yet. We will email you when they do."
)
DECLINED_LATELY = (
    "An administrator of this organisation declined your request less than a week ago. Speak to "
    "them: they can invite you at any time."
)
DECIDED = "Another administrator has decided this request meanwhile, or the person has joined."


class NotHere(Refused):
    """No organisation of the sector has that code."""

    def __init__(self, sector: str, code: str) -> None:
        named = within_a_sentence(SECTORS[sector])
        super().__init__(
            f"No organisation with the code {code} ({named}) uses Readiness yet. Check the code. "
            "If it is right, create your organisation."
        )


@transaction.atomic
def ask(*, sector: str, official_code: str, by: User, absolute: Absolute) -> JoinRequest:
    """The person's request to join the organisation with that code; its administrators get email.

    Raises `NotHere` when there is none, and `Refused` for a member, a person who waits for an
    answer or was declined lately, or more than `A_DAY_MOST` requests in 24 hours.
    """
    # The person's own lock: what is counted here holds until it is written.
    person = User.objects.select_for_update().get(pk=by.pk)
    code = tidy_code(official_code)
    organisation = Organisation.objects.filter(sector=sector, official_code=code).first()
    if organisation is None or not code:
        raise NotHere(sector, code)
    _check_may_ask(organisation, person)
    made = JoinRequest.objects.create(
        organisation=organisation,
        sector=sector,
        official_code=code,
        asked_at=clock.now(),
        asked_by=person,
    )
    record(Event.JOIN_ASKED, made, by=person)
    page = reverse("join-request", args=[organisation.slug, made.pk])
    post(
        letter("join_asked", to=each.user.email, absolute=absolute, link=absolute(page), asked=made)
        for each in _administrators(organisation)
    )
    return made


def _check_may_ask(organisation: Organisation, person: User) -> None:
    if Membership.objects.filter(organisation=organisation, user=person).exists():
        raise Refused(f"You are a member of {organisation.name} already.")
    own = JoinRequest.objects.filter(asked_by=person)
    here = own.filter(organisation=organisation)
    if here.filter(decided_at=None).exists():
        raise Refused(WAITS)
    if here.filter(accepted=False, decided_at__gt=clock.now() - PAUSE).exists():
        raise Refused(DECLINED_LATELY)
    if own.filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= A_DAY_MOST:
        raise Refused(TOO_MANY)


@transaction.atomic
def let_in(*, request: JoinRequest, role: Role, by: User, absolute: Absolute) -> Membership:
    """The membership of the person who asked, with the role; they get an email.

    Raises `Refused` when the request is decided already, or their account is closed.
    """
    locked = _decide(request, by, accepted=True)
    organisation, person = locked.organisation, locked.asked_by
    membership = members.let_in(organisation=organisation, user=person, role=role, by=by)
    record(Event.JOIN_ACCEPTED, locked, by=by, member=str(person), role=role.label.lower())
    link = absolute(organisation.get_absolute_url())
    accepted = letter(
        "join_accepted",
        to=person.email,
        absolute=absolute,
        organisation=organisation,
        role=role.label.lower(),
        link=link,
    )
    post([accepted])
    return membership


@transaction.atomic
def decline(*, request: JoinRequest, by: User, absolute: Absolute) -> JoinRequest:
    """The request, declined; the person gets an email. Raises `Refused` if decided already."""
    locked = _decide(request, by, accepted=False)
    record(Event.JOIN_DECLINED, locked, by=by, member=str(locked.asked_by))
    post([letter("join_declined", to=locked.asked_by.email, absolute=absolute, asked=locked)])
    return locked


def _decide(request: JoinRequest, by: User, *, accepted: bool) -> JoinRequest:
    Organisation.objects.select_for_update().get(pk=request.organisation_id)
    rows = JoinRequest.objects.select_related("organisation", "asked_by")
    found = rows.filter(pk=request.pk, decided_at=None).first()
    if found is None:
        raise Refused(DECIDED)
    found.decided_at, found.decided_by, found.accepted = clock.now(), by, accepted
    found.save(update_fields=["decided_at", "decided_by", "accepted"])
    return found


def _administrators(organisation: Organisation) -> list[Membership]:
    rows = Membership.objects.filter(
        organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return list(rows.select_related("user"))
