"""Reads that a copy of the database may answer, where there is one (`REPLICA_DATABASE_URL`).

A copy is behind by moments, or by more when it is in trouble. So it is asked only inside
`may_lag`, and only for what is no person's own: who someone is and what they may do is asked of
the primary always, and so is what a person has just written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.models import Model

from assessments.models import (
    Assessment,
    Assignment,
    Attachment,
    AuditEvent,
    Evidence,
    ImpactTrial,
    Organisation,
    OutgoingMail,
    PlannedAction,
    Reminder,
    Review,
    RubricVersion,
    Scenario,
    ScoreSnapshot,
    SignInEvent,
    Submission,
)

REPLICA = "replica"
LAGGING = frozenset(
    {
        *(Assessment, ImpactTrial, Organisation, RubricVersion, ScoreSnapshot, Submission),
        *(Assignment, Attachment, AuditEvent, Evidence, OutgoingMail, PlannedAction, Reminder),
        *(Review, Scenario, SignInEvent),
    }
)
_lagging: ContextVar[bool] = ContextVar("lagging", default=False)


class Router:
    """Sends the reads of `LAGGING` inside `may_lag` to the replica, and all else to the primary."""

    def db_for_read(self, model: type[Model], **_: object) -> str:
        return REPLICA if _lagging.get() and model in LAGGING else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **_: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_: object, **__: object) -> bool:
        return True

    def allow_migrate(self, db: str, *_: object, **__: object) -> bool:
        return db == DEFAULT_DB_ALIAS


@contextmanager
def may_lag() -> Iterator[None]:
    """Reads in the block, evaluated in it, may be answered by the replica.

    Where there is none, or it is out of reach when the block begins, the primary answers.
    """
    token = _lagging.set(REPLICA in connections and _within_reach())
    try:
        yield
    finally:
        _lagging.reset(token)


def _within_reach() -> bool:
    replica = connections[REPLICA]
    try:
        replica.ensure_connection()
    except OperationalError:
        return False
    # A pgbouncer takes connections whether or not its server is there, so that is asked.
    if not replica.is_usable():
        replica.close()
        return False
    return True
