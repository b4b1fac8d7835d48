"""The application under gunicorn, databases that can be taken away from it, and people who save."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
TOKEN = "a" * 32

_place = importlib.util.spec_from_file_location("with_postgres", ROOT / ".ci" / "with_postgres.py")
assert _place and _place.loader
with_postgres = importlib.util.module_from_spec(_place)
_place.loader.exec_module(with_postgres)

NoPostgres = with_postgres.NoPostgres
# What it says it has kept outlives the death of its processes; a power cut is not tried.
FAITHFUL = ["-c", "fsync=off", "-c", "synchronous_commit=on", "-c", "full_page_writes=off"]


@contextmanager
def own_postgres(
    options: Sequence[str] = (), data: Path | None = None, of: str = ""
) -> Iterator[Any]:
    """A running server that may be taken away, gone at the end. Raises `NoPostgres`.

    With the URL of another it is a standby of that.
    """
    server = with_postgres.Postgres([*FAITHFUL, *options], data, of)
    try:
        server.start()
        yield server
    finally:
        server.remove()


class NotStarted(Exception):
    """The server did not start; the message is what it said."""


class Server:
    """The application under gunicorn, with two worker processes, on a free port of loopback."""

    def __init__(self, database_url: str, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        given = {"READINESS_MODE": "test", "DATABASE_URL": database_url, **environment}
        command = [sys.executable, "-m", "gunicorn", "readiness.wsgi:application"]
        options = ["--workers=2", "--worker-class=gthread", "--threads=4"]
        where = [f"--bind=127.0.0.1:{self.port}", "--log-level=warning", "--no-control-socket"]
        self._said = tempfile.TemporaryFile()  # a pipe that fills up would stop it
        self.process = subprocess.Popen(
            [*command, *options, *where],
            cwd=ROOT,
            env={**os.environ, **given},
            stdout=subprocess.DEVNULL,
            stderr=self._said,
        )

    def wait(self) -> None:
        """Until it answers. Raises `NotStarted` when it does not."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                self.request("GET", "/health/", {})
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.process.kill()
        self.process.wait()
        self._said.seek(0)
        said = self._said.read().decode()
        raise NotStarted(f"gunicorn did not start:\n{said[-2000:]}")

    def workers(self) -> list[int]:
        """The ids of its worker processes; none where /proc does not tell."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        return list(map(int, children.read_text().split())) if children.exists() else []

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._said.close()

    def request(
        self, method: str, path: str, headers: dict[str, str], body: str = ""
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def timed(self, path: str, cookie: str = "") -> tuple[int, float]:
        """The status of a page, and the seconds until it was there."""
        start = time.monotonic()
        status, _page = self.request("GET", path, {"Cookie": cookie} if cookie else {})
        return status, time.monotonic() - start


@contextmanager
def served(database_url: str, **environment: str) -> Iterator[Server]:
    """The application, answering, until the block is left."""
    server = Server(database_url, **environment)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Person:
    """Who saves: the cookie of a session, the page, and the question on it that is theirs."""

    cookie: str
    code: str
    path: str


def prepared(database_url: str, people: int) -> list[Person]:
    """A database with the cast in it, and that many people, each with a question of their own."""
    return prepared_with_admin(database_url, people)[0]


def prepared_with_admin(
    database_url: str, people: int, **environment: str
) -> tuple[list[Person], Person]:
    """The same, and a superuser with the admin's page of a user."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.outages.prepare", str(people)],
        cwd=ROOT,
        env={**os.environ, "READINESS_MODE": "test", "DATABASE_URL": database_url}
        | {"DJANGO_SETTINGS_MODULE": "readiness.settings", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    site = json.loads(done.stdout)
    return [Person(**one) for one in site["people"]], Person(**site["admin"])


@dataclass
class Saver:
    """A page with one question, saved again and again as its script would.

    What was sent and not acknowledged is sent again, to the letter, until it is.
    """

    server: Server
    person: Person
    pause: float = 0.02
    revision: int = 0
    acknowledged: list[str] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def save(self, note: str, *, until: float) -> bool:
        """Whether a note was acknowledged before `until`, on the clock of `time.monotonic`."""
        start = time.monotonic()
        while not self._sent(note):
            if self.troubles or time.monotonic() > until:
                return False
            time.sleep(0.2)
        self.acknowledged.append(note)
        self.waits.append(time.monotonic() - start)
        return True

    def _sent(self, note: str) -> bool:
        code = self.person.code
        fields = {
            f"{code}-value": "2",
            f"{code}-note": note,
            f"{code}-revision": str(self.revision),
            "autosave": "1",
        }
        headers = {
            "Cookie": f"{self.person.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            status, answer = self.server.request(
                "POST", self.person.path, headers, urlencode(fields)
            )
        except (OSError, http.client.HTTPException) as error:
            return self._refused(type(error).__name__)
        if status != 200:
            if status < 500 or status == 500:
                self.troubles.append(f"{note}: {status} {answer[:300]}")
            return self._refused(str(status))
        outcome = json.loads(answer)["questions"][code]
        if outcome["state"] not in ("saved", "unchanged"):
            self.troubles.append(f"{note}: {answer[:300]}")
            return False
        self.revision = outcome["revision"]
        return True

    def _refused(self, why: str) -> bool:
        self.refusals[why] = self.refusals.get(why, 0) + 1
        return False


class Crowd:
    """Savers at work, each in a thread, until they are outcome to stop."""

    def __init__(
        self, server: Server, people: list[Person], pause: float = 0.02, word: str = "note"
    ) -> None:
        self._word = word
        self.savers = [Saver(server, person, pause) for person in people]
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=[saver], daemon=True) for saver in self.savers
        ]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=2 * PATIENCE)

    def _work(self, saver: Saver) -> None:
        number = 0
        while not self._stop.is_set() and not saver.troubles:
            note = f"{self._word} {saver.person.code} {number}"
            saver.save(note, until=time.monotonic() + PATIENCE)
            number += 1
            self._stop.wait(saver.pause)

    @property
    def acknowledged(self) -> list[str]:
        return [note for saver in self.savers for note in list(saver.acknowledged)]

    @property
    def troubles(self) -> list[str]:
        return [trouble for saver in self.savers for trouble in saver.troubles]

    def more(self, saves: int, seconds: float = PATIENCE) -> float:
        """The seconds until each has had that many more saves acknowledged, or raises."""
        start, goals = time.monotonic(), [len(s.acknowledged) + saves for s in self.savers]
        while any(len(s.acknowledged) < goal for s, goal in zip(self.savers, goals, strict=True)):
            if self.troubles or time.monotonic() > start + seconds:
                raise AssertionError(f"no more saves after {seconds} s: {self.troubles}")
            time.sleep(0.02)
        return time.monotonic() - start


def kept(database_url: str) -> set[str]:
    """The note of every revision that the database holds."""
    ask = "SELECT note FROM assessments_answerrevision"
    if database_url.startswith("sqlite:///"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as file:
            return {note for (note,) in file.execute(ask)}
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        return {note for (note,) in connection.execute(ask)}
