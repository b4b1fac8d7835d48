"""YAML text to plain values that remember their lines. Nothing here knows what a rubric is.

The one module that uses PyYAML, and only its stream of parsing events: no loader builds an object,
an alias is refused before it could be followed, numbers keep their text, and size, depth and count
are bounded while reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from assessments.names import folded
from assessments.rubric.files.yaml_words import in_plain_words
from assessments.rubric.findings import (
    Findings,
    OddScalar,
    Trail,
    Unquoted,
    around,
    cut,
    place_of,
    refusal,
    shown,
)

MOST_BYTES = 2_000_000
MOST_DEPTH = 15
MOST_VALUES = 100_000
MOST_KEY_LENGTH = 60

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS: dict[str | None, list[tuple[str, re.Pattern[str]]]] = (
    yaml.SafeLoader.yaml_implicit_resolvers
)
_SIMPLE_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_SIMPLE_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_TRUE = frozenset({"yes", "true", "on"})
_INDEX = re.compile(r"\[([0-9]+)\]")
_END_OF_STEP = re.compile(r"[.\[]|\Z")
_ORDINARY = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Event: TypeAlias = Any
"""An event of the parser, of whose attributes its type stubs know nothing."""
Inside: TypeAlias = "dict[str | int, int | Lines]"


class Lines(NamedTuple):
    """The line of a mapping or a list, and of each thing in it, by key or index."""

    line: int
    inside: Inside


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, as dict, list, str, `Unquoted` and None, and on which lines."""

    data: object
    lines: int | Lines

    def line_of(self, place: str) -> int:
        """The line of a place, or of the nearest thing around it."""
        line = None
        while line is None:
            line = _line_at(self.lines, place if place.startswith("[") else f".{place}")
            if not place:
                break
            place = around(place)
        return _first(self.lines) if line is None else line


def _first(lines: int | Lines) -> int:
    return lines if isinstance(lines, int) else lines.line


def _line_at(lines: int | Lines, rest: str) -> int | None:
    """The line at the end of a way such as `.roles[2].a.b`; a key may have dots of its own."""
    if not rest:
        return _first(lines)
    if isinstance(lines, int):
        return None
    for end in map(re.Match.start, _END_OF_STEP.finditer(rest, 1)):
        index = _INDEX.fullmatch(rest, 0, end)
        inner = lines.inside.get(int(index[1]) if index else rest[1:end])
        line = None if inner is None else _line_at(inner, rest[end:])
        if line is not None:
            return line
    return None


def read(source: str | bytes, findings: Findings) -> Document:
    """The one YAML document of a source.

    Duplicate keys, tags and anchors go to the findings and reading goes on; what cannot be read
    on from (an alias, broken YAML, too much of anything) raises `FileRefused` at once.
    """
    text = decoded(source)
    try:
        return _Builder(_FAST(text).get_event, findings).document()
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
    # What is not ASCII is a small part, and is looked through by itself.
    found = _UNREADABLE.search(text) if _UNREADABLE.search(_odd(text)) else None
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        character = f"U+{ord(found.group()):04X}"
        raise refusal(f"is not a text file: it holds a control character ({character})", line)
    return text


def _odd(text: str) -> str:
    """The text without its ordinary characters."""
    return (
        text.encode(errors="surrogatepass")
        .translate(None, _ORDINARY)
        .decode(errors="surrogatepass")
    )


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
    """Builds plain values and their lines from events, one at a time."""

    def __init__(self, next_event: Callable[[], _Event], findings: Findings) -> None:
        self._next = next_event
        self._findings = findings
        self._left = MOST_VALUES

    def document(self) -> Document:
        found: Document | None = None
        while not isinstance(event := self._next(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                if found is not None:
                    raise refusal("holds more than one YAML document: keep one", _line(event))
                first = self._next()
                found = Document(*self._value(first, None, 0, _line(first)))
        if found is None:
            raise refusal("is empty")
        return found

    def _value(
        self, event: _Event, trail: Trail, depth: int, line: int
    ) -> tuple[object, int | Lines]:
        """The value that begins with an event, and its lines; `line` is that of its key."""
        self._left -= 1
        if self._left < 0:
            raise refusal(f"holds more than {MOST_VALUES:,} values", _line(event))
        if depth > MOST_DEPTH:
            raise refusal(f"is nested more than {MOST_DEPTH} deep", _line(event))
        kind = event.__class__
        if kind is AliasEvent:
            raise refusal("uses an alias (*name), which is not allowed: write it out", _line(event))
        if event.anchor is not None or event.tag is not None:
            self._note_marks(event, trail)
        if kind is ScalarEvent:
            return _scalar(event), line
        build = self._list if kind is SequenceStartEvent else self._mapping
        value, lines = build(trail, depth + 1)
        return value, Lines(line, lines)

    def _note_marks(self, event: _Event, trail: Trail) -> None:
        if event.anchor is not None:
            self._findings.fault(place_of(trail), "must have no anchor (&name)")
        if event.tag is not None:
            self._findings.fault(place_of(trail), f"must have no tag ({cut(event.tag)})")

    def _list(self, trail: Trail, depth: int) -> tuple[list[object], Inside]:
        values: list[object] = []
        lines: Inside = {}
        while (event := self._next()).__class__ is not SequenceEndEvent:
            index = len(values)
            value, lines[index] = self._value(event, (trail, index), depth, _line(event))
            values.append(value)
        return values, lines

    def _mapping(self, trail: Trail, depth: int) -> tuple[dict[str, object], Inside]:
        """Keys and texts are nearly all of a file, so they go round the calls for the rest."""
        values: dict[str, object] = {}
        lines: Inside = {}
        next_event = self._next
        while (event := next_event()).__class__ is not MappingEndEvent:
            line = event.start_mark.line + 1
            bare = event.__class__ is ScalarEvent and event.anchor is None
            is_key = bare and len(event.value) <= MOST_KEY_LENGTH
            key = event.value if is_key else self._key(event, trail, depth)
            event = next_event()
            bare = event.__class__ is ScalarEvent and event.anchor is event.tag is None
            if key in values:
                message = f"is given twice, on line {_first(lines[key])} and line {line}"
                self._findings.fault(place_of((trail, key)), message)
                again = f"{key} (again)"
                _, lines[again] = self._value(event, (trail, again), depth, line)
            elif bare and depth <= MOST_DEPTH and self._left:
                self._left -= 1
                values[key], lines[key] = _scalar(event), line
            else:
                values[key], lines[key] = self._value(event, (trail, key), depth, line)
        return values, lines

    def _key(self, event: _Event, trail: Trail, depth: int) -> str:
        if not isinstance(event, ScalarEvent):
            self._value(event, (trail, "?"), depth, _line(event))
            self._findings.fault(place_of(trail), "has a key that is not a plain word")
            return "?"
        key: str = event.value
        if event.anchor is not None:
            self._findings.fault(place_of(trail), "must have no anchor (&name)")
        if len(key) > MOST_KEY_LENGTH:
            self._findings.fault(place_of(trail), f"has a key that is too long: {shown(key)}")
            return key[:MOST_KEY_LENGTH]
        return key


def _line(event: _Event) -> int:
    line: int = event.start_mark.line
    return line + 1


def _scalar(event: _Event) -> str | None:
    text: str = event.value
    if "  " in text:
        text = folded(text)
    is_word = event.implicit[0] and event.tag is None and len(text) <= MOST_KEY_LENGTH
    return _meaning(text) if is_word else text


@lru_cache(maxsize=4_096)
def _meaning(text: str) -> str | None:
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
