"""Verbs of invitations: invite, send again, withdraw, accept.

All of them take the organisation's lock first, as the verbs of members do: what is counted and
what is decided holds until it is written. None of those that an inviter uses looks at accounts, so
neither what it answers nor how long it takes says who has one.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import (
    AuditEvent,
    Invitation,
    InvitationState,
    Organisation,
    User,
)
from assessments.models import (
    Membership as Membership,
)
from assessments.queries.members import (
    has_confirmed,
    hash_of,
    invitation_with,
    pending_invitations,
    state_of,
)
from assessments.services import members, outbox, people
from assessments.services.outbox import Absolute, letter, post
from assessments.workflow import Refused

LASTS = timedelta(days=14)
A_DAY_MOST = 50
A_PERSON_A_DAY_MOST = 100
"""Across organisations: a person may create several, with names of their choosing."""
SENT = (Event.INVITATION_SENT, Event.INVITATION_SENT_AGAIN, Event.INVITATION_REMINDED)

NO_LONGER_OPEN = (
    "This invitation is not open any more: it was accepted or withdrawn meanwhile. "
    "The list of members shows how things are now."
)
NOT_YOURS = "This invitation is for another email address. Sign in with the account that has it."


class Unusable(Refused):
    """An invitation that cannot be accepted; `state` is `None` when there is no such invitation."""

    def __init__(self, state: InvitationState | None) -> None:
        super().__init__("This invitation cannot be accepted.")
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What became of each address; of members there is a sentence."""

    sent: Sequence[str]
    again: Sequence[str]
    already: Sequence[str]


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    emails: Sequence[str],
    role: Role,
    by: User,
    absolute: Absolute,
) -> Invited:
    """Sends each address a link to join with the role; one that is invited already a new link.

    `emails` are different addresses in small letters. Those of members are left out. Raises
    `Refused` when the organisation would send more than `A_DAY_MOST` in 24 hours, or the person
    more than `A_PERSON_A_DAY_MOST`.
    """
    organisation = members.lock(organisation)
    present = list(
        Membership.objects.filter(organisation=organisation, user__email__in=emails)
        .select_related("user")
        .order_by("user__email")
    )
    of_members = {each.user.email for each in present}
    asked = [email for email in emails if email not in of_members]
    _check_day(organisation, by, len(asked))
    pending = {each.email: each for each in pending_invitations(organisation)}
    letters: list[EmailMessage] = []
    sent: list[str] = []
    again: list[str] = []
    for email in asked:
        invitation = pending.get(email) or Invitation(organisation=organisation, email=email)
        (again if invitation.pk else sent).append(email)
        letters.append(_send(invitation, role=role, by=by, absolute=absolute))
    post(letters)
    already = [
        f"{one.user} ({one.user.email}) is a member already, as {one.role_details.label.lower()}"
        for one in present
    ]
    return Invited(sent=sent, again=again, already=already)


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, absolute: Absolute) -> Invitation:
    """The invitation with a new link and 14 more days; the link before stops working, and an
    email with it that still waits is not sent.

    Raises `Refused` when it is not open any more, or too many were sent in 24 hours.
    """
    locked = _locked_pending(invitation)
    _check_day(locked.organisation, by, 1)
    post([_send(locked, role=locked.role_details, by=by, absolute=absolute)])
    return locked


