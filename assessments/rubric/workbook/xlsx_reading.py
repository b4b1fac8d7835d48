"""An Excel workbook (.xlsx) to sheets of cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rubric.workbook.ods_reading import has_links, has_macros
from assessments.rubric.workbook.package import Package, damaged
from assessments.rubric.workbook.workbook import Cell, Collector, Kind, Sheet, refusal
from assessments.rubric.workbook.xlsx_styles import Styles
from assessments.rubric.workbook.xml_reading import local, read_xml

_LINKED = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part of a package refers to."""

    kind: str
    target: str


def is_xlsx(package: Package) -> bool:
    """Whether the package looks like any kind of Excel workbook since 2007."""
    return any(name.startswith("xl/") for name in package.names)


def read_xlsx(package: Package) -> list[Sheet]:
    """The sheets of a workbook; refuses one that has macros, links elsewhere or is binary."""
    if any("vbaproject" in name.lower() for name in package.names) or (
        b"macroEnabled" in package.whole("[Content_Types].xml")
    ):
        raise has_macros()
    if "xl/workbook.bin" in package.names:
        raise refusal("is a binary Excel workbook (.xlsb): save it as .xlsx or .ods")
    if any(name.startswith(_LINKED) for name in package.names):
        raise has_links()
    workbook = _workbook_part(package)
    relations = _relations(package, workbook)
    if any(relation.kind == "xlMacrosheet" for relation in relations.values()):
        raise has_macros()
    contents = _Workbook()
    read_xml(package.chunks(workbook), contents)
    strings, styles = _Strings(), Styles()
    for relation in relations.values():
        if relation.kind == "sharedStrings":
            read_xml(package.chunks(relation.target), strings)
        elif relation.kind == "styles":
            read_xml(package.chunks(relation.target), styles)
    collector = Collector()
    for name, identity in contents.sheets:
        collector.start(name)
        found = relations.get(identity)
        if found is not None and found.kind == "worksheet":
            handler = _Worksheet(collector, strings.texts, styles.kinds)
            read_xml(package.chunks(found.target), handler)
    return collector.sheets


def _workbook_part(package: Package) -> str:
    for relation in _relations(package, "").values():
        if relation.kind == "officeDocument":
            return relation.target
    return "xl/workbook.xml"


def _relations(package: Package, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.names:
        return {}
    handler = _Relations(folder)
    read_xml(package.chunks(path), handler)
    return handler.found


class _Quiet:
    """A handler that hears no text."""

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, text: str) -> None:
        """Nothing is said in text."""


class _Relations(_Quiet):
    def __init__(self, folder: str) -> None:
        self.found: dict[str, Relation] = {}
        self._folder = folder

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        whole = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Relation(kind, posixpath.normpath(whole))


class _Workbook(_Quiet):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            ids = [v for key, v in attributes.items() if " " in key and local(key) == "id"]
            self.sheets.append((attributes.get("name", ""), ids[0] if ids else ""))


class _Strings:
    """The texts that cells share. A reading aid for Japanese (`rPh`) is no part of a text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._hearing = False
        self._in_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "si":
                self._pieces = []
            case "rPh":
                self._in_aid = True
            case "t":
                self._hearing = not self._in_aid

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                self.texts.append(_plain("".join(self._pieces)))
            case "rPh":
                self._in_aid = False
            case "t":
                self._hearing = False

    def text(self, text: str) -> None:
        if self._hearing:
            self._pieces.append(text)


def _plain(text: str) -> str:
    """A text with Excel's own escapes undone: `_x0009_` is a tab."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class _Worksheet:
    """Follows a sheet. Rows and cells may or may not say where they stand."""

    def __init__(self, collector: Collector, strings: list[str], kinds: list[Kind]) -> None:
        self._collector = collector
        self._strings = strings
        self._kinds = kinds
        self._row = 0
        self._column = -1
        self._type = ""
        self._style = ""
        self._formula = False
        self._hearing = False
        self._in_aid = False
        self._pieces: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "row":
                self._row = _whole(attributes.get("r"), self._row + 1)
                self._column = -1
            case "c":
                self._start_cell(attributes)
            case "f":
                self._formula = True
            case "rPh":
                self._in_aid = True
            case "v" | "t":
                self._hearing = not self._in_aid
            case "mergeCell":
                self._collector.merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        match local(name):
            case "c":
                self._end_cell()
            case "rPh":
                self._in_aid = False
            case "v" | "t":
                self._hearing = False

    def text(self, text: str) -> None:
        if self._hearing:
            self._pieces.append(text)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._column += 1
        where = attributes.get("r")
        if where is not None:
            found = _ADDRESS.fullmatch(where)
            if found is None:
                raise damaged()
            self._column = _place(found[1])
            self._row = int(found[2])
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = False
        self._pieces = []

    def _end_cell(self) -> None:
        cell = self._cell("".join(self._pieces))
        if cell is not None:
            self._collector.put(self._row, self._column, cell)

    def _cell(self, written: str) -> Cell | None:
        if self._formula:
            return Cell(Kind.FORMULA, written)
        match self._type:
            case "s":
                place = _whole(written, -1)
                if not 0 <= place < len(self._strings):
                    raise damaged()
                return Cell(Kind.TEXT, self._strings[place])
            case "inlineStr" | "str":
                return Cell(Kind.TEXT, _plain(written))
            case "b":
                return Cell(Kind.TRUTH, "true" if written.strip() == "1" else "false")
            case "e":
                return Cell(Kind.ERROR, written)
            case "d":
                return Cell(Kind.DATE, written)
        if not written.strip():
            return None
        style = _whole(self._style, 0)
        kind = self._kinds[style] if style < len(self._kinds) else Kind.NUMBER
        return Cell(kind, written.strip())


def _whole(written: str | None, absent: int) -> int:
    if written is None:
        return absent
    written = written.strip()
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise damaged()
    return int(written)


def _place(name: str) -> int:
    """A column's place, counted from 0: `A` is 0, `AA` is 26."""
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
