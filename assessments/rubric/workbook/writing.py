"""What both writers of workbooks are given: sheets of texts and numbers, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Written = str | Decimal | None
"""What a cell is written with: text, a number, or nothing."""

LAST_ROW = 2_000
"""As far down as cells offer their choices."""
PROSE_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Choices:
    """Cells whose texts are offered as choices: those of a column, below its heading.

    A list inside the rule itself would be cut at 255 characters, and split at its commas.
    """

    sheet: str
    column: int
    last_row: int = LAST_ROW


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnToWrite:
    """A column: its heading, its width in characters, and what it offers to whoever edits."""

    name: str
    width: int = 16
    numeric: bool = False
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet. One without columns is prose: a text to each row, some of them `headings`."""

    name: str
    columns: Sequence[ColumnToWrite]
    rows: Sequence[Sequence[Written]]
    headings: frozenset[str] = frozenset()
    hidden: bool = False
