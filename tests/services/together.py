"""Running services at the same moment, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def together(*runs: Callable[[], Any]) -> list[Any]:
    """What each returned or raised, in order. The test needs `django_db(transaction=True)`."""

    def caught(run: Callable[[], Any]) -> Any:
        try:
            return run()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(caught, runs))
