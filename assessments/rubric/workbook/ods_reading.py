"""An OpenDocument spreadsheet (.ods) to sheets of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from assessments.rubric.findings import refusal
from assessments.rubric.workbook.cells import Cell, Collector, Kind, Sheet, letters
from assessments.rubric.workbook.package import (
    DAMAGED,
    LINKS,
    LOCKED,
    MACROS,
    Package,
    whole_number,
)  # fmt: skip

_LINKED = ("table:table-source", "table:cell-range-source", "table:dde-link")
_NOT_CELLS = (
    "draw:", "office:annotation", "office:forms", "table:content-validations", "table:shapes",
    "table:tracked-changes",
)  # fmt: skip
"""Comments, drawings and the like, whose text is no cell's."""
_CELLS = ("table:table-cell", "table:covered-table-cell")
_KINDS = dict(
    float=Kind.NUMBER, currency=Kind.NUMBER, percentage=Kind.PERCENTAGE, date=Kind.DATE,
    time=Kind.DATE, boolean=Kind.TRUTH,
)  # fmt: skip

# What markup means inside a paragraph, kept apart from white space that is mere layout. However
# many blanks there are in a row, they count as one in a rubric.
_MARKUP = {"text:s": "\x01", "text:tab": "\x02", "text:line-break": "\x03"}
_MARKS = str.maketrans("\x01\x02\x03", " \t\n")
_LAYOUT = re.compile(r"[ \t\r\n]+")


def read_ods(package: Package) -> list[Sheet]:
    """The sheets of a workbook; refuses one that is locked, has macros or links elsewhere."""
    if b"encryption-data" in package.whole("META-INF/manifest.xml"):
        raise refusal(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        raise refusal(MACROS)
    collector = Collector()
    row = 1
    for element in package.elements("content.xml", ("table:table-row",), _NOT_CELLS):
        for tag in {inner.tag for inner in element.iter()}:
            if tag.startswith(("script:", *_LINKED)):
                raise refusal(MACROS if tag.startswith("script:") else LINKS)
        if element.tag == "table:table":
            collector.start(element.get("table:name", ""))
            row = 1
        elif element.tag == "table:table-row":
            if not collector.sheets:
                raise refusal(DAMAGED)
            repeats = _count(element, "table:number-rows-repeated")
            _read_row(element, row, repeats, collector)
            row += repeats
    return collector.sheets


def _read_row(element: Element, row: int, repeats: int, collector: Collector) -> None:
    column = 0
    for each in element:
        if each.tag not in _CELLS:
            continue
        wide = _count(each, "table:number-columns-spanned")
        high = _count(each, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            last = f"{letters(column + wide - 1)}{row + high - 1}"
            collector.merge(f"{letters(column)}{row}:{last}")
        columns = _count(each, "table:number-columns-repeated")
        cell = _cell(each)
        if cell is not None:
            for number in range(row, row + repeats):
                for place in range(column, column + columns):
                    collector.put(number, place, cell)
        column += columns


def _cell(element: Element) -> Cell | None:
    shown = "\n".join(_paragraph(each) for each in element if each.tag == "text:p")
    if "table:formula" in element.keys():
        return Cell(Kind.FORMULA, element.get("table:formula", ""))
    if element.get("calcext:value-type") == "error":
        return Cell(Kind.ERROR, shown)
    kind = _KINDS.get(element.get("office:value-type", ""), Kind.TEXT)
    if kind is Kind.TEXT:
        text = element.get("office:string-value", shown)
        return Cell(kind, text) if text.strip() else None
    value = element.get("office:value") or element.get("office:boolean-value") or shown
    return Cell(_as_shown(kind, value, shown), value)


def _as_shown(kind: Kind, value: str, shown: str) -> Kind:
    """What people see, where a program gives a percentage or a date as the number that it keeps.

    A number that is shown as anything else, such as 46353 as 27/11/2026, is a date.
    """
    if kind is not Kind.NUMBER or not shown.strip(" #"):
        return kind
    if shown.rstrip().endswith("%"):
        return Kind.PERCENTAGE
    return kind if _alike(value, shown) else Kind.DATE


def _alike(value: str, shown: str) -> bool:
    """Whether the shown digits are those of the value, perhaps rounded."""
    digits = re.sub(r"[eE][+-]?[0-9]+$|[^0-9]", "", shown.strip()).lstrip("0")
    try:
        number = abs(Decimal(value))
        if not digits or not number or not number.is_finite():
            return not digits and number < 1 or not number.is_finite()
        same_length = number.scaleb(len(digits) - 1 - number.adjusted())
    except ArithmeticError:
        return True
    # 9.96 is shown as 10.0, where rounding adds a digit in front.
    return any(abs(each - int(digits)) <= 1 for each in (same_length, same_length / 10))


def _paragraph(element: Element) -> str:
    laid_out = "".join(_pieces(element))
    return _LAYOUT.sub(" ", laid_out).strip(" ").translate(_MARKS)


def _pieces(element: Element) -> Iterator[str]:
    yield _MARKUP.get(element.tag, "")
    yield element.text or ""
    for inner in element:
        yield from _pieces(inner)
        yield inner.tail or ""


def _count(element: Element, name: str) -> int:
    """How often something is repeated; once when the attribute is absent."""
    return max(whole_number(element.get(name), 1), 1)
