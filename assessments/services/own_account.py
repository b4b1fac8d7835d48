"""Verbs of one's own account: another name, another address, the end."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record_of_account
from assessments.models import JoinRequest, Membership, Organisation, User
from assessments.names import one_line
from assessments.services import members, sessions
from assessments.workflow import Refused

TAKEN = (
    "There is an account with that address already. Sign in with it, or close it first and then "
    "ask for a new link."
)
LAST_SUPERUSER = (
    "You are the only superuser of this service. Make another one before you close your account."
)


@transaction.atomic
def change_name(*, user: User, name: str) -> User:
    """The user with a new name. Trails and submissions keep the name they were written with."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    before, locked.name = locked.name, one_line(name)
    if before == locked.name:
        return locked
    locked.save(update_fields=["name"])
    record_of_account(Event.ACCOUNT_NAME_CHANGED, user=locked, by=locked, before=before)
    return locked


@transaction.atomic
def change_address(*, user: User, before: str, email: str) -> User:
    """The user with a new address, which a link that was sent to it has just shown to be theirs.

    Raises `Refused` when another account has it, or when the address is no longer `before`: a
    link works once.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.email != before:
        raise Refused("Your address has been changed since. Ask for a new link.")
    if EmailAddress.objects.filter(email=email, verified=True).exclude(user=locked):
        raise Refused(TAKEN)
    locked.email = email
    try:
        with transaction.atomic():
            locked.save(update_fields=["email"])
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    EmailAddress.objects.filter(user=locked).delete()
    EmailAddress.objects.create(user=locked, email=email, verified=True, primary=True)
    record_of_account(Event.ACCOUNT_ADDRESS_CHANGED, user=locked, by=locked)
    return locked


def data_given(*, user: User) -> None:
    """Keeps that the person was given the file of what is held about them, and when."""
    record_of_account(Event.ACCOUNT_DATA_GIVEN, user=user, by=user)


@transaction.atomic
def close(*, user: User) -> None:
    """Closes the account for good. What the person wrote stays, under the name it bears.

    They leave their organisations, their sessions end, and their address is free for a new
    start. Raises `Refused` for the last administrator of an organisation, naming each, and for
    the last superuser.
    """
    rows = Membership.everything.filter(user=user).select_related("organisation", "user")
    keys = sorted(rows.values_list("organisation_id", flat=True))
    list(Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    # With every superuser, so that the last two do not close theirs at once.
    asked = Q(pk=user.pk) | Q(is_superuser=True)
    people = list(User.objects.select_for_update().filter(asked).order_by("pk"))
    locked = next(each for each in people if each.pk == user.pk)
    _check_not_needed(locked, list(rows))
    for row in rows:
        members.remove(membership=row, by=locked)
    # What they asked to join asks no more: there is no address that an answer could go to.
    JoinRequest.objects.filter(asked_by=locked, decided_at=None).update(
        decided_at=clock.now(), decided_by=locked, accepted=False
    )
    record_of_account(Event.ACCOUNT_CLOSED, user=locked, by=locked)
    locked.email = f"closed-{locked.pk}@readiness.invalid"
    locked.is_active = locked.is_staff = locked.is_superuser = False
    locked.set_unusable_password()
    locked.save()
    locked.groups.clear()
    EmailAddress.objects.filter(user=locked).delete()
    Authenticator.objects.filter(user=locked).delete()
    sessions.end_all(user=locked)


def left_alone(user: User) -> list[str]:
    """The names of the organisations that would be without an administrator."""
    rows = Membership.objects.filter(user=user).select_related("organisation")
    return [str(row.organisation) for row in rows if members.is_last_administrator(row)]


def _check_not_needed(user: User, rows: list[Membership]) -> None:
    left = [str(row.organisation) for row in rows if members.is_last_administrator(row)]
    if left:
        raise Refused(
            f"You are the only administrator of {', '.join(left)}. Make another member an "
            "administrator first."
        )
    others = User.objects.confirmed().filter(is_superuser=True, is_active=True)
    if user.is_superuser and not others.exclude(pk=user.pk).exists():
        raise Refused(LAST_SUPERUSER)
