"""Verbs of members: add, change the role, remove, leave. People come in by an invitation or a
request (`invitations`, `organisations`); to add is for the administrators of the service.

All of them take the organisation's lock first, so two administrators acting at the same moment
cannot leave an organisation without one.
"""

from __future__ import annotations

from django.db import transaction

from assessments import clock
from assessments.access.roles import Permission, Role
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Deputy, Invitation, JoinRequest, Membership, Organisation, User
from assessments.queries.members import is_last_administrator
from assessments.workflow import Refused

LAST_ADMINISTRATOR = (
    "An organisation always has an administrator, and this is the only one. "
    "Make another member an administrator first."
)
GONE = "That person is no longer a member of this organisation."


@transaction.atomic
def add(*, organisation: Organisation, user: User, role: Role, by: User) -> Membership:
    """The new membership.

    Raises `Refused` for a closed account, one whose address is not confirmed, or a member.
    """
    organisation = lock(organisation)
    membership = let_in(organisation=organisation, user=user, role=role, by=by)
    record(Event.MEMBER_ADDED, membership, by=by, member=str(user), role=_word(role))
    return membership


def let_in(*, organisation: Organisation, user: User, role: Role, by: User) -> Membership:
    """The new membership, for verbs that hold the organisation's lock and record how it came about.

    Other invitations and requests of the person are settled with it. Raises `Refused` as `add`.
    """
    # The person's own lock: they may be closing the account, and so leave what they are in by now.
    if not User.objects.select_for_update().get(pk=user.pk).is_active:
        raise Refused(f"The account of {user.email} is closed, so it cannot be added.")
    present = Membership.everything.filter(organisation=organisation, user=user).first()
    if present is not None:
        raise Refused(f"{user} is already a member. Their role is {_word(present.role_details)}.")
    now = clock.now()
    made = Membership.objects.create(
        organisation=organisation, user=user, role=role, added_at=now, added_by=by
    )
    JoinRequest.objects.filter(organisation=organisation, asked_by=user, decided_at=None).update(
        decided_at=now, decided_by=by, accepted=True
    )
    Invitation.objects.filter(
        organisation=organisation, email=user.email, accepted_at=None, withdrawn_at=None
    ).update(accepted_at=now, accepted_by=user)
    return made


def forget_unconfirmed(*, organisation: Organisation, email: str) -> None:
    """Removes a membership whose address is not confirmed: it never counted, and gives
    way to what its owner accepts. The caller holds the organisation's lock.
    """
    counting = Membership.objects.filter(organisation=organisation)
    rows = Membership.everything.filter(organisation=organisation, user__email=email)
    rows.exclude(pk__in=counting).delete()


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User) -> Membership:
    """The membership with its new role; the same role again changes and records nothing.

    Raises `Refused` for the last administrator, or when the person is no longer a member.
    """
    locked = _lock_member(membership)
    before = locked.role_details
    if before is role:
        return locked
    if before is Role.ADMINISTRATOR:
        _check_not_last(locked)
    locked.role = role
    locked.save(update_fields=["role"])
    if not role.grants(Permission.SUBMIT):
        _end_deputies(locked)
    record(
        Event.MEMBER_ROLE_CHANGED,
        locked,
        by=by,
        member=str(locked.user),
        before=_word(before),
        after=_word(role),
    )
    return locked


@transaction.atomic
def remove(*, membership: Membership, by: User) -> None:
    """Ends the membership; what the person wrote stays. Who removes themselves leaves.

    Raises `Refused` for the last administrator, or when the person is no longer a member.
    """
    locked = _lock_member(membership)
    if locked.role_details is Role.ADMINISTRATOR:
        _check_not_last(locked)
    event = Event.MEMBER_LEFT if locked.user_id == by.pk else Event.MEMBER_REMOVED
    record(event, locked, by=by, member=str(locked.user), role=_word(locked.role_details))
    _end_deputies(locked)
    Deputy.objects.filter(organisation=locked.organisation, deputy=locked.user).delete()
    locked.delete()


def _end_deputies(locked: Membership) -> None:
    """Ends what others do for a person who may sign no more, also once they may again."""
    Deputy.objects.filter(organisation=locked.organisation, approver=locked.user).delete()


def lock(organisation: Organisation) -> Organisation:
    """The organisation as it is now, whose other writers wait until the transaction ends."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _lock_member(membership: Membership) -> Membership:
    """The membership as it is now, under its organisation's lock."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    rows = Membership.everything.select_related("organisation", "user")
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def _check_not_last(membership: Membership) -> None:
    if is_last_administrator(membership):
        raise Refused(LAST_ADMINISTRATOR)


def _word(role: Role) -> str:
    return role.label.lower()
