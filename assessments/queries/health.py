"""Whether the database answers."""

from __future__ import annotations

from django.db import DatabaseError, connection


def database_answers() -> bool:
    """One cheap question to the database; `False` when it cannot be reached or refuses."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False
