"""Plain data to YAML text, laid out for people: long text folded, short parts on one line.

Written by hand rather than by a library so that a change of one word is a change of one place in
a diff. Only what `reading.py` reads back the same is ever written unquoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assessments.rubric.files.reading import is_text_unquoted

WIDTH = 116
"""A folded line ends with the word that passes this column."""
LONGEST_UNFOLDED = 95
"""Text with more characters than this is folded."""
LONGEST_IN_FLOW = 60
WIDEST_LIST = 100
WIDEST_MAPPING = 110
"""A part is written on one line when no text of it, and not the whole, is longer than these."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<][^\n\t]*")
_BREAKS_PLAIN = re.compile(r": |:$| #")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}])")
_FOLDABLE = re.compile(r"\S+(?: \S+)+")


def to_yaml(document: dict[str, object]) -> str:
    """The document as YAML with its keys in the order given."""
    return "\n".join(_mapping(document, 0)) + "\n"


def _mapping(mapping: dict[str, object], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in mapping.items():
        yield from _entry(f"{pad}{_scalar(key)}:", value, indent)


def _entry(start: str, value: object, indent: int) -> Iterator[str]:
    """A key or a dash, and what follows it."""
    if isinstance(value, (dict, list)) and not _fits_one_line(value):
        yield start
        yield from _block(value, indent + 2)
    elif isinstance(value, str) and _folds(value):
        yield f"{start} >-"
        yield from _folded(value, indent + 2)
    else:
        yield f"{start} {_flow(value)}"


def _block(value: dict[str, object] | list[object], indent: int) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value, indent)
        return
    pad = " " * indent
    for part in value:
        if isinstance(part, (dict, list)) and not _fits_one_line(part):
            lines = _block(part, indent + 2)
            yield f"{pad}- {next(lines).lstrip()}"
            yield from lines
        else:
            yield from _entry(f"{pad}-", part, indent)


def _fits_one_line(value: dict[str, object] | list[object]) -> bool:
    parts, widest = (
        (list(value.values()), WIDEST_MAPPING) if isinstance(value, dict) else (value, WIDEST_LIST)
    )
    if any(isinstance(part, (dict, list)) and part for part in parts):
        return False
    return all(len(str(part)) <= LONGEST_IN_FLOW for part in parts) and (len(str(value)) <= widest)


def _flow(value: object) -> str:
    """The value on one line."""
    if isinstance(value, dict):
        parts = (f"{_flow_scalar(key)}: {_flow_scalar(part)}" for key, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow_scalar(part) for part in value) + "]"
    return _scalar(value)


def _flow_scalar(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    text = _scalar(value)
    if text[0] not in "'\"" and isinstance(value, str) and _BREAKS_FLOW.search(text):
        return _quoted(value)
    return text


def _scalar(value: object) -> str:
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
    if character in '"\\\n\r\t':
        return json.dumps(character)[1:-1]
    if character.isprintable():
        return character
    point = ord(character)
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _folds(text: str) -> bool:
    """Whether a text is long, and a folded block gives it back to the letter."""
    return (
        len(text) > LONGEST_UNFOLDED
        and text.isprintable()
        and _FOLDABLE.fullmatch(text) is not None
    )


def _folded(text: str, indent: int) -> Iterator[str]:
    pad = " " * indent
    line = pad
    for word in text.split(" "):
        if len(line) > WIDTH:
            yield line
            line = pad
        line += word if line == pad else f" {word}"
    yield line
