"""Verbs of people: accounts made without a sign-up page, and names put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from assessments.models import User
from assessments.names import one_line

SYSTEM_EMAIL = "system@readiness.invalid"
SYSTEM_NAME = "Readiness"


@transaction.atomic
def system_user() -> User:
    """The account that commands act as. It cannot sign in; every call returns the same one."""
    user = User.objects.filter(email=SYSTEM_EMAIL).first()
    if user is not None:
        return user
    return User.objects.create_user(SYSTEM_EMAIL, None, name=SYSTEM_NAME, is_active=False)


@transaction.atomic
def make_user(*, email: str, name: str, password: str | None = None, by: User) -> User:
    """The account of that address: made if nobody has it, and left as it is if somebody has.

    Without a password the person sets one through "Forgotten your password?".
    `by` is who asked for it; making an account concerns no organisation, so nothing is recorded.
    """
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found
    return User.objects.create_user(email, password, name=one_line(name))


@transaction.atomic
def rename(*, user: User, name: str, by: User) -> User:
    """The user with a new name. Trails and submissions keep the name they were written with."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.name = one_line(name)
    locked.save(update_fields=["name"])
    return locked


@transaction.atomic
def appoint(
    *, user: User, groups: Sequence[str], by: User, admin: bool = False, superuser: bool = False
) -> User:
    """The user as staff of the programme: in these groups, and into the admin if told.

    `by` is who appointed them; it concerns no organisation, so nothing is recorded.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.is_staff, locked.is_superuser = admin or superuser, superuser
    locked.save(update_fields=["is_staff", "is_superuser"])
    for name in groups:
        locked.groups.add(Group.objects.get_or_create(name=name)[0])
    return locked


ACCOUNT_COLUMNS = ("email", "name", "is_active", "is_staff", "is_superuser")


@transaction.atomic
def change_account(*, user: User, changes: Mapping[str, Any], by: User) -> User:
    """The account with the columns of `ACCOUNT_COLUMNS` that are named changed, and its `groups`.

    A new address has to be confirmed by its owner; older ones no longer sign in. `by` is who
    asked for it; an account concerns no organisation, so nothing is recorded here.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    given = {name: changes[name] for name in ACCOUNT_COLUMNS if name in changes}
    for name, value in given.items():
        setattr(locked, name, value)
    locked.email = locked.email.strip().lower()
    locked.save(update_fields=list(given))
    if "email" in given:
        EmailAddress.objects.filter(user=locked).exclude(email__iexact=locked.email).delete()
    if "groups" in changes:
        locked.groups.set(changes["groups"])
    return locked
