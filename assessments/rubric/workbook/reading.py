"""A workbook of either format to sheets of cells, each with what it is and its text."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assessments.rubric.findings import cut, refusal
from assessments.rubric.workbook.cells import BUILT_IN, Cell, Kind, as_formatted, as_shown, formula
from assessments.rubric.workbook.package import (
    DAMAGED,
    LINKS,
    LOCKED,
    MACROS,
    OPEN_DOCUMENT,
    Package,
    open_package,
)

MOST_COLUMNS = 200
MOST_TEXT = 32_767
"""Characters in one cell: more, and Excel cannot hold them."""
MOST = {"sheets": 60, "rows": 50_000, "cells": 200_000, "characters": 8_000_000}
"""In the whole workbook, as often as each is said to be there: a few bytes of a file can mean one
long cell a hundred thousand times. Every rubric that fits a YAML file fits these."""


@dataclass(slots=True)
class Sheet:
    """A sheet: rows counted from 1, in each its cells by column counted from 0."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Collector:
    """The sheets of a workbook as they are read, within bounds. Blank cells are not kept."""

    sheets: list[Sheet] = field(default_factory=list)
    spent: Counter[str] = field(default_factory=Counter)

    def start(self, name: str) -> None:
        """Begin a sheet."""
        self._spend("sheets", 1)
        self.sheets.append(Sheet(name))

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Keep a cell of the sheet begun last, unless it is blank text."""
        if cell.kind is Kind.TEXT and not cell.text.strip():
            return
        sheet = self.sheets[-1]
        where = f'sheet "{cut(sheet.name)}", cell {letters(column)}{row}'
        if column >= MOST_COLUMNS:
            raise refusal(f"is beyond the {MOST_COLUMNS} columns that are read", place=where)
        if len(cell.text) > MOST_TEXT:
            raise refusal(f"holds more than {MOST_TEXT:,} characters", place=where)
        self._spend("rows", row not in sheet.rows)
        self._spend("cells", 1)
        self._spend("characters", len(cell.text))
        sheet.rows.setdefault(row, {})[column] = cell

    def merge(self, cells: str) -> None:
        """Note a range of merged cells in the sheet begun last."""
        self._spend("cells", 1)
        self.sheets[-1].merged.append(cells)

    def _spend(self, what: str, count: int) -> None:
        self.spent[what] += count
        if self.spent[what] > MOST[what]:
            raise refusal(f"holds more than {MOST[what]:,} {what}, which is too many for a rubric")


def letters(column: int) -> str:
    """A column as people name it, counted from 0: `A`, `Z`, `AA`."""
    before, letter = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + letter)


def read_workbook(data: bytes, name: str = "") -> list[Sheet]:
    """The sheets of an .ods or .xlsx file; raises `FileRefused` with the one reason.

    What the file is, is read from the file: the name only helps to say what is wrong.
    """
    package = open_package(data, name)
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise refusal(MACROS)
    collector = Collector()
    if package.whole("mimetype").strip().removesuffix(b"-template") == OPEN_DOCUMENT.encode():
        _read_ods(package, collector)
    elif any(part.startswith("xl/") for part in package.names):
        _XlsxReader(package, collector).read()
    else:
        raise refusal("is a zip file or document of another kind: a workbook is .ods or .xlsx")
    return collector.sheets


def _whole_number(written: str | None, absent: int) -> int:
    """A count or a place, as an attribute gives it."""
    written = str(absent) if written is None else written.strip()
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise refusal(DAMAGED)
    return int(written)


# OpenDocument

_LINKED = ("table:table-source", "table:cell-range-source", "table:dde-link")
_NOT_CELLS = (
    "draw:", "office:annotation", "office:forms", "table:content-validations", "table:shapes",
    "table:tracked-changes",
)  # fmt: skip
"""Comments, drawings and the like, whose text is no cell's."""
_KINDS = dict(
    float=Kind.NUMBER, currency=Kind.NUMBER, percentage=Kind.PERCENTAGE, date=Kind.DATE,
    time=Kind.DATE, boolean=Kind.TRUTH,
)  # fmt: skip

# What markup means inside a paragraph, kept apart from white space that is mere layout. However
# many blanks there are in a row, they count as one in a rubric.
_MARKUP = {"text:s": "\x01", "text:tab": "\x02", "text:line-break": "\x03"}
_MARKS = str.maketrans("\x01\x02\x03", " \t\n")
_LAYOUT = re.compile(r"[ \t\r\n]+")


