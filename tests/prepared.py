"""States that services build once per process, put back row by row for every test that asks.

Publishing the shipped edition takes services a fifth of a second, and two thousand tests begin
with it. The rows of each state wait in tables of their own next to the real ones, and the database
itself copies them: what comes back is what the services wrote, with the same primary keys.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Generic, ParamSpec, TypeVar
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction

from assessments import clock
from assessments.models import AuditEvent, Organisation, RubricVersion, User
from assessments.queries import rubrics
from tests.plugins.database import at_once, keys_passed_by

State = TypeVar("State")
Given = ParamSpec("Given")
GROUPS = Group._meta.db_table
_numbers = count(1)


class Prepared(Generic[State]):
    """What `build` gave, and the rows that it added to a database with none of ours."""

    @transaction.atomic
    def __init__(self, build: Callable[[], State]) -> None:
        """Builds the state, sets its rows aside and leaves the database as it was."""
        self._prefix = f"prepared_{next(_numbers)}_"
        groups = list(Group.objects.values_list("pk", flat=True))
        self._thawed = _frozen(build())
        self._tables = []
        with connection.cursor() as cursor:
            for table in _tables():
                cursor.execute(f"DROP TABLE IF EXISTS {self._prefix}{table}")
                cursor.execute(f"CREATE TABLE {self._prefix}{table} AS SELECT * FROM {table}")  # noqa: S608
                cursor.execute(f"SELECT count(*) FROM {self._prefix}{table}")  # noqa: S608
                if cursor.fetchone() != (0,):
                    self._tables.append(table)
            self._copying = at_once([self._copy(table) for table in self._tables])
            if connection.vendor == "postgresql":
                self._copying.append(_numbering(self._tables))
            # Keys that point at one another are looked at when the transaction ends.
            for table in set(self._tables) - {GROUPS}:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        Group.objects.exclude(pk__in=groups).delete()

    def _copy(self, table: str) -> str:
        copy = f"INSERT INTO {table} SELECT * FROM {self._prefix}{table}"  # noqa: S608
        # A group may be there: a migration made it.
        return f"{copy} WHERE id NOT IN (SELECT id FROM {table})" if table == GROUPS else copy  # noqa: S608

    @transaction.atomic
    def put_back(self) -> State:
        """The state, its rows in the database again."""
        with connection.cursor() as cursor:
            for statements in self._copying:
                cursor.execute(statements)
        return self._thawed()


def once_per_process(build: Callable[Given, State]) -> Callable[Given, State]:
    """For what tests build at their beginning, each with what it needs: the rows are copied in
    when it is asked for again with the same values.

    On PostgreSQL, which copies tables out and in; where there are no rows yet; at the true time.
    """
    kept: dict[bytes, tuple[dict[str, bytes], str, Callable[[], State]]] = {}

    @wraps(build)
    def built(*given: Given.args, **named: Given.kwargs) -> State:
        true_time = abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
        if connection.vendor != "postgresql" or not true_time or _has_rows():
            return build(*given, **named)
        groups = sorted(Group.objects.values_list("pk", "name"))
        key = pickle.dumps((given, named, groups))
        if key not in kept:
            with transaction.atomic():
                thawed = _frozen(build(*given, **named))
            rows = _copied_out()
            kept[key] = rows, _numbering([*rows]), thawed
        else:
            with transaction.atomic():
                _copy_in(*kept[key][:2])
        return kept[key][2]()

    return built


def _has_rows() -> bool:
    beginnings = (User, Organisation, RubricVersion, AuditEvent)
    return any(model._base_manager.exists() for model in beginnings)


def _copied_out() -> dict[str, bytes]:
    """The rows of each table that has any, as PostgreSQL writes them. The groups are there."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(_tables()) - {GROUPS}:
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                found[table] = b"".join(rows)
    return {table: rows for table, rows in found.items() if rows}


def _copy_in(found: dict[str, bytes], numbering: str) -> None:
    with connection.cursor() as cursor, keys_passed_by(cursor):
        for table, rows in found.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows)
        cursor.execute(numbering)


def _frozen(state: State) -> Callable[[], State]:
    """Gives the state anew, and the process its editions as one that has read them: none of the
    tests waits for that.
    """
    pickled = pickle.dumps(state)
    editions = rubrics.published_editions()
    read = {
        (one.pk, one.content_hash): (rubrics.spec_of(one), rubrics.question_ids(one))
        for one in editions
    }

    def thawed() -> State:
        for edition, (spec, ids) in read.items():
            with (
                patch.object(rubrics, "_read_together", lambda *_: spec),  # noqa: B023 - used here
                patch.object(rubrics, "_question_ids", lambda _: ids),  # noqa: B023
            ):
                rubrics.published_spec(*edition)
                rubrics._published_question_ids(*edition)
        made: State = pickle.loads(pickled)  # noqa: S301 - made above
        return made

    return thawed


def _numbering(tables: list[str]) -> str:
    """Lets new rows begin after those that are there now. Loading a fixture sets a sequence back
    to the rows that are there at the time, and no rollback undoes that.
    """
    sequences = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT pg_get_serial_sequence('{table}', 'id'), max(id) FROM {table}")  # noqa: S608
            own, last = cursor.fetchone()
            sequences.append(f"setval('{own}', GREATEST({last}, nextval('{own}')))")
    return f"SELECT {', '.join(sequences)}"


def _tables() -> list[str]:
    """The tables of the project's own models, of groups, and of the addresses of its people."""
    ours = apps.get_app_config("assessments").get_models(include_auto_created=True)
    others = (Group, EmailAddress)
    return [model._meta.db_table for model in (*others, *ours)]
