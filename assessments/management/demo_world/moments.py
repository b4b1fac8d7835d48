"""Moments of the demonstration, which count back from now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from assessments import clock


@contextmanager
def days_ago(days: int, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Within the block it is that time of that day (UTC)."""
    moment = clock.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    with clock.at(moment - timedelta(days=days)):
        yield


def year(days_ago: int) -> int:
    """The year that it was then."""
    return (clock.now() - timedelta(days=days_ago)).year
