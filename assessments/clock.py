"""The time as services stamp it: one place to ask, so that a demonstration can live in the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""Where a day of the service begins and ends, as its `TIME_ZONE` says too."""

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment that an enclosing `at` has set."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The day that it is `now()` in London."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is `moment`, which must know its time zone.

    For demonstration worlds and tests only: a request never runs inside it.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment must know its time zone.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
