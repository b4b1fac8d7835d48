"""Makes any text printable with the bundled fonts, and a report into data for a page template.

A PDF standard refuses a whole document for one character that no font holds, and people type every
character there is. What cannot be printed is replaced by a visible sign, and so is an invisible
character that changes how a text reads, such as a direction. Only joiners are left out:
they change no more than how letters are drawn or where a line breaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from assessments.addresses import web_address
from assessments.reports.drawing import measured

SUBSTITUTE = "▯"
"""Replaces a character that the fonts lack. They hold this one; a test proves it."""

_LONGEST_WORD = 24
_LONGEST_WORD_IN_TEXT = 48
_PIECE = 12
_WIDE = ("note", "answer", "text", "url", "message", "paragraphs")
"""What is set across the whole page, where a longer word has room; the rest may be in a table."""
BREAK = "\u200b"
"""Marks a place to break; the template takes it out of the text, so that it is not copied."""
_MARKS = r"\u0300-\u036f\u20d0-\u20ff"
_LETTER = rf"(?:[^\s{_MARKS}][{_MARKS}]*+|[{_MARKS}]++)"
"""A letter with the marks on it, which are never parted."""
_PIECES = re.compile(
    rf"{_LETTER}{{4,{_PIECE - 1}}}/"
    rf"|{_LETTER}{{1,{_PIECE}}}(?<![-\u2010])"
    rf"|{_LETTER}{{1,{_PIECE}}}"
)
"""No line ends in a hyphen of the word's own: readers of PDFs take it for one of the typesetter's
and leave it out of what is copied. It ends after a slash where there is one.
"""
_SHORT_PIECES = re.compile(rf"{_LETTER}{{1,4}}(?<![-\u2010])|{_LETTER}{{1,4}}")
_ADDRESS = re.compile(r"\W*(?:https?://|www\.)", re.IGNORECASE)
_MOST_HREF = 8000
"""The longest address that typst follows; it makes no document with a longer one."""
_WHOLE = ("result_document", "submitted_at", "branding")
"""What a template never prints."""


def _covered() -> str:
    """The characters that the bundled fonts can print, for a pattern. See fonts/refresh.py."""
    table = Path(__file__).with_name("fonts") / "covered.txt"
    ranges = (line.split("-") for line in table.read_text(encoding="ascii").split())
    return "".join(f"\\U{first:0>8}-\\U{last:0>8}" for first, last in ranges)


_JOINERS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n[ \n]*\n")
_LACKING = re.compile(f"[^\n{_covered()}]")
_PLAIN = re.compile("[ -~\u00a3\u2013\u2018\u2019\u201c\u201d\u2026]*")
"""Needs nothing done to it; most texts are so."""
_WORDS = re.compile(r"\S{8,}")
_LINKABLE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f\ud800-\udfff]+", re.IGNORECASE)
_Part = TypeVar("_Part")


class Printer:
    """Makes texts printable, and remembers whether anything had to be replaced."""

    def __init__(self) -> None:
        self.replaced = False

    def text(self, text: str) -> str:
        """The text as the fonts can print it: composed, with LF for every line end, and never more
        than one blank line at a time.
        """
        if _PLAIN.fullmatch(text):
            return text
        text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).replace("\t", "    ")
        return _BLANK_LINES.sub("\n\n", _LACKING.sub(self._stand_in, text))

    def _stand_in(self, found: re.Match[str]) -> str:
        character = found.group()
        if character in _JOINERS or _selects_variant(character):
            return ""
        if unicodedata.category(character) == "Zs":
            return " "
        self.replaced = True
        return SUBSTITUTE


def _selects_variant(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def mapped(part: _Part, change: Callable[[str], str]) -> _Part:
    """A part of a report with every text in it changed."""
    if isinstance(part, str):
        return change(part)  # type: ignore[return-value]
    if isinstance(part, (tuple, list)):
        return tuple(mapped(each, change) for each in part)  # type: ignore[return-value]
    if is_dataclass(part) and not isinstance(part, type):
        changed = {name: mapped(getattr(part, name), change) for name, _ in _printed(type(part))}
        return replace(part, **changed)
    return part


@cache
def _printed(kind: type) -> tuple[tuple[str, int], ...]:
    """The fields of a part that a template may print, each with its longest word."""
    return tuple(
        (each.name, _LONGEST_WORD_IN_TEXT if each.name in _WIDE else _LONGEST_WORD)
        for each in fields(kind)
        if each.name not in _WHOLE
    )


def as_data(
    part: object,
    printable: Callable[[str], str],
    longest: int = _LONGEST_WORD,
    only: Collection[str] = (),
) -> Any:
    """A part of a report as lists, dicts and texts for a template, in one walk.

    Every text is made printable, and words longer than `longest` may be broken. A link has an
    `href` that leads where the report's own link does, and is empty unless that is safe to follow.
    Numbers kept for drawing are left out, and so is a field of `part` that is not in `only`, where
    that is given.
    """
    if isinstance(part, str):
        return breakable(printable(part), longest) if part else part
    if isinstance(part, (bool, int)) or part is None:
        return part
    if isinstance(part, (tuple, list)):
        return [as_data(each, printable, longest, only) for each in part]
    if isinstance(part, Mapping):
        return {key: as_data(value, printable) for key, value in part.items()}
    if not is_dataclass(part):
        return None
    kind: type = type(part)
    data = {
        name: as_data(getattr(part, name), printable, most)
        for name, most in _printed(kind)
        if not only or name in only
    }
    url = getattr(part, "url", None)
    if isinstance(url, str):
        data["href"] = href(web_address(url))
    return data


@lru_cache(maxsize=4096)
def breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """The text with places to break in every word longer than `longest`, and in every address."""

    def broken(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) <= longest and not _ADDRESS.match(word):
            return word
        return BREAK.join(_PIECES.findall(word))

    return _WORDS.sub(broken, text) if _may_break(longest).search(text) else text


@cache
def _may_break(longest: int) -> re.Pattern[str]:
    """Finds at once that a text has nothing to break, as most have."""
    return re.compile(rf"\S{{{longest + 1}}}|https?://|www\.", re.IGNORECASE)


def fitting(text: str, room: float, size: float) -> str:
    """A text for a column of so many points, with places to break in every word that is wider."""
    return " ".join(
        BREAK.join(_SHORT_PIECES.findall(word)) if measured(word, size, bold=True) > room else word
        for word in text.replace(BREAK, "").split(" ")
    )


@lru_cache(maxsize=1024)
def href(url: str) -> str:
    """The address for a link in ASCII, or nothing for what is not a plain web address.

    Nor is there a link where the address is too long in ASCII, where a letter may take 12 signs.
    """
    if not _LINKABLE.fullmatch(url):
        return ""
    address = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    return address if len(address) <= _MOST_HREF else ""
