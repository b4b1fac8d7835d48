"""Sessions and attempts to sign in: what is kept of them, for how long, and what is logged."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from assessments import clock
from assessments.models import SignedInDevice, SignInEvent
from assessments.models import User as User
from assessments.names import email_address

AGENT_MOST = 300


def begin(*, user: User, key: str, agent: str, network: str) -> int:
    """Writes down that the user is signed in with the session of that key. Gives its number."""
    agent = agent[:AGENT_MOST]
    row, _ = SignedInDevice.objects.update_or_create(
        session_key=key,
        defaults={"user": user, "agent": agent, "network": network, "since": clock.now()},
    )
    return row.pk


def rename(*, number: int, key: str) -> None:
    """The session of that number has another key now, as after a change of password."""
    SignedInDevice.objects.filter(pk=number).update(session_key=key)


def end(*, user: User, number: int) -> bool:
    """Ends that session of the user; `False` when there is none (any more)."""
    row = SignedInDevice.objects.filter(user=user, pk=number).first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    return True


def end_all(*, user: User, but: str = "") -> None:
    """Ends the sessions of the user, apart from the one of the key that is given."""
    rows = SignedInDevice.objects.filter(user=user).exclude(session_key=but)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()


def forget_ended() -> None:
    """Deletes what is kept of sessions that have run out or were signed out of."""
    running = Session.objects.filter(expire_date__gt=clock.now())
    SignedInDevice.objects.exclude(session_key__in=running.values("session_key")).delete()


def set_aside(*, key: str, content: Mapping[str, object], until: datetime) -> str:
    """Keeps content in a session row of its own, which signs no person in; the row's key.

    It goes with `clearsessions` once it is over. `key` names the row of before, if there is one.
    """
    row = SessionStore(key or None)
    row.update(dict(content))
    row.set_expiry(until)
    row.save()
    return str(row.session_key)


def set_aside_of(key: str) -> SessionStore:
    """What was set aside under that key; empty once it is over."""
    return SessionStore(key)


def end_aside(*, key: str) -> None:
    SessionStore(key).delete()


Kind = SignInEvent.Kind
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
    whose = f"account {account}" if account else "no account"
    log.warning("Sign-in: %s: %s, from %s", kind.label, whose, network)


def delete_before(moment: datetime) -> int:
    """Deletes what happened before the moment, and says how many."""
    deleted, _ = SignInEvent.objects.filter(at__lt=moment).delete()
    return deleted
