"""Links in emails that show whose an address is: made, sent and read.

Nothing is stored for a link. It is signed, runs out, and works once, because what it asks for can
be done once. One email goes to every address that is asked about, and writing it takes the same
work: neither the page nor its time shows whether the address has an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.core import signing
from django.urls import reverse

from assessments.models import User
from assessments.names import email_address

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
