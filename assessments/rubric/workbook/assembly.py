"""A rubric document as it is put together from sheets, and where each part of it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.rubric.findings import Findings, Severity
from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.forms import Form, text_of
from assessments.rubric.workbook.layout import Column
from assessments.rubric.workbook.paths import Document, put
from assessments.rubric.workbook.places import Places, RowPlace
from assessments.rubric.workbook.tables import ReadTable, TableRow


@dataclass(frozen=True, slots=True)
class Use:
    """What stands in a column: the path below the thing that the row is about, and in what form."""

    name: str
    path: str
    form: Form


class Unusable:
    """Takes the place of a cell that could not be read, so that it is not taken for blank."""

    def __str__(self) -> str:
        return "something unusable"


UNUSABLE = Unusable()


@dataclass(slots=True)
class Assembly:
    """The document so far, what is wrong with it, and where its parts are.

    `misread` holds what was wrong with a cell by its place in the document, where `UNUSABLE` is
    instead. `unread` holds places that nothing more shall be said about, because what belongs
    there was lost with a sheet, a column or a row.
    """

    document: Document = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    misread: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    places: Places = field(default_factory=Places)

    def note(self, place: str, message: str, severity: Severity) -> None:
        """Add what was found at a place of the document, as people see it in the workbook."""
        spot = self.places.find(place)
        self.findings.add(spot.finding(self.places.in_words(message), severity))

    def take(self, document: Document, path: str, place: str, form: Form, cell: Cell) -> Any:
        """Read a cell into the document; what cannot be read is noted and stands as unusable."""
        try:
            value = form.read(cell)
        except ValueError as unfit:
            self.misread[place] = str(unfit)
            value = UNUSABLE
        put(document, path, value)
        return value

    def thing(
        self, place: str, table: ReadTable, row: TableRow, uses: Mapping[str, Use]
    ) -> Document:
        """What a row is about, as the document has it."""
        thing: Document = {}
        for name, cell in row.cells.items():
            use = uses.get(name)
            if use is not None and use.path:
                self.take(thing, use.path, f"{place}.{use.path}", use.form, cell)
        self.unread |= {
            f"{place}.{use.path}" for name, use in uses.items() if name in table.lost and use.path
        }
        self.places.add(place, RowPlace(table.sheet, row.number, columns_of(table, uses)))
        return thing


def uses_of(columns: Iterable[Column]) -> dict[str, Use]:
    """The columns that are read, by name."""
    return {c.name: Use(c.name, c.path, c.form) for c in columns if c.path}


def columns_of(table: ReadTable, uses: Mapping[str, Use]) -> dict[str, tuple[str, int]]:
    """Path to column name and place, for telling where a fault is."""
    return {use.path: (use.name, table.position(use.name)) for use in uses.values() if use.path}


def word_in(cell: Cell | None) -> str | None:
    """The one-line text of a cell; empty when there is none, `None` when it cannot be read."""
    if cell is None:
        return ""
    try:
        return " ".join(text_of(cell).split())
    except ValueError:
        return None
