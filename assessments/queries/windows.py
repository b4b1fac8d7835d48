"""Lists that grow with the service, a window of pages at a time: what a page costs stays the same.

A window begins after a row that the address names by its key, or at the beginning, and has a few
pages. Nothing counts the whole list, and nothing skips far into it. The keys of a window are read
first, and what else a page shows only of its own rows: joined before, the plan would be of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.functional import cached_property

from assessments.queries.prepared import BIGGEST

PAGES = 10


class Window(Paginator):  # type: ignore[type-arg]
    """Pages of rows, no more than `PAGES`; `more` says whether the list goes on after them."""

    object_list: QuerySet[Model, object]

    @cached_property
    def count(self) -> int:
        """How many rows the window has."""
        return min(len(self._keys), PAGES * self.per_page)

    @property
    def more(self) -> bool:
        return len(self._keys) > self.count

    def page(self, number: int | str) -> Page[object]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self._keys[first : min(first + self.per_page, self.count)]
        return Page(self.object_list.filter(pk__in=keys), number, self)

    @cached_property
    def _keys(self) -> list[object]:
        rows = self.object_list.values_list("pk", flat=True)
        return list(rows[: PAGES * self.per_page + 1])


M = TypeVar("M", bound=Model)
Row = TypeVar("Row")


def after(rows: QuerySet[M, Row], order: Sequence[str], key: str) -> QuerySet[M, Row]:
    """The rows that follow, in that order, the one with the key; all where there is none such.

    The order is of fields that are never `None`, such as `-at`, and names a row's place exactly.
    """
    if not (key.isascii() and key.isdecimal() and len(key) < 20 and int(key) <= BIGGEST):
        return rows
    model: type[Model] = rows.model
    names = [field.removeprefix("-") for field in order]
    row = model._base_manager.filter(pk=key).values_list(*names).first()
    if row is None:
        return rows
    beyond = Q()
    for field, name, value in reversed(list(zip(order, names, row, strict=True))):
        word = "lt" if field.startswith("-") else "gt"
        beyond = Q(**{f"{name}__{word}": value}) | (Q(**{name: value}) & beyond if beyond else Q())
    # Said apart as well, because an index is looked up by what is true of every row.
    word = "lte" if order[0].startswith("-") else "gte"
    return rows.filter(beyond, **{f"{names[0]}__{word}": row[0]})


def looked_up(rows: QuerySet[M, Row]) -> QuerySet[M, Row]:
    """The same rows in the same order, which is of fields of theirs. What they fit is looked up and
    sorted: PostgreSQL would walk an index in that order until it has met enough rows, which is the
    whole table where few fit.
    """
    order = []
    for field in rows.query.order_by:
        name = str(field).removeprefix("-")
        value = Greatest(F(name), F(name))
        order.append(value.desc() if str(field).startswith("-") else value.asc())
    return rows.order_by(*order)
