"""What differs between two documents of a rubric, field by field. Pure.

Documents rather than editions are compared, because a draft that is unfinished is kept as it is.
The definition says which parts a list holds, what tells them apart and what a field is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from assessments.rubric import definition as d

IS_ITS_PLACE = "order"
"""The key of a dimension that counts where it is, which its list says already."""
VERSION = "format_version"
"""The key that follows from what else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs. `before` or `after` is empty where a part was added or removed.

    `place` reads like "Dimension BUD, Question BUD-01, Level 2"; `code` is that of the question
    or, outside any, of the part; `field` is its label, or "order" when only the order changed.
    """

    place: str
    code: str
    field: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """For keeping."""
        return asdict(self)


Parts = Mapping[str, d.Document] | Sequence[d.Document]
"""A list of the rubric as a file has it."""


_Held = Mapping[str, Any]


class _Place(NamedTuple):
    """Where a mapping is. `known` are the fields that it can have, by key."""

    names: tuple[str, ...] = ()
    code: str = ""
    known: Mapping[str, d.Declared] = MappingProxyType({})

    def differs(self, field: str, before: object, after: object) -> Difference:
        texts = {"field": field, "before": _words(before), "after": _words(after)}
        return Difference(place=", ".join(self.names), code=self.code, **texts)

    def inside(self, name: str, part: type[object] | None = None, code: str = "") -> _Place:
        known = {one.key: one for one in d.fields_of(part)} if part else {}
        return _Place((*self.names, name), code or self.code, known)

    def grouped(self, key: str) -> _Place | None:
        """The same part, when keys of its fields begin with this one."""
        begins = f"{key}."
        inner = {k[len(begins) :]: one for k, one in self.known.items() if k.startswith(begins)}
        return self._replace(known=inner) if inner else None


def differences(before: d.Document, after: d.Document) -> list[Difference]:
    """Every field that differs between two documents, in the order of the later one."""
    known = {one.key: one for one in d.fields_of(d.RubricSpec)}
    if before.get(VERSION) != after.get(VERSION):
        before, after = _without_prose(before), _without_prose(after)
    return list(_of_mappings(before, after, _Place(known=known)))


def _without_prose(document: d.Document) -> d.Document:
    """A document less the prose about its sums, which only format 1 keeps, and its version."""
    notes = document.get("scoring") or {}
    scoring: dict[str, object] = {
        "not_applicable": {d.LIMIT: d.limit_in(notes)},
        "dont_know": {"action": (notes.get("dont_know") or {}).get("action")},
    }
    if document.get(VERSION) != 1:
        scoring["scale"] = notes.get("scale")
    return {name: one for name, one in document.items() if name != VERSION} | {"scoring": scoring}


def text_differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Every text that differs, under its name: for what is kept next to a document."""
    return list(_of_mappings({name: before.get(name, "") for name in after}, after, _Place()))


def _of_mappings(before: _Held, after: _Held, place: _Place) -> Iterator[Difference]:
    for key in dict.fromkeys([*after, *before]):
        old, new, declared = before.get(key), after.get(key), place.known.get(key)
        if old == new or (not declared and key == IS_ITS_PLACE and old and new):
            continue
        value = declared.value if declared else None
        label = declared.label if declared else key.replace("_", " ")
        if isinstance(value, d.Many):
            yield from _of_parts(old or {}, new or {}, label, value, place)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            part = value.part if isinstance(value, d.One) else None
            inner = place.grouped(key) or place.inside(label, part)
            yield from _of_mappings(old, new, inner)
        else:
            yield place.differs(label, old, new)


def _of_parts(
    before: Parts, after: Parts, label: str, value: d.Many, place: _Place
) -> Iterator[Difference]:
    keys = [one.key for one in d.fields_of(value.part)]
    old, new = _by_name(before, keys), _by_name(after, keys)
    for name in dict.fromkeys([*new, *old]):
        own = value.part in (d.DimensionSpec, d.QuestionSpec) or not place.code
        here = place.inside(f"{value.one or label} {name}", value.part, name if own else "")
        if name in old and name in new:
            yield from _of_mappings(old[name], new[name], here)
        else:
            what = "removed" if name in old else "added"
            yield here.differs(what, old.get(name), new.get(name))
    then, now = [one for one in old if one in new], [one for one in new if one in old]
    if then != now and not value.by:
        yield place.inside(label).differs("order", then, now)


def _by_name(parts: Parts, keys: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """The parts of a list by the first thing that each says; one that says the same is counted."""
    if isinstance(parts, Mapping):
        return dict(parts)
    found: dict[str, Mapping[str, object]] = {}
    for part in parts:
        said = next((part[key] for key in keys if part.get(key) not in (None, "", [])), "")
        first, count = _words(said), 2
        name = first
        while name in found:
            name, count = f"{first} ({count})", count + 1
        found[name] = part
    return found


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        said = [(key.replace("_", " "), _words(one)) for key, one in value.items()]
        return "; ".join(f"{name}: {words}" for name, words in said if words)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
