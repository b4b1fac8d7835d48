"""The pieces that a file format is described with: each reads a part of a document and writes it.

`format.py` derives the description from the definition. A field reads with a place and a findings,
so that one pass finds every fault: something harmless takes the place of a value that does not fit,
and reading goes on. Written for a person (`full=False`) a part leaves out what it does not say;
written for the content hash (`full=True`) it fills every default in and spells numbers one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeAlias

from assessments.rubric import definition as d
from assessments.rubric.files.values import CODE_LEAF, Leaf, Reader
from assessments.rubric.findings import Findings, cut, did_you_mean, inside, shown

Values = dict[str, d.Content]
Writing: TypeAlias = (
    "tuple[tuple[Key, str | None, object, bool, Callable[[d.Content], object] | None], ...]"
)
"""A part's keys, the attribute of each, its default, whether it is always written, and how."""


class Field(Protocol):
    """What a key holds."""

    @property
    def stand_in(self) -> d.Content:
        """What takes the place of a value that cannot be read."""

    def read(self, raw: object, place: str, findings: Findings) -> object:
        """The value, or the stand-in after a note of what is wrong. `raw` is never `None`."""

    def write(self, value: d.Content, full: bool) -> d.Content:
        """The value as a document holds it."""

    def schema(self) -> Values:
        """What the format allows here, as JSON Schema."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of parts alike. `least` is the fewest that it may hold where it is given."""

    item: Field
    least: int = 0
    stand_in: object = ()

    def read(self, raw: object, place: str, findings: Findings) -> d.Content:
        if not isinstance(raw, (list, tuple)):
            findings.fault(place, f"must be a list, got {shown(raw)}")
            return self.stand_in
        if len(raw) < self.least:
            findings.fault(place, "must hold at least one")
        read, found = self.item.read, []
        for index, value in enumerate(raw):
            inner = f"{place}[{index}]"
            if value is None:
                findings.fault(inner, "must not be empty")
                found.append(self.item.stand_in)
            else:
                found.append(read(value, inner, findings))
        return tuple(found)

    def write(self, value: Iterable[object], full: bool) -> object:
        return [self.item.write(part, full) for part in value]

    def schema(self) -> Values:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from codes to parts alike."""

    code: Leaf
    item: Field
    stand_in: object = field(default_factory=dict)

    def read(self, raw: object, place: str, findings: Findings) -> Values:
        if not isinstance(raw, dict):
            findings.fault(place, f"must be a mapping, got {shown(raw)}")
            return {}
        values: dict[str, object] = {}
        for key, value in raw.items():
            inner = f"{place}.{cut(key)}"
            try:
                self.code.reader(key)
            except ValueError as unfit:
                findings.fault(inner, f"this key {unfit}")
            if value is None:
                findings.fault(inner, "must not be empty")
            else:
                values[key] = self.item.read(value, inner, findings)
        return values

    def write(self, value: Mapping[str, object], full: bool) -> object:
        return {key: self.item.write(part, full) for key, part in value.items()}

    def schema(self) -> Values:
        return {
            "type": "object",
            "propertyNames": self.code.schema(),
            "additionalProperties": self.item.schema(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a part: its field, the attribute it fills, and whether it may be absent.

    An absent key takes `default`. `always` keys are written for people even when they say only
    the default. A `Part` without an attribute is a mere grouping: its values join the parent's.
    Anything else without one is looked at and dropped, and `default` is written.
    """

    name: str
    field: Field
    attribute: str | None = None
    required: bool = False
    default: object = ""
    always: bool = False
    added_later: bool = False
    label: str = ""
    help: str = ""

    @property
    def reader(self) -> Reader | None:
        """How a single value is read; `None` for anything else."""
        return self.field.reader if isinstance(self.field, Leaf) else None

    def is_kept(self, full: bool) -> bool:
        """Whether the key is there even where it says the default: in full, unless a later one."""
        return self.required or (not self.added_later if full else self.always)

    def writer(self, full: bool) -> Callable[[d.Content], object] | None:
        """How a value is written; `None` for one that a document holds as it is."""
        if isinstance(self.field, Leaf):
            return self.field.full_writer if full else self.field.writer
        return partial(self.field.write, full=full)

    def schema(self) -> Values:
        """The schema of the value with its label and help. A key left out may be null as well."""
        held = self.field.schema()
        said = {"title": self.label, "description": self.help}
        words = {name: text for name, text in said.items() if text}
        return {**words, **(held if self.required else {"anyOf": [held, {"type": "null"}]})}


