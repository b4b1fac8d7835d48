"""The prose about scoring as rows of a sheet: `rounding.method`, and what it says.

The keys are those of the rubric file with dots between them; the entries of a list are counted
from 1 (`scale.2.name`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.forms import NUMBER, TEXT
from assessments.rubric.workbook.writing import Written

NO_ENTRIES = "(no entries)"
"""What a cell says where the file gives a list or a group with nothing in it."""
LISTS = frozenset({"scale", "final_band_order"})
NUMBERS = frozenset({"level", "points", "decimal_places", "warn_if_weight_excluded_over_percent"})
"""The keys whose values are lists, and those whose values are numbers."""
MOST_DEEP = 4


def note_rows(notes: dict[str, Any]) -> Iterator[tuple[str, Written]]:
    """Every single value of the notes with its path, in order."""
    for key, value in notes.items():
        yield from _rows(key, value)


def _rows(path: str, value: Any) -> Iterator[tuple[str, Written]]:
    if isinstance(value, (dict, list)):
        if not value:
            yield path, NO_ENTRIES
        pairs = value.items() if isinstance(value, dict) else enumerate(value, start=1)
        for key, inner in pairs:
            yield from _rows(f"{path}.{key}", inner)
    elif isinstance(value, str) and path.rpartition(".")[2] not in NUMBERS:
        yield path, f"(exactly {_quoted(value)})" if value == NO_ENTRIES else TEXT.write(value)
    else:
        yield path, Decimal(str(value))


def _quoted(text: str) -> str:
    return f'"{text}"'


def note_value(path: str, cell: Cell) -> Any:
    """What the cell of a note says; raises `ValueError`."""
    last = path.rpartition(".")[2]
    if cell.text.strip().casefold() == NO_ENTRIES:
        return [] if last in LISTS else {}
    return NUMBER.read(cell) if last in NUMBERS else TEXT.read(cell)


class NoteTree:
    """Notes put together again from their rows, in any order."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, path: str, value: Any) -> None:
        """Put a value at its path; raises `ValueError` when the path cannot be one."""
        keys = path.split(".")
        if len(keys) > MOST_DEEP or not all(keys):
            raise ValueError("must be the name of a note, such as rounding.method")
        branch = self._root
        for key in keys[:-1]:
            inner = branch.setdefault(key, {})
            if not isinstance(inner, dict):
                raise ValueError("stands below a note that has a text of its own")
            branch = inner
        if keys[-1] in branch:
            raise ValueError("is given twice")
        branch[keys[-1]] = value

    def document(self) -> tuple[dict[str, Any], list[str]]:
        """The notes as the file has them, and the lists whose entries are not 1, 2, 3..."""
        gaps = []
        notes = dict(self._root)
        for key in LISTS & notes.keys():
            entries = notes[key]
            if not isinstance(entries, dict):
                continue
            if set(entries) != {str(n) for n in range(1, len(entries) + 1)}:
                gaps.append(key)
            notes[key] = [entries[number] for number in sorted(entries, key=_by_number)]
        return notes, gaps


def _by_number(key: str) -> tuple[int, str]:
    return (int(key) if key.isascii() and key.isdigit() and len(key) < 9 else 0, key)
