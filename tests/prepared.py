"""States that services build once per process, put back row by row for every test that asks.

Publishing the shipped edition takes services a fifth of a second, and two thousand tests begin
with it. The rows of each state wait in tables of their own next to the real ones, and the database
itself copies them: what comes back is what the services wrote, with the same primary keys.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from itertools import count
from typing import Generic, TypeVar
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction

from assessments.queries import rubrics
from tests.plugins.database import at_once

State = TypeVar("State")
GROUPS = Group._meta.db_table
_numbers = count(1)


class Prepared(Generic[State]):
    """What `build` gave, and the rows that it added to a database with none of ours."""

    @transaction.atomic
    def __init__(self, build: Callable[[], State]) -> None:
        """Builds the state, sets its rows aside and leaves the database as it was."""
        self._prefix = f"prepared_{next(_numbers)}_"
        groups = list(Group.objects.values_list("pk", flat=True))
        self._pickled = pickle.dumps(build())
        editions = rubrics.published_editions()
        self._read = [(one.pk, one.content_hash, rubrics.spec_of(one)) for one in editions]
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
                self._copying.append(self._numbering())
            # Keys that point at one another are looked at when the transaction ends.
            for table in set(self._tables) - {GROUPS}:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        Group.objects.exclude(pk__in=groups).delete()

    def _copy(self, table: str) -> str:
        copy = f"INSERT INTO {table} SELECT * FROM {self._prefix}{table}"  # noqa: S608
        # A group may be there: a migration made it.
        return f"{copy} WHERE id NOT IN (SELECT id FROM {table})" if table == GROUPS else copy  # noqa: S608

    def _numbering(self) -> str:
        """Lets new rows begin after these. Loading a fixture sets a sequence back to the rows that
        are there at the time, and no rollback undoes that.
        """
        sequences = []
        for table in self._tables:
            own = f"pg_get_serial_sequence('{table}', 'id')"
            last = f"(SELECT max(id) FROM {table})"  # noqa: S608
            sequences.append(f"setval({own}, GREATEST({last}, nextval({own})))")
        return f"SELECT {', '.join(sequences)}"

    @transaction.atomic
    def put_back(self) -> State:
        """The state, its rows in the database again."""
        with connection.cursor() as cursor:
            for statements in self._copying:
                cursor.execute(statements)
        for pk, content_hash, spec in self._read:
            # As a process that has read its editions: none of the tests waits for that.
            with patch.object(rubrics, "read_published", return_value=spec):
                rubrics.published_spec(pk, content_hash)
        return pickle.loads(self._pickled)  # noqa: S301 - made above


def _tables() -> list[str]:
    """The tables of the project's own models, of groups, and of the addresses of its people."""
    ours = apps.get_app_config("assessments").get_models(include_auto_created=True)
    others = (Group, EmailAddress)
    return [model._meta.db_table for model in (*others, *ours)]
