"""The prose about scoring as rows of a sheet: `rounding.method`, and what it says.

The keys are those of the rubric file with dots between them; the entries of a list are counted
from 1 (`scale.2.name`). The action for "don't know" is on the sheet about the rubric.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assessments.rubric import definition as d
from assessments.rubric.quoting import cut
from assessments.rubric.workbook.assembly import UNUSABLE, Assembly, Table, Where
from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.forms import read_value, write_value
from assessments.rubric.workbook.layout import NOTE, NOTE_TEXT, RUBRIC, Document
from assessments.rubric.workbook.writing import Written

NO_ENTRIES = "(no entries)"
"""What a cell says where the file gives a list or a group with nothing in it."""
LISTS = frozenset({"scale", "final_band_order"})
NUMBERS = frozenset({"level", "points", "decimal_places", "warn_if_weight_excluded_over_percent"})
"""The keys whose values are lists, and those whose values are numbers."""
MOST_DEEP = 4
_ACTION = "dont_know.action"


def note_rows(notes: Any, path: str = "") -> Iterator[tuple[str, Written]]:
    """Every single value of the notes with its path, in order."""
    if isinstance(notes, dict | list):
        if not notes and path:
            yield path, NO_ENTRIES
        for key, inner in notes.items() if isinstance(notes, dict) else enumerate(notes, start=1):
            if f"{path}.{key}" != f".{_ACTION}" and f"{path}.{key}" != _ACTION:
                yield from note_rows(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(notes, str) and path.rpartition(".")[2] not in NUMBERS:
        yield path, f'(exactly "{notes}")' if notes == NO_ENTRIES else write_value(d.TEXT, notes)
    else:
        yield path, Decimal(str(notes))


def read_notes(table: Table, book: Assembly) -> None:
    """Puts the notes into the document. Comes before the fields, which add the action to them."""
    notes: Document = {}
    book.places["scoring"] = Where(table, 0)
    for number, cells in () if table.lost else table.rows:
        path = cells[NOTE].text.strip() if NOTE in cells else ""
        place = f"scoring.{_in_the_file(path)}"
        book.places[place] = Where(table, number)
        fault = _put(notes, path, _value(path, place, cells.get(NOTE_TEXT), book))
        if fault:
            book.note(table.spot(number, NOTE), f"{fault} ({cut(path)})")
    for key in LISTS & notes.keys():
        entries = notes[key]
        if isinstance(entries, dict):
            numbers = [str(number) for number in range(1, len(entries) + 1)]
            if entries.keys() != set(numbers):
                message = f"must number the entries of {key} from 1 on: {key}.1, {key}.2"
                book.note(table.spot(), message)
            notes[key] = [entries[number] for number in numbers if number in entries]
    if not isinstance(notes.get("dont_know", {}), dict):
        book.note(book.find("scoring.dont_know"), "must be dont_know.rule")
        del notes["dont_know"]
    if notes:
        book.document["scoring"] = notes


def _value(path: str, place: str, cell: Cell | None, book: Assembly) -> Any:
    last = path.rpartition(".")[2]
    if cell is None:
        book.misread[place] = "must say something in the next cell"
        return UNUSABLE
    if cell.text.strip().casefold() == NO_ENTRIES:
        return [] if last in LISTS else {}
    try:
        return read_value(d.LEVEL if last in NUMBERS else d.TEXT, cell)
    except ValueError as unfit:
        book.misread[place] = str(unfit)
        return UNUSABLE


def _put(notes: Document, path: str, value: Any) -> str:
    """Puts a value at its path, or says why the path cannot be one."""
    *way, last = path.split(".")
    if path == _ACTION or path.startswith(f"{_ACTION}."):
        return f'is no note: the action is on the sheet "{RUBRIC}"'
    if len(way) >= MOST_DEEP or not all((*way, last)):
        return "must be the name of a note, such as rounding.method"
    branch: Any = notes
    for key in way:
        branch = branch.setdefault(key, {})
        if not isinstance(branch, dict):
            return "is below a note that has a text of its own"
    if last in branch:
        return "is given twice"
    branch[last] = value
    return ""


def _in_the_file(path: str) -> str:
    """The path of a note as a place of the rubric file: entries in brackets, counted from 0."""
    first, *rest = path.split(".")
    if first in LISTS and rest and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 9:
        first, rest = f"{first}[{int(rest[0]) - 1}]", rest[1:]
    return ".".join([first, *rest])
