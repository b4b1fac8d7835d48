"""An edition read from its rows, one query a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from django.db.models import Model, QuerySet

from assessments.models.edition_rows import NOT_COLUMNS, Children, children_of
from assessments.models.rubric import RubricPart, RubricVersion
from assessments.rubric import definition as d

Path = tuple[str, ...]
Tables = Callable[[type[RubricPart]], type[RubricPart]]
RowsOf = Callable[[type[RubricPart]], Iterable[RubricPart]]
"""The rows of an edition in one table, in their order."""


def spec_from_rows(version: RubricVersion, rows: RowsOf | None = None) -> d.RubricSpec:
    """The edition's spec, built from its rows in their order; `rows` gives them to whoever asks
    for them another way.
    """
    read = rows or (lambda model: parts_of(model, version.pk))
    return replace(_content_of(version, read), status=version.state)


def parts_of(model: type[RubricPart], edition: int) -> QuerySet[RubricPart]:
    """The edition's rows in one table, in their order."""
    return model._default_manager.filter(version=edition).order_by("position", "pk")


def content_of(version: RubricVersion, tables: Tables) -> d.RubricSpec:
    """What an edition says, less its state, read from tables that may be of an earlier day.

    A migration hands on its own models; a column or a table (`LookupError`) that they do not have
    yet says nothing.
    """

    def read(model: type[RubricPart]) -> Iterable[RubricPart]:
        try:
            return parts_of(tables(model), version.pk)
        except LookupError:
            return ()

    return _content_of(version, read)


def _content_of(version: RubricVersion, read: RowsOf) -> d.RubricSpec:
    held = _Rows(read).fields(d.RubricSpec, version)
    return d.RubricSpec(**{**held, "code": version.rubric.slug})


class _Rows:
    """The rows of one edition, each table read once, when it is first asked for."""

    def __init__(self, read: RowsOf) -> None:
        self._read = read
        self._tables: dict[type[RubricPart], dict[int, list[RubricPart]]] = {}

    def fields(self, part: type[object], row: Model) -> dict[str, d.Content]:
        """The fields of a part that has a row of its own."""
        under = {child.path: self._under(child, row.pk) for child in children_of(part)}
        return _fields(part, row, "", (), under)

    def _under(self, child: Children, parent: int) -> object:
        if child.model not in self._tables:
            parent_of = attrgetter(f"{child.model.parent or 'version'}_id")
            found: dict[int, list[RubricPart]] = defaultdict(list)
            self._tables[child.model] = found
            for row in self._read(child.model):
                found[parent_of(row)].append(row)
        rows = self._tables[child.model].get(parent, [])
        if child.part is None:
            return dict(map(attrgetter("sector", child.column), rows))
        return tuple(child.part(**self.fields(child.part, row)) for row in rows)


def _fields(
    part: type[object], row: object, prefix: str, path: Path, under: dict[Path, object]
) -> dict[str, object]:
    held: dict[str, object] = {}
    for field in d.fields_of(part):
        here = (*path, field.name)
        if isinstance(field.value, d.One):
            inner = field.value.part
            begins = prefix + field.value.prefix
            given = all(
                getattr(row, begins + name, "") not in (None, "") for name in field.value.given_by
            )
            held[field.name] = inner(**_fields(inner, row, begins, here, under)) if given else None
        elif isinstance(field.value, d.Many | d.BySector):
            held[field.name] = under.get(here, field.default)
        elif part is not d.RubricSpec or field.name not in NOT_COLUMNS:
            value = getattr(row, prefix + field.column, field.default)
            held[field.name] = _said(field, value)
    return held


def _said(field: d.Declared, value: object) -> object:
    """What a column says: an empty one may be how the field says nothing."""
    if isinstance(value, Decimal):
        return _unpadded(value)
    if value is None and isinstance(field.value, d.Whole) and field.required:
        return field.value.least
    return None if value == "" and field.default is None and not field.required else value


def _unpadded(number: Decimal) -> Decimal:
    """19 for 19.0000: how finely a rubric's numbers are given says how finely it measures."""
    short = number.normalize()
    return short if short != short.to_integral_value() else short.quantize(Decimal(1))
