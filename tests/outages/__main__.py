"""The load check, run by hand: `make load-check`. Prints what was acknowledged, kept, and how fast.

Everything is on this machine, by loopback and UNIX sockets, and bounded in count and time. It
exits with 1 when an acknowledged save is not there afterwards, or a page was a fault of ours.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.outages.serving import (
    Crowd,
    NoPostgres,
    Person,
    Saver,
    Server,
    kept,
    own_postgres,
    prepared,
    served,
)

PAIRS = 80
PEOPLE = 12
SECONDS = 60
SAVES = 1_000
LONGEST = 240
"""Seconds after which a part is given up."""

Check = Callable[[Server, list[Person], Any], list[Saver]]


def pairs(server: Server, people: list[Person], _postgres: Any) -> list[Saver]:
    """Two people save different questions at the same moment, again and again."""
    savers = [Saver(server, person) for person in people]
    together = threading.Barrier(2)

    def work(saver: Saver) -> None:
        for number in range(PAIRS):
            together.wait(timeout=30)
            saver.save(f"pair {saver.person.code} {number}", until=time.monotonic() + 30)

    threads = [threading.Thread(target=work, args=[saver]) for saver in savers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=LONGEST)
    return savers


def crowd(server: Server, people: list[Person], _postgres: Any) -> list[Saver]:
    """People who each save twice a second."""
    with Crowd(server, people, pause=0.5, word="crowd") as savers:
        time.sleep(SECONDS)
    return savers.savers


def killed_worker(server: Server, people: list[Person], _postgres: Any) -> list[Saver]:
    """A worker process is killed outright, three times, while a thousand saves are made."""

    def kill() -> None:
        workers = server.workers()
        if workers:
            os.kill(workers[0], signal.SIGKILL)

    return _while_killing(server, people, "worker", kill)


def killed_database(server: Server, people: list[Person], postgres: Any) -> list[Saver]:
    """Every process of PostgreSQL is killed outright and started again, three times."""

    def kill() -> None:
        postgres.kill()
        postgres.start()

    return _while_killing(server, people, "database", kill)


def _while_killing(
    server: Server, people: list[Person], word: str, kill: Callable[[], None]
) -> list[Saver]:
    end = time.monotonic() + LONGEST
    with Crowd(server, people, pause=0, word=word) as savers:
        for part in (0.25, 0.5, 0.75, 1.0):
            while len(savers.acknowledged) < SAVES * part and time.monotonic() < end:
                time.sleep(0.02)
            if part < 1:
                kill()
    return savers.savers


def run(
    title: str, check: Check, server: Server, people: list[Person], url: str, postgres: Any = None
) -> bool:
    """One line of the table. Whether everything acknowledged was kept, and nothing was a fault."""
    start = time.monotonic()
    savers = check(server, people, postgres)
    seconds = time.monotonic() - start
    acknowledged = [note for saver in savers for note in saver.acknowledged]
    lost = set(acknowledged) - kept(url)
    troubles = [trouble for saver in savers for trouble in saver.troubles]
    waits = sorted(wait for saver in savers for wait in saver.waits) or [0.0]
    often = quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    refusals = sum((Counter(saver.refusals) for saver in savers), Counter[str]())
    print(
        f"{title:44}{len(acknowledged):7,}{len(acknowledged) - len(lost):7,}{seconds:8.1f}"
        f"{1000 * waits[len(waits) // 2]:8.0f}{1000 * often:8.0f}{1000 * waits[-1]:8.0f}"
        f"   {', '.join(f'{count} x {why}' for why, count in refusals.items()) or '-'}",
        flush=True,
    )
    for trouble in [*sorted(lost)[:5], *troubles[:5]]:
        print(f"    NOT AS IT SHOULD BE: {trouble}")
    return not lost and not troubles


@contextmanager
def on_postgresql() -> Iterator[tuple[str, Any]]:
    """A server of its own, for as long as the block lasts."""
    with own_postgres() as postgres:
        yield postgres.url, postgres


@contextmanager
def on_sqlite() -> Iterator[tuple[str, Any]]:
    """A file of its own, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="readiness-load-") as folder:
        yield f"sqlite:///{Path(folder) / 'data.sqlite3'}", None


def main() -> int:
    # Each with people of its own, whose questions have no answer yet.
    checks: list[tuple[str, Check, int]] = [
        (f"{PAIRS} pairs of saves at the same moment", pairs, 2),
        (f"{PEOPLE} people for {SECONDS} s", crowd, PEOPLE),
        (f"a worker killed 3 times in {SAVES:,} saves", killed_worker, 8),
        (f"the database killed 3 times in {SAVES:,} saves", killed_database, 8),
    ]
    print(f"{'':44}{'acked':>7}{'kept':>7}{'s':>8}{'ms: 50%':>8}{'95%':>8}{'most':>8}   refused")
    sound = True
    for name, database in (("PostgreSQL", on_postgresql), ("SQLite", on_sqlite)):
        print(name)
        try:
            with database() as (url, postgres):
                people = prepared(url, sum(number for *_, number in checks))
                with served(url, DATABASE_POOL="on") as server:
                    for title, check, number in checks:
                        who, people = people[:number], people[number:]
                        if check is killed_database and postgres is None:
                            continue  # it has no processes of its own: the workers are its
                        sound &= run(f"  {title}", check, server, who, url, postgres)
        except NoPostgres as error:
            print(f"  NOT CHECKED: {error}")
            sound = False
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
