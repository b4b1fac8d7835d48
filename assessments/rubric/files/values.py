"""Single values of a file: read strictly, with a plain reason when one does not fit.

A reader takes what the file holds and returns the value, or raises `ValueError` with
words that follow the place: `must be a number, got "lots"`. Numbers become `Decimal`s from their
text alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assessments.names import folded, tab_fault
from assessments.rubric import definition as d
from assessments.rubric.findings import Findings, shown, understood

CODE_MOST = 40
LINK_MOST = 1_000

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9._-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_LINK = re.compile(r'https?://[^\s<>"]+')
_UNFIT_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER_LENGTH_MOST = 40

Reader = Callable[[object], d.Content]


def _text(raw: object) -> str:
    if isinstance(raw, str):
        return str(raw)
    hint = "" if isinstance(raw, (dict, list)) or raw is None else ": put it in quotes"
    raise ValueError(f"must be text, got {shown(raw)}{hint}")


def character_fault(text: str) -> str | None:
    """Why a text cannot be kept, when it holds a control character or half of one."""
    found = None if text.isprintable() else _UNFIT_CHARACTER.search(text)
    return found and f"holds a character that cannot be kept (U+{ord(found.group()):04X})"


def _fitting(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(f"must be at most {most:,} characters, and has {len(text):,}")
    fault = character_fault(text)
    if fault is not None:
        raise ValueError(fault)
    return text


def text(allowed: d.Text) -> Reader:
    """A reader of a text. That one shows nothing is no matter of reading: see `codec`."""
    most, lines, says = allowed.most, allowed.lines, allowed.says

    def read(raw: object) -> str:
        value = raw if raw.__class__ is str else _text(raw)
        if len(value) > most or not value.isprintable():
            _fitting(value, most)
        if not lines and (value != value.strip() or len(value.splitlines()) > 1):
            raise ValueError("must be one line, with no space before or after it")
        if says and (not value or value.isspace()):
            raise ValueError("must not be empty")
        return value

    return read


def typed(reader: Reader, written: str) -> str:
    """What a rubric keeps of a text that was typed outside a file: with a run of blanks as one.

    Raises `ValueError` for what the reader refuses, and for a tab.
    """
    reader(written)
    tab = tab_fault(written)
    if tab is not None:
        raise ValueError(tab)
    return folded(written)


def code(raw: object) -> str:
    """A code: letters, digits, hyphens, underscores, and dots between them."""
    value = raw if raw.__class__ is str else _text(raw)
    if len(value) > CODE_MOST or not _is_code(value):
        nearest = nearest_code(value)
        hint = f": write {nearest}" if nearest else ""
        raise ValueError(
            f"must be a code of at most {CODE_MOST} letters, digits, hyphens, underscores and "
            f"dots between them, that starts with a letter or digit, got {shown(value)}{hint}"
        )
    return value


@lru_cache(maxsize=4_096)
def _is_code(text: str) -> bool:
    """A rubric names the same few codes over and over."""
    return CODE.fullmatch(text) is not None


def nearest_code(text: str) -> str:
    """The code that is closest to a text that is none; empty where nothing of it could stay.

    What no code may hold becomes a hyphen, accents fall away, and what is too long is cut.
    """
    decomposed = unicodedata.normalize("NFKD", text[: CODE_MOST * 4])
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    joined = _NOT_IN_CODES.sub("-", plain)
    joined = re.sub(r"-*\.[.-]*", ".", re.sub(r"-{2,}", "-", joined))
    return joined[:CODE_MOST].strip(".-_")


def code_if_any(raw: object) -> str:
    """A code; empty allowed, as the spelling of "none named"."""
    return "" if raw == "" else code(raw)


def language(raw: object) -> str:
    """A language tag such as `en-GB`."""
    value = _text(raw)
    if len(value) > 20 or not _LANGUAGE.fullmatch(value):
        raise ValueError(f"must be a language such as en-GB, got {shown(value)}")
    return value


def link(raw: object) -> str:
    """A web address; empty allowed."""
    value = _fitting(_text(raw), LINK_MOST)
    if value and not _LINK.fullmatch(value):
        raise ValueError(
            f"must be a web address that starts with https:// or http://, got {shown(value)}"
        )
    return value


def flag(raw: object) -> bool:
    """True or false."""
    raw = understood(raw)
    if not isinstance(raw, bool):
        raise ValueError(f"must be true or false, got {shown(raw)}")
    return raw


def whole(least: int, most: int) -> Reader:
    """A reader of a whole number within bounds."""

    def read(raw: object) -> int:
        raw = understood(raw)
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise ValueError(f"must be a whole number, got {shown(raw)}")
        if not least <= raw <= most:
            raise ValueError(f"must be a whole number from {least:,} to {most:,}, got {shown(raw)}")
        return raw

    return read


def _exact(raw: object) -> Decimal:
    raw = understood(raw)
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**_NUMBER_LENGTH_MOST:
        return Decimal(raw)
    if isinstance(raw, str) and len(raw) <= _NUMBER_LENGTH_MOST and NUMBER.fullmatch(raw):
        return Decimal(raw)
    raise ValueError(f"must be a number, got {shown(raw)}")


def number(allowed: d.Number) -> Reader:
    """A reader of an exact number within bounds, with at most so many decimal places."""

    def read(raw: object) -> Decimal:
        value = _exact(raw)
        is_low = value <= allowed.least if allowed.above else value < allowed.least
        if is_low or value > allowed.most:
            raise ValueError(f"must be {allowed.bounds}, got {shown(value)}")
        if value != round(value, allowed.places):
            limit = "1 decimal place" if allowed.places == 1 else f"{allowed.places} decimal places"
            raise ValueError(f"must have at most {limit}, got {shown(value)}")
        return value or Decimal(0)

    return read


def one_of(choices: Callable[[], Collection[str]]) -> Reader:
    """A reader of one of some words, asked for when they are needed."""

    def read(raw: object) -> str:
        value = _text(raw)
        if value not in choices():
            raise ValueError(f"must be one of {', '.join(choices())}, got {shown(value)}")
        return value

    return read


def version(raw: object) -> int:
    """A version of the format that there is."""
    raw = understood(raw)
    if type(raw) is not int or not 1 <= raw <= d.LATEST:
        raise ValueError(f"must be 1 or {d.LATEST}, got {shown(raw)}")
    return raw


def mapping(raw: object) -> None:
    """A mapping that is looked at no further, and not kept."""
    if not isinstance(raw, dict):
        raise ValueError(f"must be a mapping, got {shown(raw)}")


def plain_number(value: Decimal) -> int | str:
    """A number as a document holds it: a whole one as itself, any other as its shortest text."""
    if value == value.to_integral_value():
        return int(value)
    return format(value.normalize(), "f")


def number_text(value: Decimal) -> str:
    """A number as the content hash sees it: its shortest text, however it was written."""
    return str(plain_number(value))


def tenths(value: Decimal) -> str:
    """A bound of the scale as a document holds it: text with one decimal place."""
    return str(round(value, 1))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value."""

    reader: Reader
    allowed: dict[str, object]
    stand_in: object = ""
    writer: Callable[[d.Content], object] | None = None
    full_writer: Callable[[d.Content], object] | None = None

    def read(self, raw: object, place: str, findings: Findings) -> object:
        try:
            return self.reader(raw)
        except ValueError as unfit:
            findings.fault(place, str(unfit))
            return self.stand_in

    def write(self, value: object, full: bool) -> object:
        writer = self.full_writer if full else self.writer
        return value if writer is None or value is None else writer(value)

    def schema(self) -> dict[str, object]:
        return self.allowed


