"""What a number of an Excel workbook is shown as: a plain number, a percentage or a date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assessments.rubric.workbook.workbook import Kind
from assessments.rubric.workbook.xml_reading import local

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTAGES = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)


def kind_of_format(code: str) -> Kind:
    """What a number format makes of a number."""
    plain = _LITERAL.sub("", code)
    if plain.lower() in ("general", "standard"):
        return Kind.NUMBER
    if "%" in plain:
        return Kind.PERCENTAGE
    return Kind.DATE if _DATE_LETTER.search(plain) else Kind.NUMBER


class Styles:
    """Follows `styles.xml`; `kinds` are those of the cell formats, by their place."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self._codes: dict[str, str] = {}
        self._in_cell_formats = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "numFmt":
                self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case "cellXfs":
                self._in_cell_formats = True
            case "xf" if self._in_cell_formats:
                self.kinds.append(self._kind(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cell_formats = False

    def text(self, text: str) -> None:
        """Styles say nothing in text."""

    def _kind(self, number: str) -> Kind:
        if number in self._codes:
            return kind_of_format(self._codes[number])
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            return Kind.NUMBER
        if int(number) in _PERCENTAGES:
            return Kind.PERCENTAGE
        return Kind.DATE if int(number) in _DATES else Kind.NUMBER
