"""The rows of a sheet, and the words for a place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessments.rubric.findings import Finding, around, cut
from assessments.rubric.workbook import layout
from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.layout import Column
from assessments.rubric.workbook.reading import letters


@dataclass(slots=True)
class Table:
    """A sheet's rows, where its columns are, and which of them it lacks."""

    sheet: str
    rows: list[Row] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lost = {column.name for column in layout.COLUMNS.get(self.sheet, ())}

    def spot(self, row: int = 0, name: str = "", about: str = "", column: int = -1) -> Finding:
        """A finding yet to be made at `sheet "Questions", row 14, column "Points"`, with what it is
        about where that is said. A column without a name is given by its place.
        """
        column = self.positions.get(name, column)
        words = f'sheet "{cut(self.sheet)}"' + (f", row {row}" if row else "")
        if name or column >= 0:
            words += f', column "{cut(name)}"' if name else f", column {letters(column)}"
        if about:
            words += f", {about}"
        where = ([*layout.COLUMNS, self.sheet].index(self.sheet), row, column)
        return Finding(words, "", where=where)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells by column, or a sheet as a whole: row 0.

    `columns` have the paths below the thing that the row is about.
    """

    table: Table
    number: int = 0
    cells: Mapping[str, Cell] = field(default_factory=dict)
    columns: Iterable[Column] = ()
    about: str = ""

    def spot(self, name: str = "") -> Finding:
        return self.table.spot(self.number, name, "" if name else self.about)

    def find(self, path: str) -> Finding:
        """The cell of what is at a path, or else the row."""
        rest = path
        while rest:
            for column in self.columns:
                if column.path and f"{column.path}.".startswith(f"{rest}."):
                    return self.spot(column.name)
            rest = around(rest)
        about = re.sub(r"\[[0-9]+\]", "", path).replace("_", " ").replace(".", " ")
        return self.table.spot(self.number, about=self.about or cut(about))


def heading_of(sheet: str, rows: Iterable[tuple[int, Iterable[str]]]) -> int:
    """The row that has the column names of a sheet, by the words of each row, the first one first.

    It is the first row unless another has half of the names, or more, and the first has fewer.
    """
    names = {column.name for column in layout.COLUMNS[sheet]}
    found, most = 0, -1
    for number, words in rows:
        known = len(names.intersection(words))
        if not found or known > most and 2 * known >= len(names):
            found, most = number, known
        if most == len(names):
            break
    return found
