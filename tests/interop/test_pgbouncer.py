"""The service behind pgbouncer in transaction mode, set up as docs/deploying.md says."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.interop.test_replica import LIST, reads, wait_for_reads
from tests.outages.serving import (
    Crowd,
    kept,
    own_postgres,
    prepared_with_admin,
    served,
)

pytestmark = pytest.mark.needs("pgbouncer")

BOUNCER = """
[databases]
* = host={server} user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 4
query_wait_timeout = 4
"""


@contextmanager
def bounced(server: str) -> Iterator[str]:
    """The URL of a pgbouncer in front of the server at a URL."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-pgb-", dir="/tmp"))
    settings = folder / "pgbouncer.ini"
    settings.write_text(BOUNCER.format(server=server.partition("host=")[2], folder=folder))
    if os.geteuid() == 0:
        # It refuses to run as root.
        owner = pwd.getpwnam("nobody")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        who: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    else:
        who = {}
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    process = subprocess.Popen(
        [program, settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who
    )
    url = f"postgres://postgres@/postgres?host={folder}&port=6432"
    try:
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def bouncer(postgres: Any) -> Iterator[str]:
    with bounced(postgres.url) as url:
        yield url


def _wait_for(url: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < end, "pgbouncer did not start"
            time.sleep(0.1)


def test_pages_with_long_lists_and_saves_work_behind_pgbouncer(postgres: Any, bouncer: str) -> None:
    people, admin = prepared_with_admin(bouncer, 4)
    surroundings = {"DATABASE_POOL": "off", "STAFF_SECOND_STEP": "off"}
    with served(bouncer, **surroundings) as server, ThreadPoolExecutor(6) as visitors:
        with Crowd(server, people) as crowd:
            # The page of a user reads its lists of groups and permissions piece by piece.
            asked = [visitors.submit(server.timed, admin.path, admin.cookie) for _ in range(36)]
            assert [one.result()[0] for one in asked] == [200] * 36
            crowd.more(5)
        assert crowd.troubles == []
        assert [saver.refusals for saver in crowd.savers] == [{}] * 4
    assert set(crowd.acknowledged) <= kept(bouncer)


def test_a_standby_behind_pgbouncer_answers_the_list_of_submissions_and_may_go_away(
    postgres: Any,
) -> None:
    _, admin = prepared_with_admin(postgres.url, 1)
    with (
        own_postgres(of=postgres.url) as standby,
        bounced(postgres.url) as primary_url,
        bounced(standby.url) as url,
        served(
            primary_url, REPLICA_DATABASE_URL=url, DATABASE_POOL="off", STAFF_SECOND_STEP="off"
        ) as server,
    ):
        assert server.timed(LIST, admin.cookie)[0] == 200
        wait_for_reads(standby.url, "assessments_submission")
        assert reads(standby.url, "assessments_user") == 0
        standby.stop()
        assert [server.timed(LIST, admin.cookie)[0] for _ in range(8)] == [200] * 8
        standby.start()
        assert server.timed(LIST, admin.cookie)[0] == 200


@pytest.fixture
def limited(postgres: Any) -> None:
    """A limit for connections that are opened from here on, as pgbouncer's are in this test."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("ALTER ROLE postgres SET statement_timeout = '200ms'")


def test_a_limit_on_statements_given_to_the_role_holds_behind_pgbouncer(
    limited: None, bouncer: str
) -> None:
    with (
        psycopg.connect(bouncer, connect_timeout=5, prepare_threshold=None) as connection,
        pytest.raises(psycopg.errors.QueryCanceled),
    ):
        connection.execute("SELECT pg_sleep(5)")
    with pytest.raises(psycopg.OperationalError, match="options"):
        psycopg.connect(f"{bouncer}&options=-c%20statement_timeout%3D200", connect_timeout=5)
