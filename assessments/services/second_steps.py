"""Verbs of second steps: their secrets encrypted at rest.

What an authenticator app and recovery codes are made from must be readable to check a code, so it
is encrypted and not hashed. `SECOND_STEP_KEYS` has a key or several: the first encrypts, all
decrypt.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.models import User

UNREADABLE = (
    "We cannot check second steps at the moment, because of a fault in how this service is set"
    " up. It is not your code. Tell the people who run this service."
)
SECRETS = ("secret", "seed")
"""The keys of an authenticator's data that hold one secret each."""
LISTS_OF_SECRETS = ("migrated_codes",)
MARK = "gAAAAA"
"""What every encrypted text begins with, and no secret in the clear: those have no such letters."""

log = logging.getLogger("assessments.second_steps")


class UnreadableSecret(ValidationError):
    """A stored secret that none of the keys decrypts; a form shows it next to its field."""

    def __init__(self) -> None:
        super().__init__(UNREADABLE, code="unreadable_secret")


def encrypt(text: str) -> str:
    """The text as a token that only the keys of this service read."""
    return _keys()[0].encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of a token. Raises `UnreadableSecret`, and logs it, where no key reads it."""
    try:
        return MultiFernet(_keys()).decrypt(token.encode()).decode()
    except InvalidToken:
        log.error(
            "A second step cannot be checked: none of SECOND_STEP_KEYS decrypts its secret."
            " Put the key back that encrypted it, after the newest."
        )
        raise UnreadableSecret from None


@dataclass(slots=True)
class Reencrypted:
    """How many second steps were encrypted anew, had the newest key, and could not be read."""

    anew: int = 0
    already: int = 0
    unreadable: int = 0


@transaction.atomic
def reencrypt(*, by: User) -> Reencrypted:
    """Every stored secret under the newest key; one that no key reads is left as it is.

    `by` is who asked for it; no second step changes, so nothing is recorded.
    """
    done = Reencrypted()
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        data = dict(row.data)
        try:
            for name, tokens in _secrets_of(data):
                fresh = [_under_the_newest(one) for one in tokens]
                data[name] = fresh if name in LISTS_OF_SECRETS else fresh[0]
        except InvalidToken:
            done.unreadable += 1
            continue
        if data == row.data:
            done.already += 1
            continue
        Authenticator.objects.filter(pk=row.pk).update(data=data)
        done.anew += 1
    log.info("Second steps encrypted anew: %s; unreadable: %s.", done.anew, done.unreadable)
    return done


def count_unreadable() -> int:
    """How many second steps hold an encrypted secret that none of the keys reads."""
    reader = MultiFernet(_keys())
    found = 0
    for data in Authenticator.objects.values_list("data", flat=True):
        try:
            for _, tokens in _secrets_of(data):
                for token in tokens:
                    # One in the clear waits for the migration that encrypts it.
                    if token.startswith(MARK):
                        reader.decrypt(token.encode())
        except InvalidToken:
            found += 1
    return found


def _keys() -> list[Fernet]:
    return [Fernet(key) for key in settings.SECOND_STEP_KEYS]


def _secrets_of(data: dict[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Each key of an authenticator's data that holds secrets, with its tokens."""
    for name in (*SECRETS, *LISTS_OF_SECRETS):
        value = data.get(name)
        if value:
            yield name, [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _under_the_newest(token: str) -> str:
    """The token itself where the newest key reads it, or its text encrypted anew."""
    newest = _keys()[0]
    try:
        newest.decrypt(token.encode())
        return token
    except InvalidToken:
        return MultiFernet(_keys()).rotate(token.encode()).decode()
