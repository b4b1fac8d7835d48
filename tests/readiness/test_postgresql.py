"""What the threads of a process know of an outage of the database, and how moments are read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Barrier

import psycopg
import pytest
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from readiness.postgresql import base
from readiness.postgresql.base import OUT_OF_DATE_AFTER, TRY_AGAIN_AFTER, MomentLoader, Outage


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    mine = Clock()
    monkeypatch.setattr(base, "time", mine)
    return mine


def fail(outage: Outage) -> None:
    with pytest.raises(psycopg.OperationalError, match="refused"), outage.attempt():
        raise psycopg.OperationalError("connection refused")


def test_the_first_attempt_after_a_failure_waits_a_moment(clock: Clock) -> None:
    outage = Outage()
    fail(outage)
    with pytest.raises(psycopg.OperationalError, match="a moment ago"), outage.attempt():
        pytest.fail("it was attempted")
    clock.now += TRY_AGAIN_AFTER
    fail(outage)
    clock.now += TRY_AGAIN_AFTER
    with outage.attempt():
        pass
    # It is back: nothing has to wait.
    with outage.attempt():
        pass


def test_one_thread_finds_out_and_the_others_are_refused_at_once(clock: Clock) -> None:
    outage = Outage()
    fail(outage)
    clock.now += TRY_AGAIN_AFTER
    with outage.attempt():
        with pytest.raises(psycopg.OperationalError, match="a moment ago"), outage.attempt():
            pytest.fail("it was attempted")
    with outage.attempt():
        pass


def test_an_outage_of_long_ago_refuses_no_thread_of_those_that_come_together(clock: Clock) -> None:
    outage = Outage()
    fail(outage)
    clock.now += OUT_OF_DATE_AFTER + 1
    with outage.attempt(), outage.attempt():
        pass


def test_an_outage_that_goes_on_after_a_quiet_time_is_known_again(clock: Clock) -> None:
    outage = Outage()
    fail(outage)
    clock.now += OUT_OF_DATE_AFTER + 1
    fail(outage)
    with pytest.raises(psycopg.OperationalError, match="a moment ago"), outage.attempt():
        pytest.fail("it was attempted")


def test_while_the_database_is_there_threads_connect_at_the_same_moment() -> None:
    outage, together = Outage(), Barrier(4)

    def connect(_number: int) -> None:
        with outage.attempt():
            together.wait(timeout=10)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(connect, range(4)))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28 18:34:05+00",
        "2026-11-28 18:34:05.1+00",
        "2026-11-28 18:34:05.123456+00",
        "2026-11-28 18:34:05.120003+00",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.999999+00",
        "2026-11-28 18:34:05.5+05:30",
        "2026-11-28 18:34:05-03",
        "1883-11-18 12:00:00-07:52:58",
    ],
)
def test_a_moment_is_read_as_psycopg_reads_it(text: str) -> None:
    ours, theirs = (kind(0).load(text.encode()) for kind in (MomentLoader, TimestamptzLoader))
    assert ours == theirs and ours.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00+00"]
)
def test_a_moment_that_python_has_not_is_refused_as_psycopg_refuses_it(text: str) -> None:
    with pytest.raises(psycopg.DataError):
        MomentLoader(0).load(text.encode())


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the backend is PostgreSQL's")
def test_moments_of_the_database_are_read_so() -> None:
    with connection.cursor() as cursor:
        loader = cursor.connection.adapters.get_loader(
            psycopg.adapters.types["timestamptz"].oid, psycopg.pq.Format.TEXT
        )
    assert loader is MomentLoader
