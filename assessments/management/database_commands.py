"""What the commands that read or write rows have in common: a database that has been set up."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

NOT_SET_UP = (
    "The database has not been set up for this version of Readiness: run `manage.py migrate` first."
)
NOT_OPENED = "The database cannot be opened: {}. Check DATABASE_URL."


class DatabaseCommand(BaseCommand):
    """A command that says so in a sentence, and exits with 1, where the database is not ready.

    Any other fault of the database is left to show itself.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            reason = _not_ready(error)
            if not reason:
                raise
            self.stderr.write(reason)
            sys.exit(1)


def _not_ready(error: Exception) -> str:
    if connection.connection is None:
        said = str(error).strip().partition("\n")[0].rstrip(".")
        return NOT_OPENED.format(said)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return NOT_SET_UP if waiting else ""
