"""Which reminders a person wants, and the link that ends them without signing in.

The token of that link is encrypted, so it says nothing to whoever sees it, and it opens nothing
else. It never runs out: an old mail has to be able to end the next.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from assessments.models import ReminderRefusal, User
from assessments.names import email_address
from assessments.reminding import Kind

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
