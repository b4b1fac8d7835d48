"""Other databases of the same kind, at any point of the migrations, filled from kept rows."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps

from tests.plugins.template import name_in, shared_folder

Row = Mapping[str, Any]

KEPT = json.loads(gzip.decompress(Path(__file__).with_name("from_0_1_0.json.gz").read_bytes()))
"""The rows of 0.1.0 and what it says of them: `keep.py` tells how they were made."""
LAST_OF_0_1_0 = "0004_notes_of_draft_states"
WITH_DOCUMENTS = "0008_joining"
"""The last migration that leaves the text of each edition as 0.1.0 kept it."""
WITH_LINES = "0027_evidence_of_every_kind"
"""The last one before each line of evidence of a present answer names an item."""
KEPT_TWICE = "0051_organisations_by_the_beginning"
"""The last one that leaves what an answer says in its own row too."""


@contextmanager
def database(name: str, *, like: str = "") -> Iterator[str]:
    """Another database of the same kind, gone after the block. Gives its full name.

    It begins without a table, or as a copy of the one that `like` names. Where no test that was
    asked for has a database of its own, the processes of a suite share the one it is named after.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    full = f"{connection.settings_dict['NAME']}_{process}_{name}"
    _make(full, like)
    try:
        yield full
    finally:
        _drop(full)


@contextmanager
def filled_once(
    config: pytest.Config, name: str, fill: Callable[[], None], *, like: str = ""
) -> Iterator[str]:
    """As `database`, and filled: once for all processes of the suite, which may only copy it."""
    folder = shared_folder(config)
    if folder is None:
        with database(name, like=like) as full:
            with connected(full):
                fill()
            yield full
        return
    full = f"{name_in(folder)}_{name}"
    with (folder / name).open("a+") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        made.seek(0)
        if not made.read():
            _make(full, like)
            with connected(full):
                fill()
            made.write(full)
    yield full


@contextmanager
def connected(name: str) -> Iterator[None]:
    """Within the block the connection leads to that database."""
    own = str(connection.settings_dict["NAME"])
    _lead_to(name)
    try:
        yield
    finally:
        _lead_to(own)


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Within the block the connection leads to a copy of that database, gone after it."""
    with database("copied", like=name) as copy, connected(copy):
        yield


def _lead_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _make(name: str, like: str) -> None:
    _drop(name)
    if connection.vendor == "postgresql":
        template = f" TEMPLATE {connection.ops.quote_name(like)}" if like else ""
        _run(f"CREATE DATABASE {connection.ops.quote_name(name)}{template}")
    elif like:
        shutil.copy(like, name)


def _drop(name: str) -> None:
    if connection.vendor == "postgresql":
        _run(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
    else:
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def migrate(*target: str) -> None:
    """To that app and migration, or to the newest of all."""
    call_command("migrate", *target, verbosity=0)


def begin(name: str) -> None:
    """An empty database to that migration of ours, through those that the squash replaces, and to
    the newest of the other apps: as the release of that day made it.
    """
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] != "assessments"]
    executor.migrate([*others, ("assessments", name)])


def state_at(name: str) -> ProjectState:
    """What migrations know of all models after that one of ours, which the squash replaces."""
    return MigrationLoader(None, replace_migrations=False).project_state(("assessments", name))


@cache
def models_at(name: str) -> StateApps:
    """The models as they were after that migration of ours."""
    return state_at(name).apps


@transaction.atomic
def load(apps: StateApps, rows: Iterable[Row]) -> None:
    """Puts rows as `dumpdata` writes them into the tables, past every service and guard."""
    apps.get_model("auth", "Group").objects.all().delete()  # a migration made them
    filled, links = [], []
    for label, group in groupby(rows, key=lambda row: row["model"]):
        model = apps.get_model(label)
        instances = []
        for row in group:
            values = {"pk": model._meta.pk.to_python(row["pk"])}
            for name, value in row["fields"].items():
                field = model._meta.get_field(name)
                if field.many_to_many:
                    links += [(field, values["pk"], other) for other in value]
                elif field.is_relation:
                    values[field.attname] = value
                else:
                    values[name] = field.to_python(value)
            instances.append(model(**values))
        model._base_manager.bulk_create(instances)
        filled.append(model)
    for field, one, other in links:
        ends = {field.m2m_column_name(): one, field.m2m_reverse_name(): other}
        field.remote_field.through._base_manager.create(**ends)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)


def rows_now(model: Any) -> dict[Any, dict[str, Any]]:
    """The fields of each row as `dumpdata` would write them today, by primary key.

    The keys that a row has many of come from a query without an order.
    """
    written = json.loads(serializers.serialize("json", model._base_manager.all()))
    for row in written:
        for field in model._meta.many_to_many:
            row["fields"][field.name].sort()
    return {row["pk"]: row["fields"] for row in written}


_PARTS = {
    "postgresql": (
        """
        SELECT table_name, array_agg(
            concat_ws(' ', column_name, data_type, character_maximum_length, numeric_precision,
                numeric_scale, is_nullable, column_default, identity_generation, collation_name)
            ORDER BY ordinal_position)
        FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name
        """,
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal",
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT sequencename, data_type::text, start_value FROM pg_sequences"
        " WHERE schemaname = 'public'",
        "SELECT extname FROM pg_extension",
    ),
    "sqlite": ("SELECT name, type, tbl_name, sql FROM sqlite_master",),
}
_BETWEEN_COLUMNS = re.compile(r', (?="\w+" [a-z]|CONSTRAINT )')


def shape() -> list[str]:
    """Every table, column, constraint, index, trigger and function, as the database defines it.

    Of SQLite without the order of columns, which it changes where it writes a table anew.
    """
    found = []
    with connection.cursor() as cursor:
        for part in _PARTS[connection.vendor]:
            cursor.execute(part)
            for name, *rest in cursor.fetchall():
                if str(name).startswith(("prepared_", "sqlite_")):
                    continue  # the suite's own, and SQLite's
                if connection.vendor == "sqlite":
                    what, _, columns = str(rest[-1]).removesuffix(")").partition(" (")
                    rest[-1] = [what, *sorted(_BETWEEN_COLUMNS.split(columns))]
                found.append(str([name, *rest]))
    return sorted(found)
