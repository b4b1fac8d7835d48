"""The format of a rubric file, version 1, derived from the definition.

What the declarations cannot say is here: the keys that hold one value only, the two spellings of a
range's end, the ends of a checklist's table, a dimension's place, and the prose about the sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assessments.question_types import KINDS
from assessments.rubric import definition as d
from assessments.rubric.files import values
from assessments.rubric.files.shapes import Constant, Field, Key, Leaf, ListOf, MapOf, Part, Values
from assessments.rubric.findings import Findings
from assessments.rubric.quoting import shown
from assessments.rubric.unquoted import understood

FORMAT = "readiness-rubric"
FORMAT_VERSION = 1
KEPT_WITH_THE_FILE = ("worked_example", "test_vectors")
"""Material for tests that a file may carry; it is no part of the rubric."""
CODE = Leaf(
    values.code,
    {"type": "string", "pattern": f"^{values.CODE.pattern}$", "maxLength": values.CODE_MOST},
)
_SCORING = ("scoring", "scoring.dont_know.action")


def leaf(value: d.Value) -> Field:
    """How a value is read and written."""
    match value:
        case d.Number():
            stand_in = Decimal(0) if value.tenths else Decimal(1)
            written = values.tenths if value.tenths else values.plain_number
            reader, allowed = values.number(value), _number_schema(value)
            return Leaf(reader, allowed, stand_in, written, values.number_text)
        case d.Whole(least, most):
            bounds = {"type": "integer", "minimum": least, "maximum": most}
            return Leaf(values.whole(least, most), bounds, least)
        case d.Flag():
            return Leaf(values.flag, {"type": "boolean"}, False)
        case d.Kind():
            return Leaf(values.one_of(lambda: KINDS), {"enum": list(KINDS)})
        case d.Code(optional=True):
            return Leaf(values.code_if_any, {"anyOf": [CODE.schema(), {"const": ""}]})
        case d.Code():
            return CODE
        case d.Text():
            least = 1 if value.says else 0
            length = {"type": "string", "minLength": least, "maxLength": value.most}
            return Leaf(values.text(value), length)
        case d.Language():
            return Leaf(values.language, {"type": "string", "maxLength": 20})
        case d.Link():
            return Leaf(values.link, {"type": "string", "maxLength": values.LINK_MOST})
        case d.ListOf():
            return ListOf(leaf(value.item), value.least)
        case d.BySector():
            return MapOf(CODE, leaf(value.item))
        case d.One():
            return shape(value.part)
        case d.Many(part=d.DimensionSpec):
            return _Dimensions(shape(value.part), value.least)
        case d.Many():
            many = shape(value.part)
            return _Keyed(many, value.by) if value.by else ListOf(many, value.least)
    raise TypeError(f"{value!r} is nothing that a file can hold")


def _number_schema(value: d.Number) -> Values:
    lowest = "exclusiveMinimum" if value.above else "minimum"
    return {
        "anyOf": [
            {"type": "number", lowest: value.least, "maximum": value.most},
            {"type": "string", "pattern": f"^{values.NUMBER.pattern}$"},
        ]
    }


@d.once
def reader_of(value: d.Value) -> values.Reader:
    """How a single value is read; raises `ValueError` with what is wrong with one."""
    found = leaf(value)
    if not isinstance(found, Leaf):
        raise TypeError(f"{value!r} is no single value")
    return found.reader


@d.once
def shape(part: type[Any]) -> Part:
    """A part of the definition as a file has it."""
    if part is d.RubricSpec:
        return _rubric()
    keys = _keys(d.fields_of(part))
    match part:
        case d.NoneOptionSpec:
            keys += (
                Key(name="points", field=Constant(0), always=True),
                Key(name="exclusive", field=Constant(True), always=True),
            )
        case d.NumberBandSpec:
            return _number_band(keys)
        case d.PointsToLevelSpec:
            start, end, level = keys
            end = Key(name=end.name, attribute=end.name, field=end.field, default=None)
            return Part(dict, (start, end, level))
        case d.ConditionSpec:
            return Part(part, keys, also=_one_opener)
        case d.QuestionSpec:
            return Part(_question, keys)
        case d.DimensionSpec:
            order = Key(
                name="order", attribute="order", field=leaf(d.Whole(1, 1_000)), default=None
            )
            code, name, *others = keys
            in_order = (code, name, order, *others)
            return Part(_dimension, in_order, take=_dimension_values, also=_order_is_place)
    return Part(part, keys)


def _rubric() -> Part:
    """The file as a whole: what the rubric declares, and what is only about the file."""
    declared = d.fields_of(d.RubricSpec)
    keys = {one.name: one for one in _keys([one for one in declared if one.key not in _SCORING])}
    keys["scoring"] = Key(
        name="scoring", attribute="scoring", field=_Scoring(), default=_Scoring.stand_in
    )
    kept = [Key(name=name, field=_KeptWithTheFile()) for name in KEPT_WITH_THE_FILE]
    names = list(dict.fromkeys(one.key.partition(".")[0] for one in declared))
    at = names.index("sources_note")
    return Part(
        _built,
        (
            Key(name="format", field=Constant(FORMAT), required=True),
            Key(name="format_version", field=Constant(FORMAT_VERSION), required=True),
            *(keys[name] for name in names[:at]),
            *kept,
            *(keys[name] for name in names[at:]),
        ),
        take=_taken,
    )


def _keys(fields: Sequence[d.Declared]) -> tuple[Key, ...]:
    """A key for each field; those that the file groups (`not_applicable.when`) under one."""
    keys: dict[str, Key] = {}
    groups: dict[str, list[Key]] = {}
    for one in fields:
        outer, _, inner = one.key.rpartition(".")
        key = Key(
            name=inner,
            field=leaf(one.value),
            attribute=one.name,
            required=one.required,
            default=one.default,
            always=one.always,
            added_later=one.added_later,
            label=one.label,
            help=one.help,
        )
        if outer:
            groups.setdefault(outer, []).append(key)
            required = any(grouped.required for grouped in groups[outer])
            group = Part(dict, tuple(groups[outer]))
            keys[outer] = Key(name=outer, field=group, required=required)
        else:
            keys[inner] = key
    return tuple(keys.values())


class _Keyed:
    """A list of parts that a file gives as a mapping from the field that names each."""

    stand_in: Sequence[Any] = ()

    def __init__(self, part: Part, by: str) -> None:
        self._part, self._by = part, by
        keys = tuple(key for key in part.keys if key.attribute != by)
        self._inner = Part(dict, keys)
        self._map = MapOf(CODE, self._inner)
        self.schema = self._map.schema

    def read(self, raw: Any, place: str, findings: Findings) -> Any:
        found = self._map.read(raw, place, findings)
        return tuple(self._part.build(**{self._by: name}, **held) for name, held in found.items())

    def write(self, value: Sequence[Any], full: bool) -> Any:
        names = self._inner.attributes
        return {
            getattr(one, self._by): self._inner.write_values(
                {name: getattr(one, name) for name in names}, full
            )
            for one in value
        }


class _Dimensions(ListOf):
    """Dimensions carry their own place, counted from 1."""

    __slots__ = ()

    def write(self, value: Any, full: bool) -> Any:
        documents = [self.item.write(dimension, full) for dimension in value]
        return [{**one, "order": place} for place, one in enumerate(documents, start=1)]


def _number_band(keys: Sequence[Key]) -> Part:
    start, end, _, level = keys

    def build(to_exclusive: Decimal | None, to_inclusive: Decimal | None, **others: Any) -> Any:
        to = to_inclusive if to_exclusive is None else to_exclusive
        return d.NumberBandSpec(
            to=Decimal(1) if to is None else to, to_is_inclusive=to_exclusive is None, **others
        )

    def take(band: d.NumberBandSpec) -> Values:
        return {
            "from_inclusive": band.from_inclusive,
            "to_exclusive": None if band.to_is_inclusive else band.to,
            "to_inclusive": band.to if band.to_is_inclusive else None,
            "level": band.level,
        }

    ends = (
        Key(name=name, attribute=name, field=end.field, default=None)
        for name in ("to_exclusive", "to_inclusive")
    )
    return Part(build, (start, *ends, level), take=take, also=_one_end)


def _one_end(raw: Mapping[str, Any], place: str, findings: Findings) -> None:
    if (raw.get("to_exclusive") is None) == (raw.get("to_inclusive") is None):
        findings.fault(place, "must have one of to_exclusive and to_inclusive")


def _one_opener(raw: Mapping[str, Any], place: str, findings: Findings) -> None:
    if (raw.get("level_at_least") is None) == (not raw.get("any_of")):
        findings.fault(place, "must have one of level_at_least and any_of")


def _question(
    items: Sequence[d.ItemSpec], points_to_level: Sequence[Values], **others: Any
) -> d.QuestionSpec:
    rows = _with_ends(points_to_level, items)
    return d.QuestionSpec(items=items, points_to_level=rows, **others)


def _with_ends(
    rows: Sequence[Values], items: Sequence[d.ItemSpec]
) -> tuple[d.PointsToLevelSpec, ...]:
    """The rows as they were read; one that names no end gets the end that it must have.

    That is one step below the next row, and the full points for the last. It is never below the
    row's own beginning, so that of a table that does not rise the beginnings are at fault.
    """
    step = d.points_step(items)
    ends = [*(row["from_inclusive"] - step for row in rows[1:]), d.full_points(items)]
    return tuple(
        d.PointsToLevelSpec(
            from_inclusive=(start := row["from_inclusive"]),
            to_inclusive=max(start, end) if row["to_inclusive"] is None else row["to_inclusive"],
            level=row["level"],
        )
        for row, end in zip(rows, ends, strict=False)
    )


def _dimension(order: int | None, **others: Any) -> d.DimensionSpec:
    return d.DimensionSpec(**others)


def _dimension_values(dimension: d.DimensionSpec) -> Values:
    own = {one.name: getattr(dimension, one.name) for one in d.fields_of(d.DimensionSpec)}
    return {"order": 1, **own}


def _order_is_place(raw: Mapping[str, Any], place: str, findings: Findings) -> None:
    order = understood(raw.get("order"))
    position = int(place[place.rindex("[") + 1 : -1]) + 1 if place.endswith("]") else 1
    if isinstance(order, int) and order != position:
        findings.fault(f"{place}.order", f"must be {position}, its place here, got {shown(order)}")


class _KeptWithTheFile:
    """A mapping that is looked at no further."""

    stand_in = None

    def read(self, raw: Any, place: str, findings: Findings) -> None:
        if not isinstance(raw, dict):
            findings.fault(place, f"must be a mapping, got {shown(raw)}")

    def write(self, value: Any, full: bool) -> None:
        return None

    def schema(self) -> Values:
        return {"type": "object"}


def _built(scoring: Values, **others: Any) -> d.RubricSpec:
    return d.RubricSpec(**scoring, **others)


def _taken(spec: d.RubricSpec) -> Values:
    held = {one.name: getattr(spec, one.name) for one in d.fields_of(d.RubricSpec)}
    notes = {name: held.pop(name) for name in _Scoring.stand_in}
    return {**held, "scoring": notes}


def _plain(raw: Any) -> int | str:
    return values.plain_number(values.number(d.ROW_POINTS)(raw))


def _given(**held: Any) -> Values:
    return {name: value for name, value in held.items() if value is not None}


def _notes(**fields: Field) -> Part:
    """A mapping kept as it is, less what is absent."""
    keys = tuple(
        Key(name=name, attribute=name, field=field, default=None) for name, field in fields.items()
    )
    return Part(_given, keys, take=lambda held: {name: held.get(name) for name in fields})


class _PlainList(ListOf):
    """A list that stays a list, as JSON keeps it."""

    __slots__ = ()

    def read(self, raw: Any, place: str, findings: Findings) -> list[Any]:
        return list(ListOf.read(self, raw, place, findings))


@d.once
def _scoring_block() -> Part:
    text, number = leaf(d.TEXT), Leaf(_plain, _number_schema(d.ROW_POINTS), 0)
    return _notes(
        scale=_PlainList(_notes(level=leaf(d.LEVEL), name=leaf(d.TITLE), points=number)),
        choose_rule=text,
        question_points=MapOf(Leaf(values.one_of(lambda: KINDS), {"enum": list(KINDS)}), text),
        dimension_score=text,
        overall_score=text,
        questions_that_count=text,
        arithmetic=text,
        rounding=_notes(
            decimal_places=leaf(d.Whole(0, 10)), method=text, applies_to=text, band_uses=text
        ),
        not_applicable=_notes(rule=text, warn_if_weight_excluded_over_percent=number),
        dont_know=_notes(rule=text, action=shape(d.ActionSpec)),
        unanswered=_notes(rule=text, provisional=text),
        gates=_notes(rule=text, show=text),
        balance_rule=_notes(rule=text, reason=text),
        final_band_order=_PlainList(leaf(d.LINES.item)),
        evidence=text,
        action_priority=_notes(rule=text, shortfall=text, gain=text, checklist=text),
    )


class _Scoring:
    """Reads the block into its action and its notes, and puts the two together again."""

    stand_in: Values = {"dont_know_action": None, "scoring_notes": {}}

    def read(self, raw: Any, place: str, findings: Findings) -> Values:
        if not isinstance(raw, dict):
            findings.fault(place, f"must be a mapping, got {shown(raw)}")
            return self.stand_in
        notes: Values = _scoring_block().read(raw, place, findings)
        dont_know = dict(notes.pop("dont_know", {}))
        action = dont_know.pop("action", None)
        if dont_know:
            notes["dont_know"] = dont_know
        return {"dont_know_action": action, "scoring_notes": notes}

    def write(self, value: Values, full: bool) -> Any:
        notes = dict(value["scoring_notes"])
        if value["dont_know_action"] is not None:
            action = value["dont_know_action"]
            notes["dont_know"] = {**notes.get("dont_know", {}), "action": action}
        return _scoring_block().write(notes, full)

    def schema(self) -> Values:
        return _scoring_block().schema()


RUBRIC = shape(d.RubricSpec)
