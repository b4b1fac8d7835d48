"""Whether the database answers, and what an error of it means for people."""

from __future__ import annotations

import sqlite3
from enum import Enum

from django.db import DatabaseError, Error, InterfaceError, OperationalError

from assessments.models import RubricVersion
from assessments.queries.rubrics import broken_editions


class Trouble(Enum):
    """Why the database did not do what it was asked, where that is no fault of the program."""

    AWAY = "away"
    FULL = "full"
    BUSY = "busy"


# Classes and codes of the SQL standard and of PostgreSQL: a connection that failed, a server that
# starts or stops or takes no more connections, one that became a read-only copy.
_AWAY = ("08", "57P", "53300", "25006")
_FULL = ("53100", "58030")
# A statement or a wait for a lock that took too long, two savers that waited for each other, no
# memory left.
_BUSY = ("57014", "55P03", "40001", "40P01", "53200")

# SQLite's own numbers; an extended one has the plain one in its lowest byte.
_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.FULL,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
}


def refused_editions() -> list[str] | None:
    """The published editions that are not what was published, each as `code edition`.

    `None` when the database cannot be reached or refuses. One query, and those that read an edition
    which this process has not read yet.
    """
    published = RubricVersion.objects.published().order_by()
    try:
        return broken_editions(published.values_list("pk", "content_hash"))
    except (DatabaseError, InterfaceError):
        return None


def trouble_behind(error: BaseException | None) -> Trouble | None:
    """What an error, or one that led to it, says of the database. `None`: look for another fault.

    A missing table or a broken rule is a fault of the program, in any class of error.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, Error):
            found = _trouble_of(error)
            if found:
                return found
        error = error.__cause__ or error.__context__
    return None


def _trouble_of(error: Error) -> Trouble | None:
    cause = error.__cause__
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE.get(number & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # PostgreSQL gave no answer at all: the connection failed, or ended under way.
        lost = cause is not None and isinstance(error, (OperationalError, InterfaceError))
        return Trouble.AWAY if lost and not isinstance(cause, sqlite3.Error) else None
    kinds = {Trouble.BUSY: _BUSY, Trouble.AWAY: _AWAY, Trouble.FULL: _FULL}
    return next((kind for kind, codes in kinds.items() if state.startswith(codes)), None)
