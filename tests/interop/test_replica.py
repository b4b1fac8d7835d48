"""The service with a standby of its database, which follows by streaming."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from tests.outages.serving import Crowd, kept, own_postgres, prepared_with_admin, served

LIST = "/moderation/"
EVENTS = "/admin/assessments/auditevent/"


def reads(url: str, table: str) -> int:
    """How often the server has read the table."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = %s",
            [table],
        ).fetchone()
    return row[0] if row else 0


def wait_for_reads(url: str, table: str) -> None:
    """The server counts a moment later."""
    end = time.monotonic() + 20
    while not reads(url, table):
        assert time.monotonic() < end, "the standby was not asked"
        time.sleep(0.2)


def test_a_standby_answers_the_programmes_lists_and_may_go_away(postgres: Any) -> None:
    people, admin = prepared_with_admin(postgres.url, 2)
    with own_postgres(of=postgres.url) as standby:
        surroundings = {"REPLICA_DATABASE_URL": standby.url, "STAFF_SECOND_STEP": "off"}
        with served(postgres.url, DATABASE_POOL="on", **surroundings) as server:
            assert server.timed(LIST, admin.cookie)[0] == 200
            wait_for_reads(standby.url, "assessments_submission")
            assert server.timed(EVENTS, admin.cookie)[0] == 200
            wait_for_reads(standby.url, "assessments_auditevent")
            for table in ("assessments_user", "assessments_membership", "django_session"):
                assert reads(standby.url, table) == 0, table
            with Crowd(server, people) as crowd:
                crowd.more(3)
                standby.stop()
                crowd.more(3)
            assert crowd.troubles == []
            assert [saver.refusals for saver in crowd.savers] == [{}] * 2
            assert {server.timed(one, admin.cookie)[0] for one in (LIST, EVENTS)} == {200}
            standby.start()
            assert server.timed(LIST, admin.cookie)[0] == 200
    assert set(crowd.acknowledged) <= kept(postgres.url)
