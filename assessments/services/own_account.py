"""Verbs of one's own account: another name, another address, which reminders, the end.

The token of the link that ends reminders without signing in is encrypted, so it says nothing to
whoever sees it, and it opens nothing else. It never runs out: an old mail has to be able to end the
next.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from hashlib import sha256

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record_of_account
from assessments.models import JoinRequest, Membership, Organisation, ReminderRefusal, User
from assessments.names import email_address, one_line
from assessments.queries.members import is_last_administrator
from assessments.reminding import Kind
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
    return [str(row.organisation) for row in rows if is_last_administrator(row)]


def _check_not_needed(user: User, rows: list[Membership]) -> None:
    left = [str(row.organisation) for row in rows if is_last_administrator(row)]
    if left:
        raise Refused(
            f"You are the only administrator of {', '.join(left)}. Make another member an "
            "administrator first."
        )
    others = User.objects.confirmed().filter(is_superuser=True, is_active=True)
    if user.is_superuser and not others.exclude(pk=user.pk).exists():
        raise Refused(LAST_SUPERUSER)


PURPOSE = b"assessments.reminders"


def unwanted(**whom: object) -> set[str]:
    """The kinds of reminder that the `user` or the `address` does not want."""
    found = set(ReminderRefusal.objects.filter(**whom).values_list("kind", flat=True))
    return {kind.value for kind in Kind} if ReminderRefusal.ALL in found else found


@transaction.atomic
def choose(*, user: User, wanted: Collection[str]) -> None:
    """The person gets those kinds from now on. With none of them, none that are to come either."""
    User.objects.select_for_update().get(pk=user.pk)
    refused = [kind.value for kind in Kind if kind.value not in wanted]
    _refuse(refused if wanted else [ReminderRefusal.ALL], user=user, address="")


def stop_path(user: User | None, address: str = "") -> str:
    """The path of the page that ends all reminders to the person, or to the address."""
    whom = f"user {user.pk}" if user else f"address {address}"
    return reverse("reminders-stop", args=[_keys().encrypt(whom.encode()).decode()])


@transaction.atomic
def stop(*, token: str) -> bool:
    """Ends all reminders to whom the link was sent; `False` when it is none of ours."""
    kind, _, whom = _read(token).partition(" ")
    if not kind:
        return False
    if kind == "address":
        _refuse([ReminderRefusal.ALL], user=None, address=email_address(whom))
        return True
    user = User.objects.select_for_update().filter(pk=int(whom)).first()
    if user is not None:
        _refuse([ReminderRefusal.ALL], user=user, address="")
    return True


def is_link(token: str) -> bool:
    """Whether the token is one of ours. No query."""
    return bool(_read(token))


def _read(token: str) -> str:
    """Whom a link was sent to, as `stop_path` writes it; empty when it is none of ours."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


def _refuse(kinds: Collection[str], *, user: User | None, address: str) -> None:
    """In the place of what was refused before. A second at the same moment finds it done."""
    ReminderRefusal.objects.filter(user=user, address=address).delete()
    ReminderRefusal.objects.bulk_create(
        [ReminderRefusal(user=user, address=address, kind=kind) for kind in kinds],
        ignore_conflicts=True,
    )


def _keys() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = [sha256(PURPOSE + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
