"""Queries whose SQL is built once: to build it can cost more than to ask the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = str | datetime


class Prepared:
    """A query that is asked with other values each time.

    `build` makes the queryset, a list of values, from such values; `examples` are values that
    occur nowhere else in it.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *examples: Value) -> None:
        self._build, self._examples = build, examples
        self._kept: dict[str, tuple[str, list[Any]]] = {}

    def first(self, *values: Value) -> tuple[Any, ...] | None:
        """The first row as the database gives it, or `None`. One query."""
        if connection.vendor not in self._kept:
            compiler = self._build(*self._examples).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            self._kept[connection.vendor] = sql, list(parameters)
        sql, parameters = self._kept[connection.vendor]
        given = dict(zip(map(_adapted, self._examples), map(_adapted, values), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) for one in parameters])
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _adapted(value: Value) -> str | datetime | None:
    """The value as this kind of database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