def _absent(keys: Sequence[Key]) -> Iterator[tuple[str, object]]:
    """What the attributes are where their keys are absent."""
    for key in keys:
        if isinstance(key.field, Part) and key.attribute is None:
            yield from key.field.absent.items()
        elif key.attribute is not None:
            yield key.attribute, key.default


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping with known keys, built into a value.

    `build` takes the values by attribute; `take` gives them back. Of each two keys in `either`,
    under the key that comes first where there is one, exactly one is given. `also` looks at a part
    as a whole, once its keys were read, and may note further faults. `later` are keys that only a
    later version of the format has.
    """

    build: Callable[..., object]
    keys: tuple[Key, ...]
    take: Callable[[d.Content], Values] | None = None
    either: tuple[tuple[str, str, str], ...] = ()
    also: Callable[[Mapping[str, object], str, Findings], None] | None = None
    later: frozenset[str] = frozenset()
    names: frozenset[str] = field(init=False)
    absent: Values = field(init=False)
    plan: tuple[tuple[str, str | None, Reader | None, bool, Key], ...] = field(init=False)
    writing: tuple[Writing, Writing] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(key.name for key in self.keys))
        object.__setattr__(self, "absent", dict(_absent(self.keys)))
        plan = ((key.name, key.attribute, key.reader, key.required, key) for key in self.keys)
        object.__setattr__(self, "plan", tuple(plan))
        ways = (
            tuple(
                (key, key.attribute, key.default, key.is_kept(full), key.writer(full))
                for key in self.keys
            )
            for full in (False, True)
        )
        object.__setattr__(self, "writing", tuple(ways))

    @property
    def stand_in(self) -> object:
        return self.read({}, "", Findings())

    def read(self, raw: object, place: str, findings: Findings) -> d.Content:
        if not isinstance(raw, dict):
            findings.fault(place, f"must be a mapping, got {shown(raw)}")
            return self.stand_in
        if not raw.keys() <= self.names:
            self._note_unknown(raw, place, findings)
        values = self.absent.copy()
        get = raw.get
        for name, attribute, reader, required, key in self.plan:
            held = get(name)
            if held is None:
                if not required:
                    continue
                findings.fault(inside(place, name), "is missing")
                value = key.field.stand_in
            elif reader is None:
                value = key.field.read(held, inside(place, name), findings)
            else:
                # A single value, which is most of a file: its place is spelled for a fault only.
                try:
                    value = reader(held)
                except ValueError as unfit:
                    findings.fault(inside(place, name), str(unfit))
                    value = key.field.stand_in
            if attribute is not None:
                values[attribute] = value
            elif isinstance(key.field, Part):
                values.update(value)
        if self.either:
            self._note_either(raw, place, findings)
        if self.also is not None:
            self.also(raw, place, findings)
        return self.build(**values)

    def _note_unknown(self, raw: Mapping[str, object], place: str, findings: Findings) -> None:
        for name in raw:
            if name in self.names:
                continue
            message = "is not a key of format 1: say format_version: 2"
            if name not in self.later:
                suggestion = did_you_mean(name, self.names, len(findings))
                message = f"is not a key of this format{suggestion}"
            findings.fault(inside(place, cut(name)), message)

    def _note_either(self, raw: Mapping[str, object], place: str, findings: Findings) -> None:
        for under, one, other in self.either:
            held = (raw.get(under) or {}) if under else raw
            if isinstance(held, Mapping) and _gives(held, one) == _gives(held, other):
                where = inside(place, under) if under else place
                findings.fault(where, f"must have one of {one} and {other}")

    def write(self, value: object, full: bool) -> dict[str, object]:
        get = partial(getattr, value) if self.take is None else self.take(value).__getitem__
        return self.write_values(get, full)

    def write_values(self, get: Callable[[str], d.Content], full: bool) -> dict[str, object]:
        """The part from its values by attribute, a grouping taking its own from the same."""
        document: dict[str, object] = {}
        for key, attribute, default, kept, write in self.writing[full]:
            if attribute is not None:
                own = get(attribute)
                # Nothing, the default or an empty list: leaving the key out says the same.
                if kept or not (own is None or own == default or (default == () and not own)):
                    document[key.name] = own if own is None or write is None else write(own)
            elif isinstance(grouped := key.field, Part):
                inner = grouped.write_values(get, full)
                if inner or (full and not key.added_later):
                    document[key.name] = inner
            elif kept:
                document[key.name] = default
        return document

    def schema(self) -> Values:
        return {
            "type": "object",
            "properties": {key.name: key.schema() for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
            **({"allOf": [_exactly_one(*keys) for keys in self.either]} if self.either else {}),
        }


_SAYS_NOTHING: tuple[object, ...] = (None, [], ())


def _gives(held: Mapping[str, object], key: str) -> bool:
    return held.get(key) not in _SAYS_NOTHING


def _exactly_one(under: str, *names: str) -> Values:
    given: Values = {"not": {"enum": [None, []]}}
    one = {"oneOf": [{"required": [name], "properties": {name: given}} for name in names]}
    return {"required": [under], "properties": {under: one}} if under else one


class Keyed:
    """A list of parts that a file gives as a mapping from the field that names each."""

    stand_in: Sequence[object] = ()

    def __init__(self, part: Part, by: str) -> None:
        self._part, self._by = part, by
        keys = tuple(key for key in part.keys if key.attribute != by)
        self._inner = Part(dict, keys)
        self._map = MapOf(CODE_LEAF, self._inner)
        self.schema = self._map.schema

    def read(self, raw: object, place: str, findings: Findings) -> object:
        found = self._map.read(raw, place, findings)
        return tuple(self._part.build(**{self._by: name}, **held) for name, held in found.items())

    def write(self, value: Sequence[object], full: bool) -> object:
        return {
            getattr(one, self._by): self._inner.write_values(partial(getattr, one), full)
            for one in value
        }


class PlainList(ListOf):
    """A list that stays a list, as JSON keeps it."""

    __slots__ = ()

    def read(self, raw: object, place: str, findings: Findings) -> list[object]:
        return list(ListOf.read(self, raw, place, findings))