CODE_LEAF = Leaf(
    code,
    {"type": "string", "pattern": f"^{CODE.pattern}$", "maxLength": CODE_MOST},
)


def constant(value: object) -> Leaf:
    """What can hold one value only."""

    def read(raw: object) -> object:
        raw = understood(raw)
        if raw != value or type(raw) is not type(value):
            raise ValueError(f"must be {shown(value)}, got {shown(raw)}")
        return value

    return Leaf(read, {"const": value})


def zero() -> Leaf:
    """A number that can only be 0, written as other numbers are."""

    def read(raw: object) -> int:
        try:
            nothing = not _exact(raw)
        except ValueError:
            nothing = False
        if not nothing:
            raise ValueError(f"must be 0, got {shown(raw)}")
        return 0

    return Leaf(read, {"anyOf": [{"const": 0}, {"type": "string", "pattern": r"^-?0(\.0+)?$"}]})


def single(value: d.Value) -> Leaf:
    """How a single value is read and written."""
    match value:
        case d.Number():
            stand_in = Decimal(0) if value.tenths else Decimal(1)
            written = tenths if value.tenths else plain_number
            reader, allowed = number(value), number_schema(value)
            return Leaf(reader, allowed, stand_in, written, number_text)
        case d.Whole(least, most):
            bounds = {"type": "integer", "minimum": least, "maximum": most}
            return Leaf(whole(least, most), bounds, least)
        case d.Flag():
            return Leaf(flag, {"type": "boolean"}, False)
        case d.Choice(words):
            return Leaf(one_of(lambda: words), {"enum": list(words)})
        case d.Code(optional=True):
            return Leaf(code_if_any, {"anyOf": [CODE_LEAF.schema(), {"const": ""}]})
        case d.Code():
            return CODE_LEAF
        case d.Text():
            return Leaf(text(value), text_schema(value))
        case d.Language():
            pattern = f"^{_LANGUAGE.pattern}$"
            return Leaf(language, {"type": "string", "pattern": pattern, "maxLength": 20})
        case d.Link():
            pattern = f"^({_LINK.pattern})?$"
            return Leaf(link, {"type": "string", "pattern": pattern, "maxLength": LINK_MOST})
    raise TypeError(f"{value!r} is nothing that a file can hold")


def text_schema(value: d.Text) -> dict[str, object]:
    """Without what no text may hold, tabs among it, which a whole file is looked through for."""
    kept = r"[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    seen = rf"{kept[:-1]}\s]"
    in_line = r"[^\x00-\x1f\x7f-\x9f]"
    pattern = f"^{kept}*{seen}{kept}*$" if value.says else f"^{kept}*$"
    if not value.lines:
        pattern = f"^({seen}({in_line}*{seen})?)?$"
    least = 1 if value.says else 0
    return {"type": "string", "pattern": pattern, "minLength": least, "maxLength": value.most}


def number_schema(value: d.Number) -> dict[str, object]:
    """A number, or its text, whose digits say all but whether it is too large."""
    lowest = "exclusiveMinimum" if value.above else "minimum"
    digits = rf"^-?(0|[1-9][0-9]*)(\.[0-9]{{1,{value.places}}}0*)?$"
    text = {"type": "string", "pattern": digits, "maxLength": _NUMBER_LENGTH_MOST}
    if value.least >= 0:
        too_low = r"^(-.*|0(\.0+)?)$" if value.above else "^-.*[1-9]"
        text["not"] = {"pattern": too_low}
    number = {"type": "number", lowest: value.least, "maximum": value.most}
    return {"anyOf": [number, text]}
