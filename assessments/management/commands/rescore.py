"""`rescore [--check]`: every snapshot against the score of what its submission froze, in several
processes.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from django.core.management.base import CommandParser
from django.db import connections

from assessments.management.base_commands import DatabaseCommand, count
from assessments.queries.rescoring import Compared, chunks, compared, key_of

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Parts that wait for each process, so that none is idle while another takes long."""


def in_turn(work: Callable[[T], R], parts: Iterable[T], processes: int) -> Iterator[R]:
    """What `work` makes of each part, in the order of the parts, by so many processes.

    Parts are read as they are needed. Each process has its own connection to the database.
    """
    if processes == 1:
        yield from map(work, parts)
        return
    _disconnect()
    # Copies of this process, so that they know the settings and the database that it uses.
    copies = get_context("fork")
    with ProcessPoolExecutor(processes, copies, initializer=_connect_anew) as pool:
        # They begin now, before this process connects again.
        pool.submit(int).result()
        waiting: deque[Future[R]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(work, part))
                if len(waiting) > AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _disconnect() -> None:
    """A connection that two processes share is of no use to either."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _connect_anew() -> None:
    """In a copy: leaves the connections to the process that it was copied from.

    `_disconnect` closes those of the running event loop, or of the thread where there is none. No
    copy has that loop, so each finds the thread's: if both read one, each gets the other's rows.
    """
    for connection in connections.all(initialized_only=True):
        connection.settings_dict["OPTIONS"].pop("pool", None)
        del connections[connection.alias]


class Command(DatabaseCommand):
    """Prints each difference on a line of its own; exits 0 when there is none, else 1."""

    help = "Recompute every snapshot from what it froze and report differences. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="print nothing but the last line: the count"
        )
        parser.add_argument(
            "--from",
            dest="first",
            metavar="REFERENCE",
            help="begin with this submission, and leave out those that were submitted before it",
        )
        parser.add_argument(
            "--processes",
            type=_processes,
            default=1,
            metavar="N",
            help=f"compare in so many processes at a time, 1 to {MOST_PROCESSES}",
        )

    def handle(self, *args: object, **options: object) -> None:
        first = self._first(str(options["first"])) if options["first"] else 0
        looked_at = different = 0
        last = ""
        try:
            for found in in_turn(compared, chunks(first), int(str(options["processes"]))):
                for one in found:
                    looked_at, last = looked_at + 1, one.submission
                    different += bool(one.differences)
                    if not options["check"]:
                        self._say(one)
                if options["verbosity"] == MORE:
                    self.stderr.write(f"Compared up to {last}.")
        except KeyboardInterrupt:
            self.stderr.write(f"Interrupted. Go on with --from {last}." if last else "Interrupted.")
            sys.exit(INTERRUPTED)
        self.stdout.write(
            f"{count(looked_at, 'snapshot')} compared: {different or 'none'} "
            f"{'differs' if different < 2 else 'differ'} from what was kept."
        )
        if different:
            sys.exit(1)

    def _say(self, one: Compared) -> None:
        for difference in one.differences:
            self.stdout.write(str(difference))
        if one.differences:
            # At once, also into a file or another program.
            self.stdout.flush()

    def _first(self, reference: str) -> int:
        key = key_of(reference)
        if key is None:
            self.stop(f"There is no submission {reference}.")
        return key


MORE = 2
"""The verbosity at which it says how far it is, on standard error."""
INTERRUPTED = 130
MOST_PROCESSES = 64


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"must be 1 to {MOST_PROCESSES}")
    return int(text)
