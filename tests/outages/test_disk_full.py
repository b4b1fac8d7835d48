"""The disk of the database is full: people go on reading, and a save says that it was none.

A small disk of its own is mounted for this, which only an administrator of Linux may do.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.outages.serving import (
    TOKEN,
    Crowd,
    Person,
    Saver,
    Server,
    kept,
    prepared,
    served,
)
from tests.plugins.lacking import LACKING
from tests.plugins.servers import postgres_of_ones_own
from tests.worlds import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}


@pytest.fixture
def small_disk(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder that is a disk of so many megabytes, kept in memory."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-disk-", dir="/tmp"))
    size = f"size={request.param}m,mode=0711"
    try:
        command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        if done.returncode:
            skip_loudly(done.stderr.strip())
        yield folder
        subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=20)
    except FileNotFoundError as error:
        skip_loudly(str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def skip_loudly(why: str) -> None:
    # Not a failure in continuous integration either: few machines there may mount anything.
    pytest.skip(f"{LACKING}No small disk could be mounted, so none was filled ({why}).")


def fill(disk: Path) -> Path:
    """A file that takes what room is left."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def save_until_refused(server: Server, person: Person) -> Saver:
    """Long notes until one is refused: some room is left inside the database's own files."""
    saver = Saver(server, person)
    end = time.monotonic() + 300
    while not saver.refusals:
        assert time.monotonic() < end, "no save was refused"
        note = f"{len(saver.acknowledged)} {'z' * 9_000}"
        saver.save(note, until=0)
        assert not saver.troubles, saver.troubles
    return saver


def says_it_is_full(server: Server, person: Person) -> None:
    """Pages are read as always; a save, by script or by button, and a sign-in say what is wrong."""
    cookie = f"{person.cookie}; csrftoken={TOKEN}"
    for path in (person.path, "/", person.path.partition("dimensions/")[0]):
        assert server.timed(path, person.cookie)[0] == 200, path
    code = person.code
    answer = {f"{code}-value": "3", f"{code}-note": "y" * 5_000, f"{code}-revision": "0"}
    for accept, said in (("application/json", "Not saved. "), ("text/html", "Not saved</h1>")):
        headers = {**FORM, "Cookie": cookie, "Accept": accept}
        status, page = server.request("POST", person.path, headers, urlencode(answer))
        assert (status, said in page, "run out of room" in page) == (503, True, True), page[:500]
    assert "y" * 5_000 in page
    who = {"login": "connie.contributor@wexcombe.example", "password": PASSWORD}
    headers = {**FORM, "Cookie": f"csrftoken={TOKEN}", "Accept": "text/html"}
    status, page = server.request("POST", "/accounts/login/", headers, urlencode(who))
    assert (status, "You have not been signed in</h1>" in page) == (503, True), page[:500]
    assert PASSWORD not in page


@pytest.mark.parametrize("small_disk", [16], indirect=True)
def test_a_full_disk_of_sqlite_stops_saving_and_nothing_else(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'data.sqlite3'}"
    people = prepared(url, 3)
    with served(url) as server:
        with Crowd(server, people[1:2]) as crowd:
            crowd.more(3)
        filler = fill(small_disk)
        first = save_until_refused(server, people[0])
        says_it_is_full(server, people[2])
        assert server.timed("/ready/")[0] == 200
        filler.unlink()
        assert first.save("there is room again", until=time.monotonic() + 30)
        assert crowd.troubles == first.troubles == []
        assert set(first.refusals) == {"503"}
    assert {*crowd.acknowledged, *first.acknowledged} <= kept(url)


@pytest.mark.parametrize("small_disk", [120], indirect=True)
def test_a_full_disk_of_postgresql_loses_nothing_that_was_acknowledged(small_disk: Path) -> None:
    data = small_disk / "data"
    data.mkdir()
    data.chmod(0o700)
    # No file of the log is kept for later, so that the disk is full when it is filled.
    small = ["-c", "min_wal_size=32MB", "-c", "max_wal_size=32MB", "-c", "wal_recycle=off"]
    with postgres_of_ones_own(small, data) as postgres:
        people = prepared(postgres.url, 3)
        with served(postgres.url, DATABASE_POOL="on") as server:
            with Crowd(server, people[1:2]) as crowd:
                crowd.more(3)
            filler = fill(small_disk)
            first = save_until_refused(server, people[0])
            assert server.timed("/health/")[0] == 200
            filler.unlink()
            # A server that finds no room for its log ends itself, and is started by who runs it.
            if server.timed("/ready/")[0] != 200:
                postgres.kill()
                postgres.start()
            assert first.save("there is room again", until=time.monotonic() + 30)
            assert crowd.troubles == first.troubles == []
            assert set(first.refusals) == {"503"}
        assert {*crowd.acknowledged, *first.acknowledged} <= kept(postgres.url)
