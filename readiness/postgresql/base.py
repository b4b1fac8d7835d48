"""Connections that survive a restart of the server, and an outage that does not hold threads.

Django's own check of pooled connections (CONN_HEALTH_CHECKS) gives up one dead connection at a
time and pauses for longer before each next one. A pool of eight that a restart has emptied then
fails the first requests after 4 seconds each. Here the first dead connection empties the pool.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader
from psycopg_pool import ConnectionPool

TRY_AGAIN_AFTER = 1.0
OUT_OF_DATE_AFTER = 10.0
"""Seconds since the last failed attempt; while people ask, the next one fails sooner."""


class Outage:
    """What the threads of one process know of an outage.

    While the database is away, one thread at a time finds out whether it is back, at most once in
    `TRY_AGAIN_AFTER` seconds. The others are refused at once: if each of them waited, none would
    be left for the pages and files that need no database.

    What it knows is out of date after `OUT_OF_DATE_AFTER` seconds without an attempt: a process
    that was idle when the database came back refuses no page of the first people who come.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._away = self._trying = False
        self._failed = 0.0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Around an attempt to connect. Raises psycopg.OperationalError where none is due."""
        with self._lock:
            if not self._trying and time.monotonic() > self._failed + OUT_OF_DATE_AFTER:
                self._away = False
            tries = self._away
            if tries and (self._trying or time.monotonic() < self._failed + TRY_AGAIN_AFTER):
                raise psycopg.OperationalError("the database was out of reach a moment ago")
            self._trying = tries
        away = True
        try:
            yield
            away = False
        finally:
            with self._lock:
                self._away = away
                if away:
                    self._failed = time.monotonic()
                if tries:
                    self._trying = False


OUTAGES: defaultdict[str, Outage] = defaultdict(Outage)
"""By the alias of the database: one that is away says nothing of another."""


class MomentLoader(TimestamptzLoader):
    """Reads a moment in a tenth of the time that psycopg takes, to the microsecond as it does."""

    timezone = UTC  # as Django asks of a loader

    def load(self, data: Buffer) -> datetime:
        try:
            found = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # before our era, or written in another way
            found = super().load(data)
        return found if found.tzinfo is UTC else super().load(data).replace(tzinfo=UTC)


@lru_cache(maxsize=8)
def _with_our_loader(adapters: AdaptersMap) -> AdaptersMap:
    found = AdaptersMap(adapters)
    found.register_loader("timestamptz", MomentLoader)
    return found


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that was seen to work when it was handed out."""

    def get_connection_params(self) -> dict[str, object]:
        found = super().get_connection_params()
        adapters = found["context"]
        if isinstance(adapters, AdaptersMap) and self.timezone is UTC:
            found["context"] = _with_our_loader(adapters)
        return found

    def get_new_connection(self, conn_params: dict[str, object]) -> object:
        with OUTAGES[self.alias].attempt():
            connection = super().get_new_connection(conn_params)
            if not self.pool or _works(connection):
                return connection
            # The server was restarted, or is away: the other idle connections are as dead.
            self.pool.drain()
            self.pool.putconn(connection)
            return super().get_new_connection(conn_params)


def _works(connection: psycopg.Connection[object]) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True
