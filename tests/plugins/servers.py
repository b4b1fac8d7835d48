"""A PostgreSQL of a test's own, which it may stop, kill and fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.plugins import lacking


@contextmanager
def postgres_of_ones_own(options: Sequence[str] = (), data: Path | None = None) -> Iterator[Any]:
    """Ends the test loudly where no server can run."""
    from tests.outages.serving import NoPostgres, own_postgres

    with ExitStack() as stack:
        try:
            server = stack.enter_context(own_postgres(options, data))
        except NoPostgres as error:
            lacking.skip(f"PostgreSQL could not be started: {error}")
        yield server


@pytest.fixture
def postgres() -> Iterator[Any]:
    with postgres_of_ones_own() as server:
        yield server
