"""What the threads of a process know of an outage of the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from readiness.postgresql import base
from readiness.postgresql.base import TRY_AGAIN_AFTER, Outage


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
    # It is back: nothing holds anybody up.
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


def test_while_the_database_is_there_threads_connect_at_the_same_moment() -> None:
    outage, together = Outage(), Barrier(4)

    def connect(_number: int) -> None:
        with outage.attempt():
            together.wait(timeout=10)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(connect, range(4)))
