"""When things happened in the demonstration: always in the past, and in the order that they can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from assessments import clock

DRAFTED_DAYS_AGO, PUBLISHED_DAYS_AGO = 430, 400
"""Before the oldest assessment, so that no answer is older than its questionnaire.

The file says when its draft was made, which may be later than that. The demonstration's copy says
what is true in its own story; the date is no part of the content, so the hash is the same.
"""


def _time(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That time of the day so many days ago (UTC)."""
    moment = clock.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment - timedelta(days=days)


@contextmanager
def days_ago(
    days: int, hour: int = 10, minute: int = 0, *, after: datetime | None = None
) -> Iterator[None]:
    """Within the block it is that time of that day.

    Where the edition was published later than the story begins, because it was published before the
    demonstration was built, the whole story happens in the time since, in the same order.
    """
    moment, first, now = _time(days, hour, minute), _time(PUBLISHED_DAYS_AGO), clock.now()
    if after is not None and after > first:
        moment = after + (now - after) * ((moment - first) / (now - first))
    with clock.at(moment):
        yield
