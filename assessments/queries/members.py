"""Reading who belongs to an organisation, who is invited, and who asks to join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import TypeVar, cast

from allauth.account.models import EmailAddress
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from assessments import clock
from assessments.access.roles import ANSWERING, SIGNING, Role
from assessments.models import (
    Deputy,
    Invitation,
    InvitationState,
    JoinRequest,
    Membership,
    Organisation,
    User,
)
from assessments.queries.prepared import Asked, Prepared, added

Rows = TypeVar("Rows", bound=Model)


def members_of(organisation: Organisation | OuterRef) -> QuerySet[Membership]:
    """The members with their accounts, by name."""
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("user")
        .order_by(Lower("user__name"), "user__email")
    )


def who_may_own(organisation: Organisation | OuterRef) -> QuerySet[Membership]:
    """The members who can own evidence and actions: those whose accounts are open."""
    return members_of(organisation).filter(user__is_active=True)


def with_owned(rows: QuerySet[Rows]) -> QuerySet[Rows]:
    """The items or actions, each `owned` where its owner is one who may own it still."""
    owners = who_may_own(OuterRef("organisation")).filter(user=OuterRef("owner"))
    return cast("QuerySet[Rows]", rows.annotate(owned=Exists(owners)))


def member(organisation: Organisation, pk: int) -> Membership | None:
    """That member of the organisation, with the account; `None` when there is none (any more)."""
    return members_of(organisation).filter(pk=pk).first()


def is_last_administrator(membership: Membership) -> bool:
    """Whether the organisation would have no administrator without this member."""
    if membership.role_details is not Role.ADMINISTRATOR:
        return False
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    return not others.exists()


def hash_of(token: str) -> str:
    """What is kept of an invitation's token: it is random enough to need no salt."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invitations() -> QuerySet[Invitation]:
    """Every invitation, with `inviter_manages`: a key where its sender still manages the
    organisation's members, and otherwise `None`.
    """
    manages = Membership.objects.filter(
        organisation=OuterRef("organisation"),
        user=OuterRef("invited_by"),
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    )
    rows = Invitation.objects.select_related("organisation", "invited_by")
    # Looked up for each row that is read. For an EXISTS PostgreSQL would read all memberships.
    found = Subquery(manages.values("pk")[:1])
    return cast("QuerySet[Invitation]", rows.annotate(inviter_manages=found))


def state_of(invitation: Invitation) -> InvitationState:
    """The present state of an invitation that came from `invitations`. No query."""
    if invitation.withdrawn_at:
        return InvitationState.WITHDRAWN
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.expires <= clock.now():
        return InvitationState.EXPIRED
    return InvitationState.WAITING if added(invitation, "inviter_manages") else InvitationState.VOID


def waiting_invitations() -> QuerySet[Invitation]:
    """Those of every organisation whose `state_of` is that they wait for an answer."""
    open_now = Q(withdrawn_at=None, accepted_at=None, expires__gt=clock.now())
    return invitations().filter(open_now & Q(inviter_manages__isnull=False))


def invitation_with(token_hash: str) -> Invitation | None:
    """The invitation whose token has that hash."""
    return invitations().filter(token_hash=token_hash).first()


def pending_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Those neither accepted nor withdrawn, by address; some may have expired."""
    return (
        invitations()
        .filter(organisation=organisation, withdrawn_at=None, accepted_at=None)
        .order_by("email")
    )


def pending_invitation(organisation: Organisation, pk: int) -> Invitation | None:
    """That one of them."""
    return pending_invitations(organisation).filter(pk=pk).first()


def has_confirmed(user: User, email: str) -> bool:
    """Whether the user has shown that the address is theirs."""
    found = EmailAddress.objects.filter(user=user, verified=True, email=email)
    return bool(found.exists())


def open_requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    """The undecided requests, the oldest first."""
    return (
        JoinRequest.objects.filter(organisation=organisation, decided_at=None)
        .select_related("asked_by")
        .order_by("asked_at", "pk")
    )


def open_request(organisation: Organisation, pk: int) -> JoinRequest | None:
    """That one of them."""
    return open_requests(organisation).filter(pk=pk).first()


def _requests(user: int) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.filter(asked_by=user, decided_at=None).order_by("asked_at", "pk")


_own_requests = Prepared(_requests, -1)


def requests_asked(user: User) -> Asked[JoinRequest]:
    """What `requests_by` asks."""
    return _own_requests.asked(user.pk)


def requests_by(user: User) -> list[JoinRequest]:
    """The person's undecided requests, in the words that they asked with."""
    return requests_asked(user).rows()


def deputies_of(organisation: Organisation, today: date) -> list[Deputy]:
    """Who acts for whom, now or on days to come, by first day. One query."""
    rows = Deputy.objects.standing().filter(organisation=organisation, last_day__gte=today)
    return list(rows.select_related("approver", "deputy").order_by("first_day", "pk"))


def deputy(organisation: Organisation, pk: int) -> Deputy | None:
    """The one of that key in the organisation. One query."""
    rows = Deputy.objects.filter(organisation=organisation, pk=pk)
    return rows.select_related("approver", "deputy").first()


def who_may_answer(organisation: Organisation) -> QuerySet[Membership]:
    """The members who may answer questions, with their accounts, by name."""
    rows = Membership.objects.filter(
        organisation=organisation, role__in=ANSWERING, user__is_active=True
    )
    return rows.select_related("user").order_by("user__name", "user__email")


def who_may_sign(organisation: Organisation) -> dict[int, str]:
    """The names of the members who may sign, by their users' keys. One query.

    Not their deputies, who sign for them.
    """
    return signers_among(signing(organisation.pk).select_related("user").order_by("pk"))


def signing(organisation: int) -> QuerySet[Membership]:
    """The members of the organisation of that key who may sign."""
    return Membership.objects.filter(
        organisation=organisation, role__in=SIGNING, user__is_active=True
    ).order_by()


def signers_among(rows: Iterable[Membership]) -> dict[int, str]:
    """The same of members that were read."""
    return {
        one.user_id: str(one.user) for one in rows if one.role in SIGNING and one.user.is_active
    }


def who_may_deputise(organisation: Organisation, approver: User) -> dict[str, str]:
    """The names of the members who may act for the person, by their users' keys, as text."""
    return to_choose_from(who_may_answer(organisation).exclude(user=approver))


def owners_to_choose_from(organisation: Organisation, me: User) -> dict[str, str]:
    """Those who may own evidence and actions, as `to_choose_from` gives them; oneself first."""
    return to_choose_from(who_may_own(organisation), me)


def to_choose_from(rows: QuerySet[Membership], me: User | None = None) -> dict[str, str]:
    """The names and addresses of members, by their users' keys, as text; `me` comes first."""
    found = {str(one.user_id): f"{one.user} ({one.user.email})" for one in rows}
    mine = str(me.pk) if me else ""
    own = {mine: f"{found[mine]}, you"} if mine in found else {}
    return own | {key: name for key, name in found.items() if key != mine}
