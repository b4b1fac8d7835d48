"""A workbook as this room sees it: named sheets of cells, each with what it is and its text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto

from assessments.rubric.findings import refusal
from assessments.rubric.quoting import cut

MOST_COLUMNS = 200
MOST_TEXT = 32_767
"""Characters in one cell: more, and Excel cannot hold them."""
MOST = {"sheets": 60, "rows": 50_000, "cells": 200_000, "characters": 8_000_000}
"""In the whole workbook, as often as each is said to be there: a few bytes of a file can stand for
one long cell a hundred thousand times. Every rubric that fits a YAML file fits these."""


class Kind(Enum):
    """What a cell holds, as the spreadsheet program sees it."""

    TEXT = auto()
    NUMBER = auto()
    PERCENTAGE = auto()
    DATE = auto()
    TRUTH = auto()
    ERROR = auto()
    FORMULA = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it. A number's text is the one that the file stores."""

    kind: Kind
    text: str


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
