"""The day that the service goes by."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from assessments import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_day_ends_at_midnight_in_london(moment: datetime, day: date) -> None:
    with clock.at(moment):
        assert clock.today() == day


def test_pages_show_moments_where_the_day_is_counted() -> None:
    assert settings.TIME_ZONE == clock.LONDON.key
