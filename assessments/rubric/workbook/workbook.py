"""A workbook as this room sees it: named sheets of cells, each with what it is and its text.

The readers of both formats fill a `Collector`, which holds the bounds that any workbook must keep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from assessments.rubric.files.faults import Fault, RubricRefused, cut

MOST_SHEETS = 60
MOST_ROWS = 20_000
"""Rows with anything in them, in the whole workbook."""
MOST_COLUMNS = 200
MOST_CELLS = 100_000
"""Cells with anything in them, in the whole workbook."""
MOST_TEXT = 40_000
"""Characters in one cell: more than any rubric may say, and than a spreadsheet program takes."""
MOST_TEXT_ALTOGETHER = 5_000_000
"""Characters in all cells together, as often as each is said to be there. A few bytes of a file can
stand for a cell of 40,000 characters a hundred thousand times; nothing may come to be worked on
that is far more than the file itself may hold."""
MOST_MERGED = 100


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
    _rows: int = 0
    _cells: int = 0
    _characters: int = 0

    def start(self, name: str) -> None:
        """Begin a sheet."""
        if len(self.sheets) >= MOST_SHEETS:
            raise refusal(f"holds more than {MOST_SHEETS} sheets")
        self.sheets.append(Sheet(name))

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Keep a cell of the sheet begun last, unless it is blank text."""
        if cell.kind is Kind.TEXT and not cell.text.strip():
            return
        sheet = self.sheets[-1]
        if column >= MOST_COLUMNS:
            where = f'sheet "{cut(sheet.name)}", row {row}'
            raise refusal(f"holds more than {MOST_COLUMNS} columns", where)
        cells = sheet.rows.get(row)
        if cells is None:
            self._rows += 1
            if self._rows > MOST_ROWS:
                raise refusal(f"holds more than {MOST_ROWS:,} rows, which is too many for a rubric")
            cells = sheet.rows[row] = {}
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise refusal(f"holds more than {MOST_CELLS:,} cells, which is too many for a rubric")
        if len(cell.text) > MOST_TEXT:
            where = f'sheet "{cut(sheet.name)}", cell {address(row, column)}'
            raise refusal(f"holds more than {MOST_TEXT:,} characters", where)
        self.spend(len(cell.text))
        cells[column] = cell

    def spend(self, characters: int) -> None:
        """Count text that comes of the file, whether or not it is kept."""
        self._characters += characters
        if self._characters > MOST_TEXT_ALTOGETHER:
            raise refusal(
                f"holds more than {MOST_TEXT_ALTOGETHER:,} characters, blanks included, "
                "which is too many for a rubric"
            )

    def merge(self, cells: str) -> None:
        """Note a range of merged cells in the sheet begun last."""
        merged = self.sheets[-1].merged
        if len(merged) < MOST_MERGED:
            merged.append(cells)


def refusal(message: str, place: str = "") -> RubricRefused:
    """The refusal of a whole workbook for one reason."""
    return RubricRefused([Fault(place, message)])


def address(row: int, column: int) -> str:
    """A cell as people name it: `C14`."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """A column as people name it, counted from 0: `A`, `Z`, `AA`."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