@transaction.atomic
def renew(*, invitation: Invitation, by: User) -> str:
    """The path of a new link to the invitation, for a reminder; it ends on the day that it would
    have, and the link before stops working.

    No link is kept, so there is none to repeat. Raises `Refused` when it does not wait any more,
    or too many were sent in 24 hours.
    """
    locked = _locked_pending(invitation)
    if state_of(locked) is not InvitationState.WAITING:
        raise Refused(NO_LONGER_OPEN)
    _check_day(locked.organisation, locked.invited_by, 1)
    path = _new_link(locked)
    locked.save(update_fields=["token_hash"])
    outbox.take_back(about=_about(locked), by=by)
    record(Event.INVITATION_REMINDED, locked, by=by, email=locked.email)
    return path


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Ends the invitation: its link stops working, and an email that still waits is not sent.

    Raises `Refused` when it is not open any more.
    """
    locked = _locked_pending(invitation)
    locked.withdrawn_at, locked.withdrawn_by = clock.now(), by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    outbox.take_back(about=_about(locked), by=by)
    record(Event.INVITATION_WITHDRAWN, locked, by=by, email=locked.email)


@transaction.atomic
def accept(*, token_hash: str, user: User) -> Membership:
    """The membership of the user who holds the link, with the role that the invitation names.

    Raises `Unusable` for an invitation that is not waiting: also one whose sender manages the
    organisation's members no longer, because it would let a former administrator bring people in
    after they were asked to go. Raises `Refused` unless the user has confirmed its address.
    """
    invitation = _locked_usable(token_hash)
    if not has_confirmed(user, invitation.email):
        raise Refused(NOT_YOURS)
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    role, inviter = invitation.role_details, invitation.invited_by
    membership = members.let_in(
        organisation=invitation.organisation, user=user, role=role, by=inviter
    )
    said = {"inviter": str(inviter), "role": role.label.lower()}
    record(Event.INVITATION_ACCEPTED, invitation, by=user, **said)
    return membership


@transaction.atomic
def accept_as_new(*, token_hash: str, name: str, password: str) -> Membership:
    """As `accept`, for a person without an account: the link has confirmed the address.

    Raises what `accept` and `open_account` raise; then no account is made either.
    """
    invitation = _locked_usable(token_hash)
    members.forget_unconfirmed(organisation=invitation.organisation, email=invitation.email)
    user = people.open_account(email=invitation.email, name=name, password=password)
    return accept(token_hash=token_hash, user=user)


def _send(invitation: Invitation, *, role: Role, by: User, absolute: Absolute) -> EmailMessage:
    """The invitation with a new link, kept; returns the email that carries it."""
    path = _new_link(invitation)
    event = Event.INVITATION_SENT_AGAIN if invitation.pk else Event.INVITATION_SENT
    invitation.role = role
    invitation.invited_at, invitation.invited_by = clock.now(), by
    invitation.expires = invitation.invited_at + LASTS
    invitation.save()
    outbox.take_back(about=_about(invitation), by=by)
    record(event, invitation, by=by, email=invitation.email, role=role.label.lower())
    return letter(
        "invitation",
        to=invitation.email,
        absolute=absolute,
        about=_about(invitation),
        link=absolute(path),
        invitation=invitation,
        inviter=by,
    )


def _new_link(invitation: Invitation) -> str:
    """The path of a new link, whose hash the invitation has from now on; it is not saved yet."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    return reverse("invitation", args=[token])


def _about(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"


def _locked_pending(invitation: Invitation) -> Invitation:
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    found = pending_invitations(organisation).filter(pk=invitation.pk).first()
    if found is None:
        raise Refused(NO_LONGER_OPEN)
    return found


def _locked_usable(token_hash: str) -> Invitation:
    found = invitation_with(token_hash)
    if found is not None:
        members.lock(found.organisation)
        found = invitation_with(token_hash)
    state = state_of(found) if found else None
    if found is None or state is not InvitationState.WAITING:
        raise Unusable(state)
    return found


def _check_day(organisation: Organisation, by: User, more: int) -> None:
    since = clock.now() - timedelta(days=1)
    # After the organisation's: what one person sends for several is counted one at a time.
    User.objects.select_for_update().get(pk=by.pk)
    lately = AuditEvent.objects.filter(at__gt=since, event__in=SENT)
    _check_left("An organisation", A_DAY_MOST, lately.filter(organisation=organisation.slug), more)
    own = lately.filter(actor_id=str(by.pk))
    _check_left("One person", A_PERSON_A_DAY_MOST, own, more)


def _check_left(who: str, most: int, lately: QuerySet[AuditEvent], more: int) -> None:
    left = max(most - lately.count(), 0)
    if more <= left:
        return
    can = f"you can send {left} more now" if left else "you cannot send more now"
    raise Refused(
        f"{who} can send {most} invitations in 24 hours, and {can}. Send the others tomorrow."
    )
