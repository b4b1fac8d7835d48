"""A sheet as rows by column name, once its headings are known to be the right ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.rubric.files.suggestions import did_you_mean
from assessments.rubric.findings import Findings
from assessments.rubric.quoting import cut
from assessments.rubric.workbook.cells import Cell, Sheet
from assessments.rubric.workbook.forms import text_of
from assessments.rubric.workbook.layout import Column
from assessments.rubric.workbook.places import spot


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not blank: its number, and its cells by the name of their column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A sheet's rows, where its columns stand, and which of them it lacks."""

    sheet: str
    rows: Sequence[TableRow]
    positions: Mapping[str, int]
    lost: frozenset[str]

    def position(self, name: str) -> int:
        """Where the column stands, counted from 0; -1 when it is lost."""
        return self.positions.get(name, -1)


def read_table(sheet: Sheet, columns: Sequence[Column], findings: Findings) -> ReadTable:
    """The rows below the headings; every fault of the headings goes to the findings."""
    for cells in sheet.merged:
        findings.add(
            spot(sheet.name, about=f"cells {cut(cells)}").finding("are merged: unmerge them")
        )
    numbers = sorted(sheet.rows)
    if not numbers:
        findings.add(spot(sheet.name).finding("is empty: its first row must have the column names"))
        return ReadTable(sheet.name, (), {}, frozenset(column.name for column in columns))
    heading = numbers[0]
    names = _headings(sheet, heading, columns, findings)
    rows = list(_rows(sheet, numbers[1:], names, findings))
    needed = {column.name for column in columns}
    return ReadTable(
        sheet.name,
        rows,
        {name: place for place, name in names.items()},
        frozenset(needed - set(names.values())),
    )


def _headings(
    sheet: Sheet, heading: int, columns: Sequence[Column], findings: Findings
) -> dict[int, str]:
    """The known columns by where they stand."""
    known = {_folded(column.name): column for column in columns}
    names: dict[int, str] = {}
    suggested: set[str] = set()
    for place, cell in sorted(sheet.rows[heading].items()):
        try:
            written = " ".join(text_of(cell).split())
        except ValueError as unfit:
            findings.add(spot(sheet.name, heading, place).finding(str(unfit)))
            continue
        column = known.get(_folded(written))
        if column is None:
            suggestion = _suggestion(written, known, len(findings))
            suggested.add(suggestion)
            hint = f'; did you mean "{suggestion}"?' if suggestion else ""
            findings.add(
                spot(sheet.name, heading, place, written).finding(
                    f"is not a column of this sheet{hint}"
                )
            )
        elif column.name in names.values():
            findings.add(spot(sheet.name, heading, place, written).finding("is there twice"))
        else:
            names[place] = column.name
    for column in columns:
        found = column.name in names.values() or column.name in suggested
        if column.path and not found:
            findings.add(spot(sheet.name).finding(f'has no column "{column.name}"'))
    return names


def _suggestion(written: str, known: Mapping[str, Column], faults: int) -> str:
    hint = did_you_mean(_folded(written), known, faults)
    return known[hint.split('"')[1]].name if hint else ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rows(
    sheet: Sheet, numbers: Sequence[int], names: Mapping[int, str], findings: Findings
) -> Iterator[TableRow]:
    """The rows with something in a known column; a column without a heading is told once."""
    headed = sheet.rows[min(sheet.rows)]
    stray: set[int] = set()
    for number in numbers:
        cells = sheet.rows[number]
        for place in cells.keys() - headed.keys() - stray:
            stray.add(place)
            message = "has something in it, but its column has no name in the first row"
            findings.add(spot(sheet.name, number, place).finding(message))
        known = {names[place]: cell for place, cell in sorted(cells.items()) if place in names}
        if known:
            yield TableRow(number, known)
