"""The document of a rubric as it is put together from sheets, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.rubric.findings import FileRefused, Finding, Findings, Severity, around, listed
from assessments.rubric.quoting import cut
from assessments.rubric.workbook.cells import Cell, letters
from assessments.rubric.workbook.forms import read_value
from assessments.rubric.workbook.layout import COLUMNS, Column, Document, in_sheet_words, put

_AS_IN = re.compile(r"(?<=as in )[a-z_]+(?:\[[0-9]+\](?:\.[a-z_]+)?)+$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the workbook: its words, and its sheet, row and column. 0 and -1: the whole."""

    words: str
    where: tuple[int, int, int] = (-1, 0, -1)


WHOLE_FILE = Spot("")


def spot(sheet: str, row: int = 0, column: int = -1, name: str = "", about: str = "") -> Spot:
    """`sheet "Questions", row 14, column "Points"`, with what it is about where that is said."""
    words = f'sheet "{cut(sheet)}"'
    if row:
        words += f", row {row}"
    if name or column >= 0:
        words += f', column "{cut(name)}"' if name else f", column {letters(column)}"
    if about:
        words += f", {about}"
    return Spot(words, ([*COLUMNS, sheet].index(sheet), row, column))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's rows with their numbers, where its columns are, and which of them it lacks."""

    sheet: str
    rows: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    positions: Mapping[str, int] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def spot(self, row: int = 0, name: str = "", about: str = "") -> Spot:
        """A place of this sheet."""
        return spot(self.sheet, row, self.positions.get(name, -1), name, about)


@dataclass(frozen=True, slots=True)
class Where:
    """A row, and the columns by the paths below the thing that it is about."""

    table: Table
    row: int
    columns: Iterable[Column] = ()
    about: str = ""

    def find(self, path: str) -> Spot:
        """The cell of what is at a path, or else the row."""
        names = {column.path: column.name for column in self.columns if column.path}
        rest = path
        while rest:
            inside = [name for own, name in names.items() if f"{own}.".startswith(f"{rest}.")]
            if inside:
                return self.table.spot(self.row, inside[0])
            rest = around(rest)
        about = re.sub(r"\[[0-9]+\]", "", path).replace("_", " ").replace(".", " ")
        return self.table.spot(self.row, about=self.about or cut(about))


class _Unusable:
    """Is in the document where a cell could not be read, so that it is not taken for blank."""

    def __str__(self) -> str:
        return "something unusable"


UNUSABLE = _Unusable()


@dataclass(slots=True)
class Assembly:
    """The document so far, what is wrong with it, and where its parts are.

    `misread` holds what was wrong with a cell by its place in the document. `unread` holds places
    about which nothing more is said, because what belongs there was lost.
    """

    document: Document = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    misread: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    places: dict[str, Where] = field(default_factory=dict)

    def note(self, at: Spot, message: str, severity: Severity = Severity.FAULT) -> None:
        """Add what was found at a place of the workbook."""
        self.findings.add(Finding(at.words, message, severity, where=at.where))

    def note_in_words(self, found: Finding) -> None:
        """Add what was found at a place of the document, as people see it in the workbook."""
        message = _AS_IN.sub(lambda place: self.find(place[0]).words, found.message)
        self.note(self.find(found.place), in_sheet_words(message), found.severity)

    def refuse(self) -> None:
        """Raise `FileRefused` with every fault, if there is any."""
        if self.findings.faults:
            raise FileRefused(in_order(self.findings.faults))

    def take(self, thing: Document, column: Column, place: str, cell: Cell) -> None:
        """Read a cell into the document; what cannot be read is unusable."""
        value: Any = UNUSABLE
        try:
            value = read_value(column.value, cell)
        except ValueError as unfit:
            self.misread[place] = str(unfit)
        put(thing, column.path, value)

    def thing(
        self,
        place: str,
        table: Table,
        row: tuple[int, dict[str, Cell]],
        columns: Iterable[Column],
    ) -> Document:
        """What a row is about, as the document has it."""
        thing: Document = {}
        number, cells = row
        for column in columns:
            cell = cells.get(column.name)
            if column.path and column.name in table.lost and not column.optional:
                self.unread.add(f"{place}.{column.path}")
            elif column.path and cell is not None:
                self.take(thing, column, f"{place}.{column.path}", cell)
        self.places[place] = Where(table, number, columns)
        return thing

    def find(self, place: str) -> Spot:
        """The cell of a place of the document, or else the row or sheet that it belongs to."""
        outer = place
        while outer:
            where = self.places.get(outer)
            if where is not None:
                return where.find(place[len(outer) :].lstrip("."))
            outer = around(outer)
        return Spot(cut(place))


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, as people turn the sheets over."""
    return listed(sorted(set(found), key=lambda one: (one.where, one.place, one.message)))
