"""Verbs of signing in: what is kept of attempts, for how long, and what goes into the log."""

from __future__ import annotations

import logging
from datetime import timedelta

from assessments import clock
from assessments.models import SignInEvent, User
from assessments.names import email_address

Kind = SignInEvent.Kind
KEPT = timedelta(days=90)
log = logging.getLogger("assessments.sign_in")


def record(
    kind: SignInEvent.Kind, *, network: str, email: str = "", account: int | None = None
) -> None:
    """Writes the attempt down, here and in the log, for the account or the owner of the address.

    What is not an account's address is not kept: it may be
    a password that was typed into the wrong box.
    """
    if account is None:
        found = User.objects.filter(email=email_address(email)).values_list("pk", flat=True)
        account = found.first()
    SignInEvent.objects.create(kind=kind, account_id=account, network=network)
    whose = f"account {account}" if account else "nobody's account"
    log.warning("Sign-in: %s: %s, from %s", kind.label, whose, network)


def delete_old() -> int:
    """Deletes what is older than `KEPT`, and says how many."""
    deleted, _ = SignInEvent.objects.filter(at__lt=clock.now() - KEPT).delete()
    return deleted
