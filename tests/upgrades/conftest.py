"""The database of 0.1.0, filled and upgraded once in the suite, and copied by each test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.upgrades import databases as to


@pytest.fixture(scope="session")
def filled(
    pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """The name of a database that 0.1.0 filled, before its texts go."""

    def fill() -> None:
        to.begin(to.LAST_OF_0_1_0)
        to.load(to.models_at(to.LAST_OF_0_1_0), to.KEPT["rows"])
        to.migrate("assessments", to.WITH_DOCUMENTS)

    with django_db_blocker.unblock(), to.filled_once(pytestconfig, "filled", fill) as name:
        yield name


@pytest.fixture(scope="session")
def with_lines(pytestconfig: pytest.Config, filled: str, django_db_blocker: Any) -> Iterator[str]:
    """The name of one whose answers have lines of evidence that name no item yet."""
    go = partial(to.migrate, "assessments", to.WITH_LINES)
    with (
        django_db_blocker.unblock(),
        to.filled_once(pytestconfig, "with_lines", go, like=filled) as name,
    ):
        yield name


@pytest.fixture(scope="session")
def kept_twice(
    pytestconfig: pytest.Config, with_lines: str, django_db_blocker: Any
) -> Iterator[str]:
    """The name of one whose answers say what their present revisions say."""
    go = partial(to.migrate, "assessments", to.KEPT_TWICE)
    with (
        django_db_blocker.unblock(),
        to.filled_once(pytestconfig, "kept_twice", go, like=with_lines) as name,
    ):
        yield name


@pytest.fixture(scope="session")
def upgraded(pytestconfig: pytest.Config, kept_twice: str, django_db_blocker: Any) -> Iterator[str]:
    """The name of one that has seen every migration since."""
    with (
        django_db_blocker.unblock(),
        to.filled_once(pytestconfig, "upgraded", to.migrate, like=kept_twice) as name,
    ):
        yield name
