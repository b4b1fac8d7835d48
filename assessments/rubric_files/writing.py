"""Plain data to YAML text, laid out for people: long text folded, short parts on one line.

Written by hand rather than by a library so that a change of one word is a change of one place in
a diff. Only what `reading.py` reads back the same is ever written unquoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from assessments.rubric_files.reading import is_text_unquoted

WIDTH = 120

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<][^\n\t]*")
_BREAKS_PLAIN = re.compile(r": |:$| #")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}])")
_FOLDABLE = re.compile(r"\S+(?: \S+)*")


def to_yaml(document: dict[str, Any]) -> str:
    """The document as YAML with its keys in the order given."""
    return "\n".join(_mapping(document, 0)) + "\n"


def _mapping(mapping: dict[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in mapping.items():
        yield from _entry(f"{pad}{_scalar(key)}:", value, indent)


def _entry(start: str, value: Any, indent: int) -> Iterator[str]:
    """A key or a dash, and what follows it."""
    flow = _flow(value)
    if flow is not None and len(start) + 1 + len(flow) <= WIDTH:
        yield f"{start} {flow}"
    elif isinstance(value, dict):
        yield start
        yield from _mapping(value, indent + 2)
    elif isinstance(value, list):
        yield start
        yield from _list(value, indent + 2)
    elif isinstance(value, str) and _folds(value):
        yield f"{start} >-"
        yield from _folded(value, indent + 2)
    else:
        yield f"{start} {_scalar(value)}"


def _list(values: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in values:
        flow = _flow(value)
        if isinstance(value, dict) and (flow is None or len(pad) + 2 + len(flow) > WIDTH):
            lines = _mapping(value, indent + 2)
            yield f"{pad}- {next(lines).lstrip()}"
            yield from lines
        elif isinstance(value, list) and (flow is None or len(pad) + 2 + len(flow) > WIDTH):
            lines = _list(value, indent + 2)
            yield f"{pad}- {next(lines).lstrip()}"
            yield from lines
        else:
            yield from _entry(f"{pad}-", value, indent)


def _flow(value: Any) -> str | None:
    """The value on one line, when it is a scalar or a collection of plain scalars."""
    if isinstance(value, dict):
        if any(isinstance(part, (dict, list)) and part for part in value.values()):
            return None
        parts = (f"{_flow_scalar(key)}: {_flow_scalar(part)}" for key, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        if any(isinstance(part, (dict, list)) for part in value):
            return None
        return "[" + ", ".join(_flow_scalar(part) for part in value) + "]"
    return _scalar(value)


def _flow_scalar(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    text = _scalar(value)
    if text[0] not in "'\"" and isinstance(value, str) and _BREAKS_FLOW.search(text):
        return _quoted(value)
    return text


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    return str(value)


def _is_plain(text: str) -> bool:
    return (
        text.isprintable()
        and _PLAIN.fullmatch(text) is not None
        and not text.endswith(" ")
        and _BREAKS_PLAIN.search(text) is None
        and text != "..."
        and is_text_unquoted(text)
    )


def _quoted(text: str) -> str:
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in "\"\\\n\r\t":
        return json.dumps(character)[1:-1]
    if character.isprintable():
        return character
    point = ord(character)
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _folds(text: str) -> bool:
    """Whether a folded block gives the text back to the letter."""
    return text.isprintable() and _FOLDABLE.fullmatch(text) is not None and " " in text


def _folded(text: str, indent: int) -> Iterator[str]:
    pad = " " * indent
    line = ""
    for word in text.split(" "):
        if line and len(pad) + len(line) + 1 + len(word) > WIDTH:
            yield pad + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield pad + line