def _read_ods(package: Package, collector: Collector) -> None:
    if b"encryption-data" in package.whole("META-INF/manifest.xml"):
        raise refusal(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        raise refusal(MACROS)
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
            repeats = _times(element, "table:number-rows-repeated")
            _read_ods_row(element, range(row, row + repeats), collector)
            row += repeats


def _read_ods_row(element: Element, rows: range, collector: Collector) -> None:
    column = 0
    for each in element:
        if each.tag not in ("table:table-cell", "table:covered-table-cell"):
            continue
        wide = _times(each, "table:number-columns-spanned")
        high = _times(each, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            last = f"{letters(column + wide - 1)}{rows.start + high - 1}"
            collector.merge(f"{letters(column)}{rows.start}:{last}")
        columns = _times(each, "table:number-columns-repeated")
        cell = _ods_cell(each)
        if cell is not None:
            for row in rows:
                for place in range(column, column + columns):
                    collector.put(row, place, cell)
        column += columns


def _times(element: Element, name: str) -> int:
    """How often something is repeated; once when the attribute is absent."""
    return max(_whole_number(element.get(name), 1), 1)


def _ods_cell(element: Element) -> Cell | None:
    shown = "\n".join(_paragraph(each) for each in element if each.tag == "text:p")
    if "table:formula" in element.keys():
        return formula(element.get("table:formula", ""))
    if element.get("calcext:value-type") == "error":
        return Cell(Kind.ERROR, shown)
    kind = _KINDS.get(element.get("office:value-type", ""), Kind.TEXT)
    if kind is Kind.TEXT:
        text = element.get("office:string-value", shown)
        return Cell(kind, text) if text.strip() else None
    value = element.get("office:value") or element.get("office:boolean-value") or shown
    return as_shown(kind, value, shown.strip())


def _paragraph(element: Element) -> str:
    laid_out = "".join(_pieces(element))
    return _LAYOUT.sub(" ", laid_out).strip(" ").translate(_MARKS)


def _pieces(element: Element) -> Iterator[str]:
    yield _MARKUP.get(element.tag, "")
    yield element.text or ""
    for inner in element:
        yield from _pieces(inner)
        yield inner.tail or ""


# Excel

_DATA_FROM_ELSEWHERE = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_READING_AID = ("rPh",)
"""How Japanese is said, which is no part of a text."""
_XLSX_KINDS = dict(inlineStr=Kind.TEXT, str=Kind.TEXT, e=Kind.ERROR, d=Kind.DATE)


class _XlsxReader:
    """Reads the sheets, with the texts and the styles that they share."""

    def __init__(self, package: Package, collector: Collector) -> None:
        self._package, self._collector = package, collector
        self._strings: list[str] = []
        self._formats: list[str] = []

    def read(self) -> None:
        names = self._package.names
        if any("vbaproject" in name.lower() for name in names) or self._is_for_macros():
            raise refusal(MACROS)
        if "xl/workbook.bin" in names:
            raise refusal("is a binary Excel workbook (.xlsb): save it as .xlsx or .ods")
        if any(name.startswith(_DATA_FROM_ELSEWHERE) for name in names):
            raise refusal(LINKS)
        top = dict(self._relations("").values())
        part = top.get("officeDocument", "xl/workbook.xml")
        relations = self._relations(part)
        for kind, target in relations.values():
            if kind == "xlMacrosheet":
                raise refusal(MACROS)
            if kind == "sharedStrings":
                texts = self._package.elements(target, ("si",), _READING_AID)
                self._strings += [_text(element) for element in texts if element.tag == "si"]
            elif kind == "styles":
                self._read_styles(target)
        for element in self._package.elements(part):
            if element.tag == "sheet":
                self._collector.start(element.get("name", ""))
                kind, target = relations.get(element.get("id", ""), ("", ""))
                if kind == "worksheet":
                    self._read_sheet(target)

    def _is_for_macros(self) -> bool:
        """Whether a part is listed as one with macros, which has an `Override`.

        SheetJS lists types that it never writes, by ending, in a `Default`.
        """
        return any(
            element.tag == "Override" and "macroEnabled" in element.get("ContentType", "")
            for element in self._package.elements_if_any("[Content_Types].xml")
        )

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by its id: of which kind it is, and the name of its part."""
        folder, name = posixpath.split(part)
        found = {}
        for element in self._package.elements_if_any(
            posixpath.join(folder, "_rels", f"{name}.rels")
        ):
            if element.tag == "Relationship" and element.get("TargetMode") != "External":
                target = posixpath.join("/", folder, element.get("Target", ""))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
        return found

    def _read_styles(self, part: str) -> None:
        codes = dict(BUILT_IN)
        for element in self._package.elements(part, ("cellXfs",)):
            if element.tag == "numFmt":
                codes[element.get("numFmtId", "")] = element.get("formatCode", "")
            elif element.tag == "cellXfs":
                formats = [each.get("numFmtId", "0") for each in element if each.tag == "xf"]
                self._formats = [codes.get(each) or "General" for each in formats]

    def _read_sheet(self, part: str) -> None:
        """Rows and cells may or may not say where they are."""
        row = 0
        for element in self._package.elements(part, ("row",), _READING_AID):
            if element.tag == "mergeCell":
                self._collector.merge(element.get("ref", ""))
            if element.tag != "row":
                continue
            row = _whole_number(element.get("r"), row + 1)
            column = -1
            for each in element:
                if each.tag != "c":
                    continue
                column += 1
                address = each.get("r")
                if address is not None:
                    found = _ADDRESS.fullmatch(address)
                    if found is None:
                        raise refusal(DAMAGED)
                    column, row = _place(found[1]), int(found[2])
                cell = self._cell(each)
                if cell is not None:
                    self._collector.put(row, column, cell)

    def _cell(self, element: Element) -> Cell | None:
        written = _text(element)
        own = element.find("f")
        if own is not None:
            return formula(own.text or "")
        kind = element.get("t", "n")
        if kind == "s":
            place = _whole_number(written, 0)
            if place >= len(self._strings):
                raise refusal(DAMAGED)
            return Cell(Kind.TEXT, self._strings[place])
        if kind == "b":
            return Cell(Kind.TRUTH, "true" if written.strip() == "1" else "false")
        if kind in _XLSX_KINDS:
            return Cell(_XLSX_KINDS[kind], written)
        if not written.strip():
            return None
        style = _whole_number(element.get("s"), 0)
        code = self._formats[style] if style < len(self._formats) else "General"
        return as_formatted(written.strip(), code)


def _text(element: Element) -> str:
    """A text with Excel's own escapes undone: `_x0009_` is a tab."""
    text = "".join(each.text or "" for each in element.iter() if each.tag in ("v", "t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _place(name: str) -> int:
    """A column's place, counted from 0: `A` is 0, `AA` is 26."""
    return 26 * (_place(name[:-1]) + 1 if name[1:] else 0) + ord(name[-1]) - ord("A")
