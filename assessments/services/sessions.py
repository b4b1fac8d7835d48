"""Verbs of sessions: where somebody is signed in, written down so that it can be ended there."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from assessments import clock
from assessments.models import SignedInDevice, User

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
