"""Work of a command shared out among processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from django.db import connections

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
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
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
