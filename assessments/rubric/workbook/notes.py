"""The prose about scoring as rows of a sheet: `rounding.method`, and what it says.

The keys are those of the rubric file with dots between them; the entries of a list are counted
from 1 (`scale.2.name`). The action for "don't know" is on the sheet about the rubric.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessments.rubric import definition as d
from assessments.rubric.workbook.forms import Written, write_value
from assessments.rubric.workbook.layout import RUBRIC

NO_ENTRIES = "(no entries)"
"""What a cell says where the file gives a list or a group with nothing in it."""
LISTS = frozenset({"scale", "final_band_order"})
NUMBERS = frozenset({"level", "points", "decimal_places", "warn_if_weight_excluded_over_percent"})
"""The keys whose values are lists, and those whose values are numbers."""
MOST_DEEP = 4
_ACTION = "dont_know.action"


def note_rows(notes: object, path: str = "") -> Iterator[tuple[str, Written]]:
    """Every single value of the notes with its path, in order."""
    if isinstance(notes, dict | list):
        if not notes and path:
            yield path, NO_ENTRIES
        for key, inner in notes.items() if isinstance(notes, dict) else enumerate(notes, start=1):
            below = f"{path}.{key}".lstrip(".")
            if below != _ACTION:
                yield from note_rows(inner, below)
    else:
        spelled = f'(exactly "{notes}")' if notes == NO_ENTRIES else None
        yield path, spelled or write_value(value_of(path), notes)


def value_of(path: str) -> d.Value:
    """What the note of that path can hold."""
    return d.LEVEL if path.rpartition(".")[2] in NUMBERS else d.TEXT


def put_note(notes: d.Document, path: str, value: object) -> str:
    """Put a value at its path; gives why the path cannot be one."""
    *way, last = path.split(".")
    if f"{path}.".startswith(f"{_ACTION}."):
        return f'is no note: the action is on the sheet "{RUBRIC}"'
    if len(way) >= MOST_DEEP or not all((*way, last)):
        return "must be the name of a note, such as rounding.method"
    branch = notes
    for key in way:
        inner = branch.setdefault(key, {})
        if not isinstance(inner, dict):
            return "is below a note that has a text of its own"
        branch = inner
    if last in branch:
        return "is given twice"
    branch[last] = [] if value == {} and path in LISTS else value
    return ""


def number_lists(notes: d.Document) -> Iterator[str]:
    """Make lists of what is counted from 1; gives what is wrong with how it is counted."""
    for key in LISTS & notes.keys():
        entries = notes[key]
        if isinstance(entries, dict):
            numbers = [str(number) for number in range(1, len(entries) + 1)]
            if entries.keys() != set(numbers):
                yield f"must number the entries of {key} from 1 on: {key}.1, {key}.2"
            notes[key] = [entries[number] for number in numbers if number in entries]


def in_the_file(path: str) -> str:
    """The path of a note as a place of the rubric file: entries in brackets, counted from 0."""
    first, *rest = path.split(".")
    if first in LISTS and rest and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 9:
        first, rest = f"{first}[{int(rest[0]) - 1}]", rest[1:]
    return ".".join(["scoring", first, *rest])
