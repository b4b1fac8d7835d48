"""Queries whose SQL is built once: to build it can cost more than to ask the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", covariant=True)
T = TypeVar("T")
Value = str | int | date
Columns = tuple[Any, ...]
"""Of a row, as the database gives them."""
Bound = list[tuple[int | None, object]]
"""The parameters of a query: which of the values each is, or else `None` and what it always is."""
BIGGEST = 2**63 - 1


def added(row: Model, name: str) -> Any:
    """What a query added to a row, under a name that its model does not know."""
    return getattr(row, name)


@dataclass(frozen=True, slots=True)
class _Built:
    queryset: Any
    compiler: SQLCompiler
    sql: str
    parameters: Bound
    converters: dict[int, tuple[list[object], object]]
    """Of the columns that are not taken as the database gives them."""


class Prepared(Generic[Row]):
    """A query that is asked with other values each time.

    `build` makes the queryset from such values, and its SQL is the same for all of them: no value
    is `None`, or a slice. `examples` are values that occur nowhere else in it; raises `ValueError`
    where one does not occur.
    """

    def __init__(self, build: Callable[..., QuerySet[Model, Row]], *examples: Value) -> None:
        self._build, self._examples = build, examples
        self._kept: dict[str, _Built] = {}

    def rows(self, *values: Value) -> list[Row]:
        """What the queryset gives for these values. One query, or none for a number beyond any
        that a database holds, and where `together` has asked it.
        """
        if any(isinstance(value, int) and abs(value) > BIGGEST for value in values):
            return []
        built, parameters = self.bound(*values)
        # Django's own way from rows to objects, with a compiler that has compiled already.
        compiler = _twin(built.compiler)
        vars(compiler).update(
            connection=connections[built.queryset.db],
            as_sql=lambda *args, **kwargs: (built.sql, parameters),
            get_converters=lambda _: built.converters,
        )
        read = _read.get(_NOTHING).get(self.asked(*values))
        if read is not None:
            vars(compiler)["execute_sql"] = lambda *args, **kwargs: [read]
        queryset = _twin(built.queryset)
        # To set `query` would have rows of values come as dictionaries.
        query = vars(queryset)["_query"] = _twin(built.queryset.query)
        vars(query)["get_compiler"] = lambda *args, **kwargs: compiler
        return list(queryset._iterable_class(queryset))

    def first(self, *values: Value) -> Row | None:
        """The first of them, of which there should be one at most."""
        return next(iter(self.rows(*values)), None)

    def asked(self, *values: Value) -> Asked[Row]:
        """The query with these values, to be asked later."""
        return Asked(self, values)

    def bound(self, *values: Value) -> tuple[_Built, Columns]:
        """The SQL with its parameters for these values."""
        built = self._kept.get(connection.vendor) or self._prepare()
        given = [_adapted(value) for value in values]
        return built, tuple([given[at] if at is not None else one for at, one in built.parameters])

    def _prepare(self) -> _Built:
        queryset = self._build(*self._examples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        examples = [_adapted(example) for example in self._examples]
        bound = [(_place(one, examples), one) for one in parameters]
        if {at for at, _ in bound if at is not None} != set(range(len(examples))):
            raise ValueError("The query does not ask for each of the examples.")
        if connection.vendor == "postgresql":
            sql, bound = _spelt_out(sql, bound)
        selected = [each for each, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(selected)
        built = _Built(queryset, compiler, sql, bound, converters)
        self._kept[connection.vendor] = built
        return built


@dataclass(frozen=True, slots=True)
class Asked(Generic[Row]):
    """A query and the values that it is asked with."""

    query: Prepared[Row]
    values: tuple[Value, ...]

    def rows(self) -> list[Row]:
        """What it gives for them: one query."""
        return self.query.rows(*self.values)


_read: ContextVar[Mapping[Asked[object], list[tuple[object, ...]]]] = ContextVar("read together")
_NOTHING: Mapping[Asked[object], list[tuple[object, ...]]] = {}


@contextmanager
def together(*asked: Asked[object]) -> Iterator[None]:
    """Around what asks these queries, and writes nothing that they read.

    PostgreSQL is asked for all of them in one statement, so that a page waits for one answer;
    SQLite, which is in the same process, for each as it comes.
    """
    if connection.vendor != "postgresql":
        yield
        return
    built = [one.query.bound(*one.values) for one in asked]
    with connection.cursor() as cursor:
        parameters = [one for _, each in built for one in each]
        cursor.execute(";\n".join(each.sql for each, _ in built), parameters)
        found = {}
        for one in asked:
            found[one] = cursor.fetchall()
            cursor.nextset()
    token = _read.set(found)
    try:
        yield
    finally:
        _read.reset(token)


def _place(parameter: object, examples: list[object]) -> int | None:
    if isinstance(parameter, bool) or not isinstance(parameter, (str, int, date)):
        return None
    return examples.index(parameter) if parameter in examples else None


def _spelt_out(sql: str, bound: Bound) -> tuple[str, Bound]:
    """The SQL with what is always the same written into it, and the parameters that are left:
    psycopg would write each into it again every time.
    """
    left, ahead = [one for one in bound if one[0] is not None], iter(bound)
    with connection.cursor() as cursor:

        def written(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%%"
            at, one = next(ahead)
            return "%s" if at is not None else str(cursor.mogrify("%s", [one])).replace("%", "%%")

        return re.sub("%[%s]", written, sql), left


def _twin(of: T) -> T:
    """A shallow copy that shares everything: to ask a queryset for one would have it evaluated, or
    its query cloned.
    """
    twin = object.__new__(type(of))
    twin.__dict__.update(of.__dict__)
    return twin


def _adapted(value: Value) -> object:
    """The value as this kind of database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
