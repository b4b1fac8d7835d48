"""The format of a rubric file, in both of its versions, derived from the definition.

Format 2 has the fields that the definition says were added later; format 1 has the others, and
prose about the sums. What the declarations cannot say is here: the keys that hold one value only,
the two spellings of a range's end, the ends of a checklist's table, a dimension's place, and that
prose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from assessments.question_types import KINDS
from assessments.rubric import definition as d
from assessments.rubric.files import values
from assessments.rubric.files.shapes import (
    Field,
    Key,
    Keyed,
    ListOf,
    MapOf,
    Part,
    PlainList,
    Values,
)
from assessments.rubric.files.values import CODE_LEAF, Leaf, number_schema, single
from assessments.rubric.findings import Findings, shown, understood

FORMAT = "readiness-rubric"
KEPT_WITH_THE_FILE = ("worked_example", "test_vectors")
"""Material for tests that a file may carry; it is no part of the rubric."""
_SCORING = ("scoring", "scoring.scale", "scoring.dont_know.action")


def leaf(value: d.Value, version: int = d.LATEST) -> Field:
    """How a value is read and written in a version of the format."""
    match value:
        case d.Kind():
            return Leaf(values.one_of(lambda: KINDS), {"enum": list(KINDS)})
        case d.ListOf():
            return ListOf(leaf(value.item), value.least)
        case d.BySector():
            return MapOf(CODE_LEAF, leaf(value.item))
        case d.One():
            return shape(value.part, version)
        case d.Many(part=d.DimensionSpec):
            return _Dimensions(shape(value.part, version), value.least)
        case d.Many():
            many = shape(value.part, version)
            return Keyed(many, value.by) if value.by else ListOf(many, value.least)
    return single(value)


@d.once
def reader_of(value: d.Value) -> values.Reader:
    """How a single value is read; raises `ValueError` with what is wrong with one."""
    found = leaf(value)
    if not isinstance(found, Leaf):
        raise TypeError(f"{value!r} is no single value")
    return found.reader


@d.once
def shape(part: type[object], version: int = d.LATEST) -> Part:
    """A part of the definition as a file of a version of the format has it."""
    fields = d.fields_of(part)
    keys, later = keys_of(fields, version), later_keys(fields, version)
    match part:
        case d.NoneOptionSpec:
            none = Key(name="points", field=values.zero(), default=0, always=True)
            keys += (none, _fixed("exclusive", True))
        case d.NumberBandSpec:
            return _number_band(keys)
        case d.PointsToLevelSpec:
            start, end, level = keys
            end = Key(name=end.name, attribute=end.name, field=end.field, default=None)
            return Part(dict, (start, end, level))
        case d.ConditionSpec:
            return Part(part, keys, either=(("", "level_at_least", "any_of"),))
        case d.GateSpec if version < d.LATEST:
            level, *others = keys
            return Part(part, (replace(level, required=True), *others), later=later)
        case d.GateSpec:
            ways = ("", "when_level_at_or_below", "when_any_missing")
            return Part(part, keys, either=(ways,))
        case d.ContradictionSpec:
            levels = ("level_at_least", "level_at_most")
            return Part(part, keys, either=(("when", *levels), ("other_when", *levels)))
        case d.QuestionSpec:
            return Part(_question, keys, later=later)
        case d.DimensionSpec:
            order = Key(name="order", field=leaf(d.Whole(1, 1_000)), default=1, always=True)
            code, name, *others = keys
            return Part(part, (code, name, order, *others), also=_order_is_place)
    return Part(part, keys, later=later)


def keys_of(fields: Sequence[d.Declared], version: int) -> tuple[Key, ...]:
    """A key for each field that the version has.

    Those that the file groups (`not_applicable.when`) are under one.
    """
    keys: dict[str, Key] = {}
    groups: dict[str, list[Key]] = {}
    for one in fields:
        if one.added_later and version < d.LATEST:
            continue
        outer, _, inner = one.key.rpartition(".")
        key = Key(
            name=inner,
            field=leaf(one.value, version),
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
            group = Part(dict, tuple(groups[outer]), later=later_keys(fields, version, f"{outer}."))
            only_later = all(grouped.added_later for grouped in groups[outer])
            keys[outer] = Key(name=outer, field=group, required=required, added_later=only_later)
        else:
            keys[inner] = key
    return tuple(keys.values())


def later_keys(fields: Sequence[d.Declared], version: int, prefix: str = "") -> frozenset[str]:
    """The keys that follow a prefix and that only a later version has."""
    known: dict[bool, set[str]] = {True: set(), False: set()}
    for one in fields:
        if one.key.startswith(prefix):
            name = one.key.removeprefix(prefix).partition(".")[0]
            known[one.added_later and version < d.LATEST].add(name)
    return frozenset(known[True] - known[False])


def _fixed(name: str, value: object, required: bool = False) -> Key:
    """A key that says the same in every file."""
    return Key(
        name=name, field=values.constant(value), default=value, always=True, required=required
    )


class _Dimensions(ListOf):
    """Dimensions carry their own place, counted from 1."""

    __slots__ = ()

    def write(self, value: d.Content, full: bool) -> object:
        documents = [self.item.write(dimension, full) for dimension in value]
        return [{**one, "order": place} for place, one in enumerate(documents, start=1)]


def _number_band(keys: Sequence[Key]) -> Part:
    start, end, _, level = keys

    def build(
        to_exclusive: Decimal | None, to_inclusive: Decimal | None, **others: d.Content
    ) -> object:
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
    either = (("", "to_exclusive", "to_inclusive"),)
    return Part(build, (start, *ends, level), take=take, either=either)


def _question(
    items: Sequence[d.ItemSpec], points_to_level: Sequence[Values], **others: d.Content
) -> d.QuestionSpec:
    rows = _with_ends(points_to_level, items) if points_to_level else ()
    return d.QuestionSpec(items=items, points_to_level=rows, **others)


def _with_ends(
    rows: Sequence[Values], items: Sequence[d.ItemSpec]
) -> tuple[d.PointsToLevelSpec, ...]:
    """The rows as they were read; one that names no end gets the end that it must have.

    That is one step below the next row, and the full points for the last. It is never below the
    row's own beginning, so that of a table that does not rise the beginnings are at fault.
    """
    # The content hash covers the ends, and those of editions that are published were made so.
    step = d.points_step(items, as_written=True)
    ends = [*(row["from_inclusive"] - step for row in rows[1:]), d.full_points(items)]
    return tuple(
        d.PointsToLevelSpec(
            from_inclusive=(start := row["from_inclusive"]),
            to_inclusive=max(start, end) if row["to_inclusive"] is None else row["to_inclusive"],
            level=row["level"],
        )
        for row, end in zip(rows, ends, strict=False)
    )


def _order_is_place(raw: Mapping[str, object], place: str, findings: Findings) -> None:
    order = understood(raw.get("order"))
    position = int(place[place.rindex("[") + 1 : -1]) + 1 if place.endswith("]") else 1
    if isinstance(order, int) and order != position:
        findings.fault(f"{place}.order", f"must be {position}, its place here, got {shown(order)}")


@d.once
def _rubric(version: int) -> Part:
    """The file as a whole: what the rubric declares, and what is only about the file."""
    declared = d.fields_of(d.RubricSpec)
    in_order = [one for one in declared if one.key not in _SCORING]
    keys = {one.name: one for one in keys_of(in_order, version)}
    keys["scoring"] = Key(name="scoring", field=_scoring_block(version))
    mapping = Leaf(values.mapping, {"type": "object"})
    kept = [Key(name=name, field=mapping, added_later=True) for name in KEPT_WITH_THE_FILE]
    versions = Leaf(values.version, {"enum": list(range(1, d.LATEST + 1))})
    found = dict.fromkeys(one.key.partition(".")[0] for one in declared)
    names = [name for name in found if name in keys]
    at = names.index("sources_note")
    return Part(
        partial(_built, version),
        (
            _fixed("format", FORMAT, required=True),
            Key(name="format_version", field=versions, default=version, required=True),
            *(keys[name] for name in names[:at]),
            *kept,
            *(keys[name] for name in names[at:]),
        ),
        take=partial(_taken, version),
        later=later_keys(in_order, version),
    )


class _Rubric:
    """A rubric file of any version. Written, it is of the first that can say what it says."""

    def read(self, raw: object, place: str, findings: Findings) -> d.RubricSpec:
        """The rubric, with something harmless where a value does not fit the format."""
        said = understood(raw.get("format_version")) if isinstance(raw, Mapping) else None
        version = 1 if type(said) is int and said == 1 else d.LATEST
        found = _rubric(version).read(raw, place, findings)
        if not isinstance(found, d.RubricSpec):
            raise TypeError("the format of a rubric must build a RubricSpec")
        return found

    def write(self, spec: d.RubricSpec, full: bool) -> Values:
        return _rubric(d.version_of(spec)).write(spec, full)

    def schema(self) -> Values:
        """What a file can hold, by its version."""
        first = {"type": "object", "properties": {"format_version": {"const": 1}}}
        return {"if": first, "then": _rubric(1).schema(), "else": _rubric(d.LATEST).schema()}


def _built(version: int, **held: d.Content) -> d.RubricSpec:
    """The rubric, with what the definition has of the notes about scoring apart from the others."""
    notes = _given(**{name: held.pop(name) for name in _scoring_block().names})
    dont_know = dict(notes.get("dont_know", {}))
    action = dont_know.pop("action", None)
    if version == d.LATEST:
        return d.RubricSpec(
            **held,
            dont_know_action=action,
            scale=notes.get("scale", ()),
            scoring_notes=without_prose(notes),
        )
    notes.pop("dont_know", None)
    if dont_know:
        notes["dont_know"] = dont_know
    return d.RubricSpec(**held, dont_know_action=action, scoring_notes=notes)


def _taken(version: int, spec: d.RubricSpec) -> Values:
    held = {one.name: getattr(spec, one.name) for one in d.fields_of(d.RubricSpec)}
    notes: Values = dict(spec.scoring_notes)
    if version == d.LATEST:
        notes = {"scale": spec.scale or None, **without_prose(notes)}
    if spec.dont_know_action is not None:
        said = notes.get("dont_know") or {}
        notes["dont_know"] = {**said, "action": spec.dont_know_action}
    return {**held, **{name: notes.get(name) for name in _scoring_block().names}}


def _plain(raw: object) -> int | str:
    return values.plain_number(values.number(d.ROW_POINTS)(raw))


def _given(**held: object) -> Values:
    return {name: value for name, value in held.items() if value is not None}


def _notes(**fields: Field) -> Part:
    """A mapping kept as it is, less what is absent."""
    keys = tuple(
        Key(name=name, attribute=name, field=field, default=None) for name, field in fields.items()
    )
    return Part(_given, keys, take=lambda held: {name: held.get(name) for name in fields})


@d.once
def _scoring_block(version: int = d.LATEST) -> Part:
    """What the block holds: in format 2 the prose is read still, and dropped."""
    text, number = leaf(d.TEXT), Leaf(_plain, number_schema(d.ROW_POINTS), 0)
    named = PlainList(_notes(level=leaf(d.LEVEL), name=leaf(d.TITLE), points=number))
    return _notes(
        scale=named if version < d.LATEST else ListOf(shape(d.ScaleSpec)),
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
        final_band_order=PlainList(leaf(d.LINES.item)),
        evidence=text,
        action_priority=_notes(rule=text, shortfall=text, gain=text, checklist=text),
    )


def without_prose(notes: Values) -> Values:
    """What format 2 keeps of the block besides what the definition declares."""
    limit = d.limit_in(notes)
    return {} if limit is None else {"not_applicable": {d.LIMIT: limit}}


RUBRIC = _Rubric()
"""A rubric file to a `RubricSpec` and back."""
