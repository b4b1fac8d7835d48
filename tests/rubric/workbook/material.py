"""Workbooks to read and to break: the small rubric as sheets that a test edits before writing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import cast

from assessments.rubric.definition import RubricSpec
from assessments.rubric.files import codec
from assessments.rubric.findings import FileRefused
from assessments.rubric.workbook.cells import Cell, Kind
from assessments.rubric.workbook.codec import filled_sheets, load_sheet, read_sheets
from assessments.rubric.workbook.forms import Written
from assessments.rubric.workbook.layout import Column
from assessments.rubric.workbook.reading import Collector, Sheet
from assessments.rubric.workbook.writing import SheetToWrite, write_ods, write_xlsx
from tests.rubric.files.material import SMALL

SPEC = codec.load(SMALL)
WRITERS = {"ods": write_ods, "xlsx": write_xlsx}


class Book:
    """A workbook under the editor's hands. Rows are as the program counts them: headings are 1."""

    def __init__(self, spec: RubricSpec = SPEC) -> None:
        self.sheets = {
            sheet.name: replace(sheet, rows=[list(row) for row in sheet.rows])
            for sheet in filled_sheets(codec.to_document(spec))
        }

    def _place(self, sheet: str, column: str) -> int:
        return [each.name for each in self.sheets[sheet].columns].index(column)

    def cell(self, sheet: str, row: int, column: str) -> Written:
        return self.sheets[sheet].rows[row - 2][self._place(sheet, column)]

    def set(self, sheet: str, row: int, column: str, value: str | int | Decimal | None) -> Book:
        written = Decimal(value) if isinstance(value, int) else value
        self.rows(sheet)[row - 2][self._place(sheet, column)] = written
        return self

    def rows(self, sheet: str) -> list[list[Written]]:
        """The rows of a sheet, to change in place."""
        return cast("list[list[Written]]", self.sheets[sheet].rows)

    def add(self, sheet: str, **cells: Written) -> Book:
        """Add a row by column names, with underscores for their spaces."""
        names = {each.name.replace(" ", "_") for each in self.sheets[sheet].columns}
        assert cells.keys() <= names, cells.keys() - names
        columns = self.sheets[sheet].columns
        self.rows(sheet).append([cells.get(each.name.replace(" ", "_")) for each in columns])
        return self

    def row_of(self, sheet: str, *starts: str) -> int:
        """The number of the first row that holds these texts, as the program counts rows."""
        for number, row in enumerate(self.sheets[sheet].rows, start=2):
            if all(start in row for start in starts):
                return number
        raise AssertionError(f"no row of {sheet} holds {starts}")

    def columns(self, sheet: str, change: Callable[[list[Column]], None]) -> Book:
        """Change the headings alone: the cells below stay where they are."""
        columns = list(self.sheets[sheet].columns)
        change(columns)
        self.sheets[sheet] = replace(self.sheets[sheet], columns=tuple(columns))
        return self

    def rename(self, sheet: str, column: str, name: str) -> Book:
        place = self._place(sheet, column)

        def change(columns: list[Column]) -> None:
            columns[place] = replace(columns[place], name=name)

        return self.columns(sheet, change)

    def drop(self, sheet: str, column: str) -> Book:
        place = self._place(sheet, column)
        for row in self.rows(sheet):
            del row[place]

        def change(columns: list[Column]) -> None:
            del columns[place]

        return self.columns(sheet, change)

    def write(self, kind: str) -> bytes:
        return WRITERS[kind](list(self.sheets.values()))

    def read(self) -> RubricSpec:
        """The rubric of its sheets, without the way through a file."""
        return read_sheets([_as_read(sheet) for sheet in self.sheets.values()])[0]

    def faults(self) -> list[str]:
        return _refused(self.read)


def _as_read(sheet: SheetToWrite) -> Sheet:
    """A sheet as a reader of either format gives it."""
    heading = [[column.name for column in sheet.columns]] if sheet.columns else []
    collector = Collector()
    collector.start(sheet.name)
    for number, row in enumerate([*heading, *sheet.rows], start=1):
        for place, value in enumerate(row):
            if value is not None:
                kind = Kind.NUMBER if isinstance(value, Decimal) else Kind.TEXT
                collector.put(number, place, Cell(kind, str(value)))
    return collector.sheets[0]


def faults_of(data: bytes, name: str = "") -> list[str]:
    """Every fault of a workbook that must be refused, as a person reads it."""
    return _refused(lambda: load_sheet(data, name))


def _refused(read: Callable[[], object]) -> list[str]:
    try:
        read()
    except FileRefused as refused:
        return [str(fault) for fault in refused.faults]
    raise AssertionError("the workbook was not refused")


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with further parts, or others in their place."""
    return zipped({**parts_of(data), **parts})


def patched(data: bytes, part: str, pattern: str, words: str, count: int = 1) -> bytes:
    """The workbook with what matches in one of its parts replaced; something must match."""
    text, done = re.subn(pattern, lambda _: words, parts_of(data)[part].decode(), count=count)
    assert done, f"nothing in {part} matches {pattern}"
    return with_parts(data, {part: text.encode()})


def with_cell(book: Book, kind: str, sheet: str, row: int, column: str, xml: str) -> bytes:
    """The workbook with one cell written by hand: `xml` is what is in its place.

    In XLSX the text `REF` becomes the cell's address.
    """
    place = [each.name for each in book.sheets[sheet].columns].index(column)
    marker = "the cell in question"
    book.set(sheet, row, column, marker)
    data = book.write(kind)
    if kind == "ods":
        cell = rf"<table:table-cell [^>]*><text:p>{marker}</text:p></table:table-cell>"
        return patched(data, "content.xml", cell, xml)
    address = f"{chr(ord('A') + place)}{row}"
    part = f"xl/worksheets/sheet{list(book.sheets).index(sheet) + 1}.xml"
    return patched(data, part, rf'<c r="{address}"[^>]*>.*?</c>', xml.replace("REF", address))
