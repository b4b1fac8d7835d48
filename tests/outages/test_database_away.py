"""PostgreSQL is stopped, restarted and killed while people save: no acknowledged save is lost.

How long things took is printed (`pytest -s`, and in the report of a failure), never asserted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.outages.serving import PATIENCE, Crowd, Person, Server, kept, prepared, served
from tests.plugins.servers import postgres_of_ones_own

OUTAGE_SECONDS = 6
"""Longer than a pool tries to connect again."""


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[Any, list[Person], Server]]:
    """A PostgreSQL with people in it, and the application that they save with."""
    with postgres_of_ones_own() as postgres:
        people = prepared(postgres.url, 4)
        with served(postgres.url, DATABASE_POOL="on") as server:
            yield postgres, people, server


def report(what: str, seconds: float) -> None:
    print(f"{what:64}{seconds:7.2f} s")


def test_no_acknowledged_save_is_lost_when_the_database_goes_away(site: Any) -> None:
    postgres, people, server = site
    page, cookie = people[0].path, people[0].cookie
    with Crowd(server, people) as crowd:
        crowd.more(5)

        postgres.stop()
        end = time.monotonic() + OUTAGE_SECONDS
        seen = []
        while time.monotonic() < end:
            away = dict.fromkeys([page, "/", "/ready/"], 503)
            for path, expected in (away | {"/health/": 200, "/static/css/site.css": 200}).items():
                status, seconds = server.timed(path, cookie)
                assert status == expected, path
                seen.append((path, seconds))
            time.sleep(0.5)
        for path in dict(seen):
            report(f"Longest wait for {path} meanwhile", max(s for p, s in seen if p == path))

        postgres.start()
        back = time.monotonic()
        while server.timed(page, cookie)[0] != 200:
            assert time.monotonic() < back + 30
            time.sleep(0.05)
        report("From its return to the first page", time.monotonic() - back)
        report("From there until each person had saved", crowd.more(1))

        postgres.kill()
        postgres.start()
        report("From its restart after a kill until each had saved", crowd.more(2))
    assert crowd.troubles == []
    assert {"503"} >= {why for saver in crowd.savers for why in saver.refusals}
    acknowledged = crowd.acknowledged
    lost = set(acknowledged) - kept(postgres.url)
    print(f"{len(acknowledged)} saves acknowledged, {len(lost)} of them lost")
    assert not lost


def test_a_restart_costs_no_page(site: Any) -> None:
    postgres, people, server = site
    page, cookie = people[0].path, people[0].cookie
    with ThreadPoolExecutor(8) as visitors:
        # Eight at once, so that the pools hold connections that the restart will cut.
        assert {status for status, _ in visitors.map(server.timed, [page] * 24)} <= {302}
        # A process that was not asked since an outage lets one thread find out that it is over.
        end = time.monotonic() + PATIENCE
        while {s for s, _ in visitors.map(server.timed, [page] * 24, [cookie] * 24)} != {200}:
            assert time.monotonic() < end
        for how in (postgres.stop, postgres.kill):
            how()
            postgres.start()
            waits = [server.timed(page, cookie) for _ in range(16)]
            assert [status for status, _ in waits] == [200] * 16
            report(f"Longest of 16 pages after {how.__name__} and start", max(s for _, s in waits))
