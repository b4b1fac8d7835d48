"""What is in a cell: its kind, its text, and what people see in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache


class Kind(Enum):
    """What a cell holds, as the spreadsheet program sees it."""

    TEXT = auto()
    NUMBER = auto()
    PERCENTAGE = auto()
    DATE = auto()
    TRUTH = auto()
    ERROR = auto()
    FORMULA = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it. A number's text is the one that the file stores.

    `shown` is what people see in the place of these digits, or the format that makes it; empty
    where they see the digits.
    """

    kind: Kind
    text: str
    shown: str = ""


_TRUTHS = {"TRUE()": "true", "FALSE()": "false"}
_PERCENT = re.compile("[%\u066a\uff05]")  # Before the number in Turkish.
_OTHERS = (*range(3, 9), *range(11, 14), *range(37, 45), 48)
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
BUILT_IN = {
    **{str(number): "#" for number in _OTHERS},
    **{"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0%"},
    **{str(number): "y" for number in _DATES},
}
"""Excel's number formats that a file need not spell out, as far as they matter here."""
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
_UNSEEN = re.compile(r"_.|\* |\\ |\[(?:\$-[^\]]*|[a-z]+[0-9]*)\]", re.IGNORECASE)
"""Blanks, colours and languages, which a number format may have around the digits."""
_LONGEST = 40
_DIGITS = re.compile(r"(#,##|#*)0(?:\.(0+))?")
_FRACTION = re.compile(r"-?(?:([0-9]+) +)?([0-9]+)/([1-9][0-9]*)")


def formula(written: str) -> Cell:
    """A cell with a formula. LibreOffice writes a truth that an Excel file holds as one."""
    truth = _TRUTHS.get(written.removeprefix("of:").removeprefix("=").upper())
    return Cell(Kind.TRUTH, truth) if truth else Cell(Kind.FORMULA, written)


@lru_cache(maxsize=1_000)
def kind_of_format(code: str) -> Kind:
    """What a number format makes of a number."""
    if _PERCENT.search(code):
        return Kind.PERCENTAGE  # Also where the sign is no more than a letter: people see 12%.
    plain = _LITERAL.sub("", code)
    if plain.lower() in ("general", "standard"):
        return Kind.NUMBER
    return Kind.DATE if _DATE_LETTER.search(plain) else Kind.NUMBER


def as_formatted(kept: str, code: str) -> Cell:
    """A number of an Excel file with its number format."""
    return Cell(kind_of_format(code), kept, _formatted(kept, code))


def _formatted(kept: str, code: str) -> str:
    """What people see in the place of the digits, or the format where that is not worked out."""
    if code == "General":
        return ""
    seen, *others = _UNSEEN.sub("", code).split(";")
    digits = _DIGITS.fullmatch(seen)
    try:
        number = Decimal(kept)
        if others and not number > 0:
            return code
    except ArithmeticError:
        return code
    if seen.lower() in ("general", "standard", "@"):
        return ""
    if digits is None or len(code) > _LONGEST or abs(number.adjusted()) > _LONGEST:
        return code
    return f"{number:{',' if ',' in digits[1] else ''}.{len(digits[2] or '')}f}"


def as_shown(kind: Kind, kept: str, shown: str) -> Cell:
    """A number of an OpenDocument file with what people see.

    Some programs give a percentage or a date as the number that they keep. A number that is shown
    as anything else, such as 46353 as 27/11/2026, is a date.
    """
    if kind is not Kind.NUMBER or not shown.strip(" #"):
        return Cell(kind, kept)
    if _PERCENT.search(shown):
        kind = Kind.PERCENTAGE
    elif not _alike(kept, shown):
        kind = Kind.DATE
    return Cell(kind, kept, shown)


def _alike(value: str, shown: str) -> bool:
    """Whether the shown digits are those of the value, perhaps rounded after the point, or are a
    fraction that comes to it.
    """
    plain, exponents = re.subn(r"[eE][+-]?[0-9]+$", "", shown)
    digits = re.sub("[^0-9]", "", plain).lstrip("0")
    try:
        number = abs(Decimal(value))
        if fraction := _FRACTION.fullmatch(shown):
            whole, top, bottom = (Decimal(each or 0) for each in fraction.groups())
            return abs((number - whole) * bottom - top) <= Decimal("0.5")
        if not digits or not number or not number.is_finite():
            return not digits and number < 1 or not number.is_finite()
        if not exponents and len(digits) <= number.adjusted():
            return False  # 46331 as 5 Nov: no rounding leaves out whole digits.
        same_length = number.scaleb(len(digits) - 1 - number.adjusted())
    except ArithmeticError:
        return True
    # 9.96 is shown as 10.0, where rounding adds a digit in front.
    return any(abs(each - int(digits)) <= 1 for each in (same_length, same_length / 10))
