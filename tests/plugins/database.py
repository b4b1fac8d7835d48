"""What tests may need to know of the database that the suite runs on."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache as cached
from django.core.cache.backends import locmem
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server"})
TESTS = Path(__file__).parents[1]
# What writes, migrates or guards rows, and the sweeps that ask each page for its rows once.
# `setup/test_demonstrate.py` has the demonstration on SQLite, also in the run on PostgreSQL.
ROOMS = [
    TESTS / place
    for place in (
        "admin/test_every_page.py",
        "architecture",
        "management/test_import_export.py",
        "management/test_rescore.py",
        "pages/test_every_page.py",
        "services",
        "test_prepared.py",
    )
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what the kind of database can make a difference to: see CONTRIBUTING.md."""
    for item in items:
        mark, asked = item.get_closest_marker("django_db"), getattr(item, "fixturenames", ())
        commits = bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in asked
        reads = bool(mark) or not DATABASE_FIXTURES.isdisjoint(asked)
        if commits or reads and any(item.path.is_relative_to(room) for room in ROOMS):
            item.add_marker("engine")


MADE = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
"""Tables with rows that migrations made: the groups of the programme, and what they may do."""


@cache
def _may_pass_keys() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        found: tuple[str] = cursor.fetchone()
    return found == ("on",)


REPLICA, ORIGIN = (f"SET LOCAL session_replication_role = {role}" for role in ("replica", "origin"))


def at_once(statements: list[str]) -> list[str]:
    """Statements that leave every key in order, and where PostgreSQL need not look at each row.

    There they are one; a database user that may not pass by its triggers has them fired.
    """
    if connection.vendor != "postgresql":
        return statements
    if _may_pass_keys():
        statements = [REPLICA, *statements, ORIGIN]
    return ["; ".join(statements)]


@contextmanager
def keys_passed_by(cursor: Any) -> Iterator[None]:
    """As `at_once`, for a block of a transaction on PostgreSQL."""
    passing = _may_pass_keys()
    if passing:
        cursor.execute(REPLICA)
    yield
    if passing:
        cursor.execute(ORIGIN)


def plan_for_these_rows() -> None:
    """Lets PostgreSQL count the many rows that a test has made, as it does by itself in service.

    Its last look may have found a table empty, because tests before were rolled back. It then plans
    for no rows: a page of 500 people took it more than ten minutes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


REVERSED = "PRAGMA reverse_unordered_selects = {}"


@receiver(connection_created)
def reverse_what_is_not_ordered(connection: BaseDatabaseWrapper, **_: object) -> None:
    """SQLite gives rows that no query orders last first, so that what relies on their order fails
    here and not on the day on which PostgreSQL takes another plan.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(REVERSED.format("ON"))


@contextmanager
def rows_in_another_order() -> Iterator[None]:
    """Within the block, which is in a transaction, the database gives rows that no query orders in
    another order than usual: PostgreSQL as after new statistics, with another plan.
    """
    joins = ("enable_nestloop", "enable_mergejoin")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            first, last = (
                [f"SET LOCAL {one} = {to}" for one in joins] for to in ("off", "DEFAULT")
            )
        else:
            first, last = [REVERSED.format("OFF")], [REVERSED.format("ON")]
        for statement in first:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in last:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After a test that commits, only rows go, and not those that migrations made."""
    made = {}
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # Django asks SQLite once in a process whether it reads JSON: not a query of any page.
        assert connection.features.supports_json_field
        # Where no test that was asked for needs a database, none has been made.
        there = connection.introspection.table_names(cursor)
        for table in set(MADE).intersection(there):
            cursor.execute(f"SELECT id FROM {table}")  # noqa: S608
            ids = ", ".join(str(row[0]) for row in cursor.fetchall())
            made[table] = f" WHERE id NOT IN ({ids})"

    def deletes(self: Any, style: Any, tables: Iterable[str], **_: bool) -> list[str]:
        return at_once(
            [f"DELETE FROM {self.quote_name(each)}{made.get(each, '')}" for each in tables]  # noqa: S608
        )

    type(connection.ops).sql_flush = deletes
    flush.emit_post_migrate_signal = lambda *_: None


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Sign-in limits are counted in the cache; one test's attempts are not the next one's. So is
    what a process keeps for itself.
    """
    cached.clear()
    for name in locmem._caches:  # type: ignore[attr-defined]  # left out of the stubs
        locmem.LocMemCache(name, {}).clear()


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The DATABASE_URL of the test database, for a server that runs in another process."""
    return url_of(connection.settings_dict)


def url_of(database: dict[str, object]) -> str:
    """The inverse of `readiness.databases.database_from_url`, as far as the suite needs it."""
    name = str(database["NAME"])
    if str(database["ENGINE"]).endswith("sqlite3"):
        return f"sqlite:///{quote(name)}"
    part: Callable[[str], str] = lambda key: quote(str(database.get(key) or ""), safe="")  # noqa: E731
    query = urlencode(
        {k: str(database[k.upper()]) for k in ("host", "port") if database[k.upper()]}
    )
    return f"postgres://{part('USER')}:{part('PASSWORD')}@/{quote(name, safe='')}?{query}"
