"""An Excel workbook (.xlsx) to sheets of cells."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from assessments.rubric.findings import refusal
from assessments.rubric.workbook.cells import Cell, Collector, Kind, Sheet
from assessments.rubric.workbook.package import DAMAGED, LINKS, MACROS, Package, whole_number

_LINKED = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_READING_AID = ("rPh",)
"""How Japanese is said, which is no part of a text."""
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_BUILT_IN = {"9": "%", "10": "%", **{str(number): "y" for number in _DATES}}
"""Number formats that a file need not spell out, as far as they matter here."""
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    """What a number is shown as, by the style of its cell."""
    collector: Collector = field(default_factory=Collector)


def read_xlsx(package: Package) -> list[Sheet]:
    """The sheets of a workbook; refuses one that has macros, links elsewhere or is binary."""
    if any("vbaproject" in name.lower() for name in package.names) or _is_for_macros(package):
        raise refusal(MACROS)
    if "xl/workbook.bin" in package.names:
        raise refusal("is a binary Excel workbook (.xlsb): save it as .xlsx or .ods")
    if any(name.startswith(_LINKED) for name in package.names):
        raise refusal(LINKS)
    top = {kind: target for kind, target in _relations(package, "").values()}
    part = top.get("officeDocument", "xl/workbook.xml")
    relations = _relations(package, part)
    book = _Book()
    for kind, target in relations.values():
        if kind == "xlMacrosheet":
            raise refusal(MACROS)
        if kind == "sharedStrings":
            for element in package.elements(target, ("si",), _READING_AID):
                if element.tag == "si":
                    book.strings.append(_text(element))
        elif kind == "styles":
            book.kinds = _kinds(package, target)
    for element in package.elements(part):
        if element.tag == "sheet":
            book.collector.start(element.get("name", ""))
            kind, target = relations.get(element.get("id", ""), ("", ""))
            if kind == "worksheet":
                _read_sheet(package, target, book)
    return book.collector.sheets


def _is_for_macros(package: Package) -> bool:
    """Whether a part is listed as one with macros. SheetJS lists what it never writes, by ending.

    Such a line is a `Default`; what is there has an `Override`.
    """
    types = "[Content_Types].xml"
    listed = package.elements(types) if types in package.names else ()
    parts = (element for element in listed if element.tag == "Override")
    return any("macroEnabled" in part.get("ContentType", "") for part in parts)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by its id: of which kind it is, and the name of its part."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for element in package.elements(path) if path in package.names else ():
        if element.tag == "Relationship" and element.get("TargetMode") != "External":
            target = element.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = (kind, posixpath.normpath(whole))
    return found


def _kinds(package: Package, part: str) -> list[Kind]:
    codes: dict[str, str] = {}
    formats: list[str] = []
    for element in package.elements(part, ("cellXfs",)):
        if element.tag == "numFmt":
            codes[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif element.tag == "cellXfs":
            formats = [each.get("numFmtId", "0") for each in element if each.tag == "xf"]
    return [kind_of_format(codes.get(each) or _BUILT_IN.get(each, "General")) for each in formats]


def kind_of_format(code: str) -> Kind:
    """What a number format makes of a number."""
    plain = _LITERAL.sub("", code)
    if plain.lower() in ("general", "standard"):
        return Kind.NUMBER
    if "%" in plain:
        return Kind.PERCENTAGE
    return Kind.DATE if _DATE_LETTER.search(plain) else Kind.NUMBER


def _read_sheet(package: Package, part: str, book: _Book) -> None:
    """Rows and cells may or may not say where they stand."""
    row = 0
    for element in package.elements(part, ("row",), _READING_AID):
        if element.tag == "mergeCell":
            book.collector.merge(element.get("ref", ""))
        if element.tag != "row":
            continue
        row = whole_number(element.get("r"), row + 1)
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
            cell = _cell(each, book)
            if cell is not None:
                book.collector.put(row, column, cell)


def _cell(element: Element, book: _Book) -> Cell | None:
    written = _text(element)
    if element.find("f") is not None:
        return Cell(Kind.FORMULA, written)
    match element.get("t", "n"):
        case "s":
            place = whole_number(written, 0)
            if place >= len(book.strings):
                raise refusal(DAMAGED)
            return Cell(Kind.TEXT, book.strings[place])
        case "inlineStr" | "str":
            return Cell(Kind.TEXT, written)
        case "b":
            return Cell(Kind.TRUTH, "true" if written.strip() == "1" else "false")
        case "e":
            return Cell(Kind.ERROR, written)
        case "d":
            return Cell(Kind.DATE, written)
    if not written.strip():
        return None
    style = whole_number(element.get("s"), 0)
    kind = book.kinds[style] if style < len(book.kinds) else Kind.NUMBER
    return Cell(kind, written.strip())


def _text(element: Element) -> str:
    """A text with Excel's own escapes undone: `_x0009_` is a tab."""
    text = "".join(each.text or "" for each in element.iter() if each.tag in ("v", "t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _place(name: str) -> int:
    """A column's place, counted from 0: `A` is 0, `AA` is 26."""
    return 26 * (_place(name[:-1]) + 1 if name[1:] else 0) + ord(name[-1]) - ord("A")
