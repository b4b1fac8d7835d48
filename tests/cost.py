"""What an answer costs the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def counted(send: Callable[[], Any], *, status: int = 200) -> tuple[Any, int]:
    """The answer to a request, and how many queries it took.

    Fails when the answer has another status: a page that is not found takes few queries.
    """
    with CaptureQueriesContext(connection) as captured:
        response = send()
    assert response.status_code == status, f"answered {response.status_code}, not {status}"
    return response, len(captured)
