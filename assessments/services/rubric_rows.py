"""Writing a spec as the rows of a draft: one statement a table, parents before children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter

from django.db import models

from assessments.models import RubricVersion
from assessments.models.edition_reading import Children, children_of, columns_of
from assessments.rubric import definition as d

Written = Sequence[tuple[int, object]]
"""The keys of rows, each with the part that the row holds."""
Columns = dict[str, object]


def version_fields(spec: d.RubricSpec) -> Columns:
    """The edition's own columns."""
    return _columns(RubricVersion, d.RubricSpec, spec)


def write_parts(version: RubricVersion, spec: d.RubricSpec) -> None:
    """Inserts every part of the spec under an empty draft."""
    _write_under(version, d.RubricSpec, [(version.pk, spec)])


def _write_under(version: RubricVersion, part: type[object], parents: Written) -> None:
    for child in children_of(part):
        held = [(row, _at(of, child.path)) for row, of in parents]
        if child.part is None:
            pairs = [(row, pair) for row, texts in held for pair in (texts or {}).items()]
            _insert(
                child,
                version,
                [(row, {"sector": sector, child.column: text}) for row, (sector, text) in pairs],
            )
            continue
        parts = [(row, one) for row, several in held for one in several or ()]
        columns = ((row, _columns(child.model, child.part, one)) for row, one in parts)
        keys = _insert(child, version, columns)
        written = list(zip(keys, (one for _, one in parts), strict=True))
        _write_under(version, child.part, written)


def _insert(
    child: Children,
    version: RubricVersion,
    rows: Iterable[tuple[int, Columns]],
) -> list[int]:
    """The keys of the rows, whose positions count from 1 under each parent."""
    made = []
    last: Counter[int] = Counter()
    for parent, columns in rows:
        last[parent] += 1
        under = {f"{child.parent}_id": parent} if child.parent else {}
        made.append({**columns, "position": last[parent], **under})
    return child.model.objects.insert(version, made)


def _columns(model: type[models.Model], part: type[object], held: object) -> Columns:
    """The columns of a part's row. What a part does not have is the column's own empty value."""
    values: Columns = {}
    for name, read, empty in _plan(model, part):
        value = read(held)
        value = empty() if value is None else value
        values[name] = tuple(value) if isinstance(value, list) else value
    return values


@d.once
def _plan(
    model: type[models.Model], part: type[object]
) -> tuple[tuple[str, Callable[[object], d.Content], Callable[[], object]], ...]:
    """Of each column of a part: its name, how its value is read, and what it is without one."""
    fields = [(model._meta.get_field(one.name), one.path) for one in columns_of(part)]
    return tuple(
        (field.name, _reader(path), (lambda: None) if field.null else field.get_default)
        for field, path in fields
        if isinstance(field, models.Field)
    )


def _reader(path: Sequence[str]) -> Callable[[object], d.Content]:
    return attrgetter(path[0]) if len(path) == 1 else partial(_at, path=path)


def _at(part: object, path: Sequence[str]) -> d.Content:
    for name in path:
        part = None if part is None else getattr(part, name)
    return part
