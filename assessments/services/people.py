"""Verbs of people: accounts made without a sign-up page, and links in emails that show whose an
address is.

Nothing is stored for a link. It is signed, runs out, and works once, because what it asks for can
be done once. One email goes to every address that is asked about, and writing it takes the same
work: neither the page nor its time shows whether the address has an account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record_of_account
from assessments.models import User
from assessments.names import email_address, one_line
from assessments.services import sessions
from assessments.workflow import Refused

SYSTEM_EMAIL = "system@readiness.invalid"
SYSTEM_NAME = "Readiness"
HAS_ACCOUNT = "There is an account with this email address already. Sign in with it."
CLOSED = (
    "The account with this email address has been closed. Ask the people who run this service "
    "to open it again."
)


def system_user() -> User:
    """The account that commands act as. It cannot sign in; every call returns the same one, also
    two at the same moment.
    """
    made = {"name": SYSTEM_NAME, "is_active": False, "password": make_password(None)}
    return User.objects.get_or_create(email=SYSTEM_EMAIL, defaults=made)[0]


@transaction.atomic
def open_account(*, email: str, name: str, password: str) -> User:
    """The account of an address whose owner has just followed a link that was sent to it.

    An account of that address that was never confirmed is taken over: its maker may only have known
    the address, so its password, signed-in devices and second steps end. What others gave to the
    address, such as a role, stays. Raises `Refused` when a confirmed account has the address,
    also one that is made at the same moment, or when the account is closed.
    """
    email = email_address(email)
    user = User.objects.select_for_update().filter(email=email).first()
    if user is not None and not user.is_active:
        raise Refused(CLOSED)
    if EmailAddress.objects.filter(email=email, verified=True).exists():
        raise Refused(HAS_ACCOUNT)
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, password, name=one_line(name))
        except IntegrityError as error:
            raise Refused(HAS_ACCOUNT) from error
    else:
        user.name, user.joined = one_line(name), clock.now()
        user.set_password(password)  # which ends every session
        user.save(update_fields=["name", "joined", "password"])
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user=user)
    # Others may have typed the address on an account of theirs; it can no longer become theirs.
    EmailAddress.objects.filter(email=email).delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    record_of_account(Event.ACCOUNT_OPENED, user=user, by=user)
    return user


@transaction.atomic
def make_user(*, email: str, name: str, by: User) -> User:
    """The account of that address: made if there is none, unchanged if there is one, also one that
    is made at the same moment.

    A new one has no password and is not confirmed: its owner sees to both by a link, and until
    then nothing can be done with it. `by` is who asked for it; making an account concerns no
    organisation, so nothing is recorded.
    """
    found = User.objects.filter(email=email_address(email)).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, None, name=one_line(name))
    except IntegrityError:
        return User.objects.get(email=email_address(email))


@transaction.atomic
def appoint(
    *, user: User, groups: Sequence[str], by: User, admin: bool = False, superuser: bool = False
) -> User:
    """The user as staff of the programme: in these groups, and with the admin if `admin` is set.

    `by` is who appointed them; it concerns no organisation, so nothing is recorded.
    """
    present = User.objects.get(pk=user.pk)
    present.is_staff, present.is_superuser = admin or superuser, superuser
    present.save(update_fields=["is_staff", "is_superuser"])
    for name in groups:
        present.groups.add(Group.objects.get_or_create(name=name)[0])
    return present


ACCOUNT_COLUMNS = {
    "email": "address",
    "name": "name",
    "is_active": "whether they can sign in",
    "is_staff": "whether they can open the admin",
    "is_superuser": "whether they are a superuser",
}
"""What others may change of an account, and what the trail calls it."""


@transaction.atomic
def change_account(*, user: User, changes: Mapping[str, Any], by: User) -> User:
    """The account with the columns of `ACCOUNT_COLUMNS` that are named changed, and its `groups`.

    A new address has to be confirmed by its owner; older ones no longer sign in. The trail says
    which columns changed, and nothing where none did.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    given = {name: changes[name] for name in ACCOUNT_COLUMNS if name in changes}
    if "email" in given:
        given["email"] = email_address(given["email"])
    changed = [name for name, value in given.items() if getattr(locked, name) != value]
    for name, value in given.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(given))
    if "email" in given:
        EmailAddress.objects.filter(user=locked).exclude(email=locked.email).delete()
    if "groups" in changes:
        before = set(locked.groups.all())
        locked.groups.set(changes["groups"])
        changed += ["groups"] if before != set(locked.groups.all()) else []
    if changed:
        names = ", ".join(ACCOUNT_COLUMNS.get(name, name) for name in changed)
        record_of_account(Event.ACCOUNT_CHANGED, user=locked, by=by, changes=names)
    return locked


