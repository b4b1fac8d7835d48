"""Running services at the same moment, each with a database connection of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

from django.db import connection, connections, transaction

PATIENCE = 10
"""Seconds that a test waits at most until the second waits for the first."""
A_MOMENT = 0.3
"""Seconds until it surely waits, where the database does not say whether it does."""


def together(*runs: Callable[[], Any]) -> list[Any]:
    """What each returned or raised, in order. The test needs `django_db(transaction=True)`."""
    all_there = Barrier(len(runs))

    def caught(run: Callable[[], Any]) -> Any:
        try:
            all_there.wait(timeout=20)
            return run()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(caught, runs))


def behind(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What the second returned or raised, which begins when the first is through but has not
    committed; that it does once the second waits for it, or is through as well.
    """
    begun, through = Event(), Event()

    def held() -> None:
        with transaction.atomic():
            try:
                first()
            finally:
                begun.set()
            _wait_until_one_waits(through)

    def late() -> Any:
        begun.wait(PATIENCE)
        try:
            return second()
        finally:
            through.set()

    failed, came = together(held, late)
    assert failed is None, failed
    return came


def _wait_until_one_waits(through: Event) -> None:
    if connection.vendor != "postgresql":
        through.wait(A_MOMENT)
        return
    asked = (
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not through.wait(0.01) and time.monotonic() < until:
            cursor.execute(asked)
            if cursor.fetchone() != (0,):
                return
