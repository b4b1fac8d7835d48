"""The database of 0.1.0, filled and upgraded once a process, and copied for what changes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.upgrades import databases as to


@pytest.fixture(scope="session")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database that 0.1.0 filled, before its texts go."""
    with django_db_blocker.unblock(), to.database("filled") as name:
        with to.connected(name):
            to.migrate("assessments", to.LAST_OF_0_1_0)
            to.load(to.models_at(to.LAST_OF_0_1_0), to.KEPT["rows"])
            to.migrate("assessments", to.WITH_DOCUMENTS)
        yield name


@pytest.fixture(scope="session")
def upgraded(filled: str, django_db_blocker: Any) -> Iterator[str]:
    """The name of one that has seen every migration since."""
    with django_db_blocker.unblock(), to.database("upgraded", like=filled) as name:
        with to.connected(name):
            to.migrate()
        yield name
