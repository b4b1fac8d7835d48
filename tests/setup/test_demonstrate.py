"""`make run` from an empty folder to a served page, and again with the data kept."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 90


def free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@contextmanager
def demonstration(database: Path) -> Iterator[tuple[str, list[str]]]:
    """The address and what was printed; on leaving, it is stopped as Ctrl-C stops it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, ".ci/serve.py"],
        cwd=ROOT,
        env=kept | {"PORT": free_port(), "DATABASE_URL": f"sqlite:///{database}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said: list[str] = []
    with process.stdout:
        for line in process.stdout:
            said.append(line.rstrip())
            if "Readiness is at http://" in line:
                break
        else:
            pytest.fail("\n".join(said))
        address = said[-1].split()[3].rstrip("/")
        wait_for(address)
        yield address, said
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def wait_for(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "nothing answers"
            time.sleep(0.1)


def people(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("select count(*) from assessments_user").fetchone()[0]
    return int(found)


def test_the_demonstration_starts_is_whole_and_keeps_its_data(tmp_path: Path) -> None:
    database = tmp_path / "demo.sqlite3"
    with demonstration(database) as (address, said):
        assert any("@" in line for line in said), "no sign-ins were printed"
        assert status_of(f"{address}/health/") == 200
        assert status_of(f"{address}/rubrics/") == 200
        assert status_of(f"{address}/accounts/login/") == 200
        assert status_of(f"{address}/static/css/site.css") == 200
        assert status_of(f"{address}/nowhere/") == 404
        cast = people(database)
    assert cast >= 4
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        connection.execute("update assessments_user set name = 'Kept'")
        connection.commit()

    with demonstration(database) as (address, _):
        # It listens before its worker has loaded, and ends in order only after that.
        assert status_of(f"{address}/health/") == 200
        assert people(database) == cast
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("select distinct name from assessments_user").fetchall()
    assert names == [("Kept",)]
