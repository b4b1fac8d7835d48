"""Messages in tests go the way that they go in production: through the outbox, after the commit.

Most tests run inside a transaction that never commits. What waits for a commit then happens where
the application's own outermost transaction ends, as it would outside a test, so `mail.outbox`
holds what people would have been sent, and nothing that was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

OUTBOX = "assessments.services.outbox_backend.OutboxBackend"


def _only_the_test_is_open(database: BaseDatabaseWrapper) -> bool:
    blocks = database.atomic_blocks
    return bool(blocks) and all(block._from_testcase for block in blocks)


def _run_what_waits(database: BaseDatabaseWrapper) -> None:
    while database.run_on_commit and not database.needs_rollback:
        _, waiting, _ = database.run_on_commit.pop(0)
        waiting()


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    """Django's test runner would otherwise put its own backend in the place of ours."""
    settings.EMAIL_BACKEND = OUTBOX


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    leave, wait = Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def left(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        if not self._from_testcase and _only_the_test_is_open(connection):
            _run_what_waits(connection)

    def waited(self: BaseDatabaseWrapper, waiting: Callable[[], Any], robust: bool = False) -> None:
        wait(self, waiting, robust)
        if _only_the_test_is_open(self):
            _run_what_waits(self)

    monkeypatch.setattr(Atomic, "__exit__", left)
    monkeypatch.setattr(BaseDatabaseWrapper, "on_commit", waited)
