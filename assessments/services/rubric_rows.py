"""Writing a spec as the rows of a draft: one bulk insert a table, parents before children."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from assessments.models import RubricVersion
from assessments.models.edition_rows import children_of, columns_of
from assessments.models.rubric import RubricPart
from assessments.rubric import definition as d

Written = Sequence[tuple[Any, Any]]
"""Rows, each with the part that it holds."""


def version_fields(spec: d.RubricSpec) -> dict[str, Any]:
    """The edition's own columns."""
    return _columns(RubricVersion, d.RubricSpec, spec)


def write_parts(version: RubricVersion, spec: d.RubricSpec) -> None:
    """Inserts every part of the spec under an empty draft."""
    _write_under(version, d.RubricSpec, [(version, spec)])


def _write_under(version: RubricVersion, part: type[Any], parents: Written) -> None:
    for child in children_of(part):
        held = [(row, _at(of, child.path)) for row, of in parents]
        if child.part is None:
            pairs = [(row, pair) for row, texts in held for pair in (texts or {}).items()]
            _insert(
                child.model,
                version,
                [(row, {"sector": sector, child.column: text}) for row, (sector, text) in pairs],
            )
            continue
        parts = [(row, one) for row, several in held for one in several or ()]
        columns = [(row, _columns(child.model, child.part, one)) for row, one in parts]
        rows = _insert(child.model, version, columns)
        written = list(zip(rows, (one for _, one in parts), strict=True))
        _write_under(version, child.part, written)


def _insert(
    model: type[RubricPart],
    version: RubricVersion,
    rows: Iterable[tuple[models.Model, dict[str, Any]]],
) -> list[Any]:
    """Positions count through the whole table of the edition, which keeps every order at once."""
    made = []
    for place, (parent, columns) in enumerate(rows, start=1):
        under = {model.parent: parent} if model.parent else {}
        made.append(model(version=version, position=place, **under, **columns))
    return list(model.objects.bulk_create(made))


def _columns(model: type[models.Model], part: type[Any], held: Any) -> dict[str, Any]:
    """The columns of a part's row. What a part does not have is the column's own empty value."""
    values = {}
    for path, name in _paths(part):
        value = _at(held, path)
        if value is None:
            column: Any = model._meta.get_field(name)
            value = None if column.null else column.get_default()
        values[name] = tuple(value) if isinstance(value, list) else value
    return values


def _paths(part: type[Any]) -> list[tuple[tuple[str, ...], str]]:
    return [(column.path, column.name) for column in columns_of(part)]


def _at(part: Any, path: Sequence[str]) -> Any:
    for name in path:
        part = None if part is None else getattr(part, name)
    return part
