"""Verbs by which an administrator of the service lets people back in who have no other way.

The people concerned get an email, in the same transaction, and the trail keeps the reason.
"""

from __future__ import annotations

from functools import partial

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.audit.trail import record, record_of_account
from assessments.models import Membership, Organisation, User
from assessments.models.joining import check_confirmed
from assessments.names import email_address
from assessments.services import members, sessions
from assessments.services.outbox import Absolute, letter, post
from assessments.workflow import Refused, check_reason

SUPERUSERS_ONLY = "Only a superuser can do this."
NOT_YOUR_OWN = (
    "You cannot reset your own two-step sign-in here. Change it on your account's page, or ask "
    "another superuser."
)


class NotThisPerson(Refused):
    """The address given is not that of a person who can be named."""


def why_not_reset(*, user: User, by: User) -> str:
    """Why `by` cannot reset the two-step sign-in of the user; empty when they can."""
    if not by.is_superuser:
        return SUPERUSERS_ONLY
    if user.pk == by.pk:
        return NOT_YOUR_OWN
    if not Authenticator.objects.filter(user=user).exists():
        return f"Two-step sign-in is off for {user}, so there is nothing to reset."
    return ""


@transaction.atomic
def reset_second_step(*, user: User, reason: str, by: User, absolute: Absolute) -> None:
    """Takes every second step and recovery code from the user, and ends all of their sessions.

    From then on the password opens the account; a role of the programme stays shut until a new
    second step is set up. Raises `Refused` without a proper reason, where `by` is no superuser or
    is the user, and where there is no second step.
    """
    said = check_reason(reason)
    locked = User.objects.select_for_update().get(pk=user.pk)
    refusal = why_not_reset(user=locked, by=by)
    if refusal:
        raise Refused(refusal)
    # A browser that was trusted is so by these rows, so it goes with them.
    Authenticator.objects.filter(user=locked).delete()
    sessions.end_all(user=locked)
    record_of_account(Event.ACCOUNT_SECOND_STEP_RESET, user=locked, by=by, reason=said)
    notice = letter(
        "second_step_reset",
        to=locked.email,
        absolute=absolute,
        by=by,
        set_up=absolute(reverse("mfa_index")),
        new_password=absolute(reverse("account_reset_password")),
    )
    post([notice])


@transaction.atomic
def name_administrator(
    *, organisation: Organisation, email: str, reason: str, by: User, absolute: Absolute
) -> Membership:
    """The membership of the person who signs in with that address, as administrator from now on.

    They get an email, and so do the present administrators, or all members where there is none.
    Raises `NotThisPerson` where the account is missing, closed, not confirmed, already an
    administrator or that of `by`; `Refused` without a proper reason or where `by` is no superuser.
    """
    said = check_reason(reason)
    if not by.is_superuser:
        raise Refused(SUPERUSERS_ONLY)
    locked = members.lock(organisation)
    user = _person(email, by)
    present = Membership.everything.filter(organisation=locked, user=user).first()
    if present is not None and present.role_details is Role.ADMINISTRATOR:
        raise NotThisPerson(f"{user} is already an administrator of {locked}.")
    addresses = _to_tell(locked, user)
    if present is None:
        present = members.let_in(organisation=locked, user=user, role=Role.ADMINISTRATOR, by=by)
    else:
        present.role = Role.ADMINISTRATOR
        present.save(update_fields=["role"])
    record(Event.MEMBER_NAMED_ADMINISTRATOR, present, by=by, member=str(user), reason=said)
    write = partial(letter, absolute=absolute, by=by, organisation=locked)
    page, history = locked.get_absolute_url(), reverse("organisation-history", args=[locked.slug])
    first = write("named_administrator", to=user.email, link=absolute(page))
    others = partial(write, "new_administrator", link=absolute(history), administrator=user)
    post([first, *(others(to=one) for one in addresses)])
    return present


def _person(email: str, by: User) -> User:
    """The account that signs in with the address, locked. Raises `NotThisPerson`."""
    address = email_address(email)
    user = User.objects.select_for_update().filter(email=address).first()
    if user is None:
        raise NotThisPerson(
            f"No account has the email address {address}. Check how it is spelled, or "
            "ask the person to create an account first."
        )
    if user.pk == by.pk:
        raise NotThisPerson("You cannot name yourself. Ask another superuser to do it.")
    if not user.is_active:
        raise NotThisPerson(
            f"The account of {user.email} is closed. Name another person, or open it again on the "
            "person's page under Users first."
        )
    try:
        check_confirmed([user.pk])
    except Refused as refusal:
        raise NotThisPerson(refusal.reason) from refusal
    return user


def _to_tell(organisation: Organisation, new: User) -> list[str]:
    """The addresses of the administrators who can sign in; of all such members if there is none."""
    rows = Membership.objects.filter(organisation=organisation, user__is_active=True)
    others = rows.exclude(user=new)
    chiefs = others.filter(role=Role.ADMINISTRATOR)
    asked = chiefs if chiefs.exists() else others
    return sorted(asked.values_list("user__email", flat=True))
