"""Which row holds which part of a rubric, and which column which field, from the definition; and an
edition read from its rows, one query a table.

A field is the column of its name. A part within a part (a level's action) is columns with a
prefix; lists of parts are rows of their own, and so are texts by sector.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from django.db import models
from django.db.models import Model, QuerySet

from assessments.models import question as q
from assessments.models import rubric_parts as p
from assessments.models.rubric import RubricPart, RubricVersion
from assessments.names import within_a_sentence
from assessments.rubric import definition as d

HELD_IN: dict[type[object], type[models.Model]] = {
    d.RubricSpec: RubricVersion,
    d.SectorSpec: p.Sector,
    d.OwnerRoleSpec: p.OwnerRole,
    d.EffortSpec: p.Effort,
    d.ScaleSpec: p.ScaleLevel,
    d.BandSpec: p.Band,
    d.SourceSpec: p.Source,
    d.ContextFigureSpec: p.ContextFigure,
    d.ComparatorSpec: p.Comparator,
    d.TermSpec: p.Term,
    d.DimensionSpec: p.Dimension,
    d.ContradictionSpec: p.Contradiction,
    d.FrameworkSpec: p.Framework,
    d.QuestionSpec: q.Question,
    d.LevelSpec: q.Level,
    d.ItemSpec: q.ChecklistItem,
    d.PointsToLevelSpec: q.PointsToLevel,
    d.NumberBandSpec: q.NumberBand,
    d.OptionSpec: q.QuestionOption,
    d.GateSpec: q.Gate,
    d.MappingSpec: q.FrameworkMapping,
    d.VariantSpec: q.SectorVariant,
}
"""The model of each part; one without a model of its own is columns of the row it belongs to."""

BY_SECTOR: dict[tuple[type[object], str], tuple[type[RubricPart], str]] = {
    (d.OwnerRoleSpec, "by_sector"): (p.OwnerRoleTitle, "title"),
    (d.ActionSpec, "guidance_by_sector"): (q.SectorGuidance, "source"),
}
"""The model of each text by sector, and the column of the text."""

NOT_COLUMNS = ("code", "status")
"""What an edition says of itself that its row works out: its rubric's slug, and its state."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a row: its name, the field that it holds, and the path to that in the part."""

    name: str
    field: d.Declared
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Children:
    """Rows under a row: their model, the path to them in the part, and what they hold.

    `part` is `None` for texts by sector, which `column` has. `parent` is the foreign key to the row
    above, empty where that is the edition.
    """

    model: type[RubricPart]
    path: tuple[str, ...]
    part: type[object] | None
    parent: str
    column: str = ""


@d.once
def columns_of(part: type[object]) -> tuple[Column, ...]:
    """The columns that a part fills in its row, those of the parts within it included."""
    return tuple(_columns(part, "", ()))


def _columns(part: type[object], prefix: str, path: tuple[str, ...]) -> Iterator[Column]:
    for field in d.fields_of(part):
        here = (*path, field.name)
        match field.value:
            case d.One():
                yield from _columns(field.value.part, prefix + field.value.prefix, here)
            case d.Many() | d.BySector():
                continue
            case _ if part is d.RubricSpec and field.name in NOT_COLUMNS:
                continue
            case _:
                yield Column(prefix + field.column, field, here)


@d.once
def children_of(part: type[object]) -> tuple[Children, ...]:
    """The rows that belong to a part's row, in the order of the file."""
    return tuple(_children(part, ()))


def _children(part: type[object], path: tuple[str, ...]) -> Iterator[Children]:
    for field in d.fields_of(part):
        here = (*path, field.name)
        match field.value:
            case d.One():
                yield from _children(field.value.part, here)
            case d.Many():
                model = _part_model(field.value.part)
                yield Children(model, here, field.value.part, model.parent)
            case d.BySector() if (part, field.name) in BY_SECTOR:
                model, column = BY_SECTOR[part, field.name]
                # That of "don't know" is the edition's own action, and no level's.
                parent = "" if path[:1] == ("dont_know_action",) else model.parent
                yield Children(model, here, None, parent, column)


def _part_model(part: type[object]) -> type[RubricPart]:
    model = HELD_IN[part]
    assert issubclass(model, RubricPart)  # noqa: S101 - only the edition itself is none
    return model


@d.once
def fields_by_column(model: type[models.Model]) -> dict[str, d.Declared]:
    """The fields that a model's columns hold; none for a row of texts by sector."""
    for part, held in HELD_IN.items():
        if held is model:
            return {column.name: column.field for column in columns_of(part)}
    return {}


for _model in HELD_IN.values():
    for _column in _model._meta.fields:
        if _field := fields_by_column(_model).get(_column.name):
            # So that forms, lists and filters of the admin call it what files and workbooks do.
            _column.verbose_name = within_a_sentence(_field.label)


@d.once
def values_by_column(model: type[models.Model]) -> dict[str, d.Value]:
    """What a model's columns can hold, those of texts by sector included."""
    found = {name: field.value for name, field in fields_by_column(model).items()}
    for (part, name), (rows, column) in BY_SECTOR.items():
        held = {one.name: one.value for one in d.fields_of(part)}[name]
        if rows is model and isinstance(held, d.BySector):
            found |= {"sector": d.Code("sectors"), column: held.item}
    return found


def _below(part: type[object]) -> Iterator[type[RubricPart]]:
    for child in children_of(part):
        if child.part is not None:
            yield from _below(child.part)
        yield child.model


PARTS_CHILDREN_FIRST = tuple(dict.fromkeys(_below(d.RubricSpec)))
"""Every table of an edition's parts, in an order in which they can be deleted."""


def part_models() -> tuple[type[RubricPart], ...]:
    """Every table that holds parts of editions."""
    parts = [model for model in HELD_IN.values() if issubclass(model, RubricPart)]
    return (*parts, *dict.fromkeys(model for model, _ in BY_SECTOR.values()))


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
        self._tables: dict[type[RubricPart], dict[int | None, list[RubricPart]]] = {}

    def fields(self, part: type[object], row: Model) -> dict[str, d.Content]:
        """The fields of a part that has a row of its own."""
        under = {child.path: self._under(child, row) for child in children_of(part)}
        return _fields(part, row, "", (), under)

    def _under(self, child: Children, above: Model) -> object:
        if child.model not in self._tables:
            parent_of = attrgetter(f"{child.model.parent or 'version'}_id")
            found: dict[int | None, list[RubricPart]] = defaultdict(list)
            self._tables[child.model] = found
            for row in self._read(child.model):
                found[parent_of(row)].append(row)
        # Rows of the edition itself, in a table whose rows have a parent, are those without one.
        own = child.model.parent != child.parent
        rows = self._tables[child.model].get(None if own else above.pk, [])
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
    """What a column says. An empty one may be how a code says nothing; an empty text is a text: a
    sector may read none where the question has one.
    """
    if isinstance(value, Decimal):
        return _unpadded(value)
    if value is None and isinstance(field.value, d.Whole) and field.required:
        return field.value.least
    if value == "" and field.default is None and not isinstance(field.value, d.Text):
        return value if field.required else None
    return value


def _unpadded(number: Decimal) -> Decimal:
    """19 for 19.0000: how finely a rubric's numbers are given says how finely it measures."""
    short = number.normalize()
    return short if short != short.to_integral_value() else short.quantize(Decimal(1))