LASTS = timedelta(days=3)
OPENING, CHANGING = "assessments.open-account", "assessments.change-address"


class Standing(Enum):
    """What an address is to this service."""

    UNKNOWN = "no account has it"
    UNCONFIRMED = "an account has it, but has not confirmed it"
    CONFIRMED = "a confirmed account has it"
    CLOSED = "its account is closed"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a link to open an account says."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a link to change an address says: the account, its address, and the one to come."""

    user: int
    before: str
    email: str


def opening_address(*, email: str, name: str) -> str:
    """The path of the page on which the owner of the address opens an account."""
    token = signing.dumps([email_address(email), name], salt=OPENING, compress=True)
    return reverse("account-open", args=[token])


def read_opening(token: str) -> Opening | None:
    """What the token of such a link says; `None` when it is not ours or has run out."""
    try:
        email, name = signing.loads(token, salt=OPENING, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Opening(email, name)


def read_change(token: str) -> Change | None:
    """What the token of a link to a new address says; `None` when not ours or run out."""
    try:
        user, before, email = signing.loads(token, salt=CHANGING, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Change(user, before, email)


def standing(email: str) -> Standing:
    """The state of the address in this service. Always two queries."""
    return _looked_up(email)[0]


def ask_to_open(*, email: str, name: str) -> None:
    """Sends the address one email: a link to open an account, or why it needs none."""
    found, _ = _looked_up(email)
    path = opening_address(email=email, name=name)
    template, said = "account/email/open_account", {"open_url": _absolute(path)}
    if found is Standing.CONFIRMED:
        template = "account/email/account_already_exists"
        said = {"password_reset_url": _absolute(reverse("account_reset_password"))}
    elif found is Standing.CLOSED:
        template, said = "account/email/account_closed", {}
    get_adapter().send_mail(template, email, said)


def ask_for_password(email: str) -> None:
    """Sends the address one email: a link to choose a password, or why there is none.

    An account that was never confirmed gets the link to open it: its password was chosen by
    the person who typed the address, who may not be its owner.
    """
    found, user = _looked_up(email)
    path = opening_address(email=email, name=user.name)
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    reset = reverse("account_reset_password_from_key", kwargs=key)
    template, said = "account/email/password_reset_key", {"password_reset_url": _absolute(reset)}
    if found is Standing.UNCONFIRMED:
        template, said = "account/email/open_account", {"open_url": _absolute(path)}
    elif found is Standing.CLOSED:
        template, said = "account/email/account_closed", {}
    elif found is Standing.UNKNOWN:
        template = "account/email/unknown_account"
        said = {"signup_url": _absolute(reverse("account_signup"))}
    get_adapter().send_mail(template, email, said)


def ask_to_change(*, user: User, email: str) -> None:
    """Sends the new address one email: a link to confirm it, or why it cannot be used."""
    found, _ = _looked_up(email)
    token = signing.dumps([user.pk, user.email, email], salt=CHANGING, compress=True)
    path = reverse("account-email-confirm", args=[token])
    template, said = "account/email/change_address", {"change_url": _absolute(path)}
    if found is not Standing.UNKNOWN:
        template, said = "account/email/address_in_use", {}
    get_adapter().send_mail(template, email, said)


def _looked_up(email: str) -> tuple[Standing, User]:
    """The state of the address, and its user: an unsaved one where there is none."""
    address = email_address(email)
    user = User.objects.filter(email=address).first()
    proof = EmailAddress.objects.filter(email=address, verified=True)
    owner = proof.select_related("user").first()
    user = owner.user if owner else user
    if user is None:
        return Standing.UNKNOWN, User(pk=0, email=address)
    if not user.is_active:
        return Standing.CLOSED, user
    return (Standing.CONFIRMED if owner else Standing.UNCONFIRMED), user


def _absolute(path: str) -> str:
    request = context.request
    if request is None:
        raise RuntimeError("A link for an email is made while a request is answered.")
    return str(request.build_absolute_uri(path))
