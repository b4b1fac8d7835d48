"""YAML text to plain values that remember their lines. Nothing here knows what a rubric is.

The one module of the ground floor that uses a library, PyYAML, and only its stream of parsing
events: no loader builds an object, an alias is refused before it could be followed, numbers keep
their text, and size, depth and count are bounded while reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from assessments.rubric.files.yaml_words import in_plain_words
from assessments.rubric.findings import Findings, around, refusal
from assessments.rubric.quoting import cut, shown
from assessments.rubric.unquoted import OddScalar, Unquoted
from assessments.visible import folded

MOST_BYTES = 2_000_000
MOST_DEPTH = 15
MOST_VALUES = 50_000
MOST_KEY_LENGTH = 60

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS: dict[str | None, list[tuple[str, re.Pattern[str]]]] = (
    yaml.SafeLoader.yaml_implicit_resolvers
)
_SIMPLE_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_SIMPLE_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_TRUE = frozenset({"yes", "true", "on"})
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, as dict, list, str, `Unquoted` and None, and where."""

    data: Any
    lines: dict[str, int]

    def line_of(self, place: str) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place:
            line = self.lines.get(place)
            if line is not None:
                return line
            place = around(place)
        return self.lines.get("", 1)


def read(source: str | bytes, findings: Findings) -> Document:
    """The one YAML document of a source.

    Duplicate keys, tags and anchors go to the findings and reading goes on; what cannot be read
    on from (an alias, broken YAML, too much of anything) raises `FileRefused` at once.
    """
    text = decoded(source)
    try:
        return _Builder(findings).document(yaml.parse(text, Loader=_FAST))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        at_fault = text.split("\n")[line - 1] if line and line <= text.count("\n") + 1 else ""
        raise refusal(in_plain_words(error, at_fault), line) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise refusal("is not YAML that can be read") from None


def decoded(source: str | bytes) -> str:
    """The text of a source; refuses what is too big, not UTF-8 or not text."""
    if len(source) > MOST_BYTES:
        raise refusal(f"is too big: a rubric file may hold {MOST_BYTES:,} bytes")
    if isinstance(source, bytes):
        source = _from_utf8(source)
    text = source.removeprefix("\ufeff")
    if not text.strip():
        raise refusal("is empty")
    found = _UNREADABLE.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        character = f"U+{ord(found.group()):04X}"
        raise refusal(f"is not a text file: it holds a control character ({character})", line)
    return text


def _from_utf8(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal("is in UTF-16: save it as UTF-8")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in source:
            raise refusal("is not a text file") from None
        line = source.count(b"\n", 0, error.start) + 1
        raise refusal("is not in UTF-8: save it as UTF-8", line) from None


class _Builder:
    """Builds plain values from events, one at a time."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._lines: dict[str, int] = {}
        self._values = 0

    def document(self, events: Iterator[Any]) -> Document:
        data: Any = None
        seen = 0
        event: Any
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    line = _line(event)
                    raise refusal("holds more than one YAML document: keep one", line)
                first = next(events)
                self._lines[""] = _line(first)
                data = self._value(first, events, "", 0)
        if not seen:
            raise refusal("is empty")
        return Document(data, self._lines)

    def _value(self, event: Any, events: Iterator[Any], place: str, depth: int) -> Any:
        line = _line(event)
        self._values += 1
        if self._values > MOST_VALUES:
            raise refusal(f"holds more than {MOST_VALUES:,} values", line)
        if depth > MOST_DEPTH:
            raise refusal(f"is nested more than {MOST_DEPTH} deep", line)
        if isinstance(event, yaml.AliasEvent):
            raise refusal("uses an alias (*name), which is not allowed: write it out", line)
        if event.anchor is not None:
            self._findings.fault(place, "must have no anchor (&name)")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if event.tag is not None:
            self._findings.fault(place, f"must have no tag ({cut(event.tag)})")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, place, depth)
        return self._mapping(events, place, depth)

    def _list(self, events: Iterator[Any], place: str, depth: int) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            item_place = f"{place}[{len(values)}]"
            self._lines[item_place] = _line(event)
            values.append(self._value(event, events, item_place, depth + 1))
        return values

    def _mapping(self, events: Iterator[Any], place: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = _line(event)
            key = self._key(event, events, place, depth)
            inner = f"{place}.{key}" if place else key
            if key in values:
                first = self._lines[inner]
                self._findings.fault(inner, f"is given twice, on line {first} and line {line}")
                self._value(next(events), events, f"{inner} (again)", depth + 1)
            else:
                self._lines[inner] = line
                values[key] = self._value(next(events), events, inner, depth + 1)
        return values

    def _key(self, event: Any, events: Iterator[Any], place: str, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, events, f"{place}.?", depth + 1)
            self._findings.fault(place, "has a key that is not a plain word")
            return "?"
        if event.anchor is not None:
            self._findings.fault(place, "must have no anchor (&name)")
        if len(event.value) > MOST_KEY_LENGTH:
            self._findings.fault(place, f"has a key that is too long: {shown(event.value)}")
            return event.value[:MOST_KEY_LENGTH]
        return str(event.value)

    def _scalar(self, event: Any, place: str) -> Any:
        if event.tag is not None:
            self._findings.fault(place, f"must have no tag ({cut(event.tag)})")
        text = folded(event.value)
        return plain_value(text) if event.implicit[0] and event.tag is None else text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def plain_value(text: str) -> Any:
    """What an unquoted word means: as in YAML 1.1, but exact, and with dates left as text."""
    match _implicit_tag(text):
        case "null":
            return None
        case "bool":
            return Unquoted(text, text.lower() in _TRUE)
        case "int" if _SIMPLE_INT.fullmatch(text):
            return Unquoted(text, int(text))
        case "float" if _SIMPLE_DECIMAL.fullmatch(text):
            return Unquoted(text, Decimal(text))
        case "int" | "float":
            return Unquoted(text, OddScalar(text))
    return text


def is_text_unquoted(text: str) -> bool:
    """Whether every YAML reader takes the unquoted word for text: no number, date or truth."""
    return _implicit_tag(text) == "str"


def _implicit_tag(text: str) -> str:
    if len(text) <= MOST_KEY_LENGTH:
        for tag, pattern in _RESOLVERS.get(text[:1], ()):
            if pattern.match(text):
                return tag.rpartition(":")[2]
    return "str"
