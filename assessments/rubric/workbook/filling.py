"""A rubric's document laid out as sheets, ready for a writer of either format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from assessments.rubric.workbook.layout import (
    CHOICES,
    FIELD_COLUMNS,
    LEVELS,
    NOTE_COLUMNS,
    ORDER,
    QUESTION_COLUMNS,
    QUESTIONS,
    READ_ME,
    RUBRIC,
    RUBRIC_FIELDS,
    SCORING_NOTES,
    TABLES,
    Column,
)
from assessments.rubric.workbook.level_rows import (
    LEVEL_COLUMNS,
    QUESTION,
    READING_ONLY,
    ROW,
    ROW_TYPES,
    RowType,
)
from assessments.rubric.workbook.notes import note_rows
from assessments.rubric.workbook.paths import Document, get
from assessments.rubric.workbook.read_me import HEADINGS, read_me
from assessments.rubric.workbook.writing import Choices, ColumnToWrite, SheetToWrite, Written

Row = Sequence[Written]
_LISTS = {
    each.choices: each.name
    for each in (*FIELD_COLUMNS, *QUESTION_COLUMNS, *LEVEL_COLUMNS)
    if each.choices
}
"""The lists that are offered by the sheet of choices, and what heads each of them there."""


def filled_sheets(document: Document) -> list[SheetToWrite]:
    """Every sheet of the workbook, in order."""
    header = document["rubric"]
    lines = read_me(header["title"], header["edition"])
    questions = [
        {**question, "dimension": dimension["code"]}
        for dimension in document["dimensions"]
        for question in dimension["questions"]
    ]
    sheets = [
        SheetToWrite(READ_ME, (), [[line] for line in lines], HEADINGS | {lines[0]}),
        _sheet(RUBRIC, FIELD_COLUMNS, _fields(document)),
        _sheet(QUESTIONS, QUESTION_COLUMNS, _rows(QUESTION_COLUMNS, questions)),
        _sheet(LEVELS, LEVEL_COLUMNS, list(_level_rows(questions))),
        _sheet(SCORING_NOTES, NOTE_COLUMNS, list(note_rows(_notes(document)))),
        *(
            _sheet(table.sheet, table.columns, _rows(table.columns, document.get(table.key)))
            for table in TABLES
        ),
        _choices(),
    ]
    return sorted(sheets, key=lambda sheet: ORDER.index(sheet.name))


def _sheet(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> SheetToWrite:
    return SheetToWrite(name, [_column(column) for column in columns], rows)


def _column(column: Column) -> ColumnToWrite:
    choices = None
    if column.choices:
        place = list(_LISTS).index(column.choices)
        choices = Choices(CHOICES, place, len(column.choices) + 1)
    elif column.names:
        choices = Choices(column.names, 0)
    return ColumnToWrite(
        name=column.name, width=column.width, numeric=column.form.numeric, choices=choices
    )


def _choices() -> SheetToWrite:
    columns = [ColumnToWrite(name=name) for name in _LISTS.values()]
    return SheetToWrite(CHOICES, columns, list(zip_longest(*_LISTS)), hidden=True)


def _cell(column: Column, value: Any) -> Written:
    if value is None:
        value = column.absent
    return None if value is None else column.form.write(value)


def _rows(columns: Sequence[Column], things: Sequence[Document] | None) -> list[Row]:
    return [
        [_cell(column, get(thing, column.path)) for column in columns] for thing in things or ()
    ]


def _fields(document: Document) -> list[Row]:
    return [[field.name, _cell(field, get(document, field.path))] for field in RUBRIC_FIELDS]


def _notes(document: Document) -> Document:
    """The `scoring` block less the action, which the sheet about the rubric has."""
    notes = dict(document.get("scoring", {}))
    dont_know = {k: v for k, v in notes.get("dont_know", {}).items() if k != "action"}
    if dont_know:
        notes["dont_know"] = dont_know
    else:
        notes.pop("dont_know", None)
    return notes


def _level_rows(questions: Sequence[Document]) -> Iterator[Row]:
    for question in questions:
        for row_type in ROW_TYPES:
            things = get(question, row_type.key)
            for code, thing in _things(row_type, things):
                yield _level_row(question, row_type, code, thing)


def _things(row_type: RowType, things: Any) -> Iterator[tuple[str, Document]]:
    """The things of a type that a question has, with their codes where these stand outside."""
    if not things:
        return
    if row_type.by:
        yield from things.items()
    elif row_type.many:
        yield from (("", thing) for thing in things)
    else:
        yield "", things


def _level_row(question: Document, row_type: RowType, code: str, thing: Document) -> Row:
    row: list[Written] = []
    for column in LEVEL_COLUMNS:
        path = row_type.uses.get(column.name)
        if column.name == QUESTION:
            row.append(question["code"])
        elif column.name == READING_ONLY:
            row.append(question["title"])
        elif column.name == ROW:
            row.append(row_type.name)
        elif column.name == row_type.by:
            row.append(code)
        else:
            value = get(thing, path) if path else None
            row.append(None if value is None else row_type.form(column).write(value))
    return row
