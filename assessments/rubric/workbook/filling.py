"""A rubric's document laid out as sheets, ready for a writer of either format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from assessments.rubric import definition as d
from assessments.rubric.workbook import layout
from assessments.rubric.workbook.forms import write_value
from assessments.rubric.workbook.layout import Column, Document, get
from assessments.rubric.workbook.notes import note_rows
from assessments.rubric.workbook.read_me import HEADINGS, read_me
from assessments.rubric.workbook.writing import Choices, ColumnToWrite, SheetToWrite, Written

Row = Sequence[Written]
_OFFERED = {each.offers: each.name for columns in layout.COLUMNS.values() for each in columns}
_OFFERED.pop((), None)
"""The lists that are offered by the sheet of choices, and what heads each of them there."""


def filled_sheets(document: Document) -> list[SheetToWrite]:
    """Every sheet of the workbook, in order."""
    header = document["rubric"]
    lines = read_me(header["title"], header["edition"])
    questions = [
        {**question, layout.DIMENSION: dimension["code"]}
        for dimension in document["dimensions"]
        for question in dimension["questions"]
    ]
    rows: Mapping[str, Sequence[Row]] = {
        layout.RUBRIC: [[name, _cell(field, document)] for name, field in layout.FIELDS.items()],
        layout.QUESTIONS: _thing_rows(layout.QUESTIONS, questions),
        layout.LEVELS: list(_level_rows(questions)),
        layout.SCORING_NOTES: list(note_rows(document.get("scoring", {}))),
        **{
            sheet: _thing_rows(sheet, document.get(rows.key, ()))
            for sheet, rows in layout.TABLES.items()
        },
    }
    offered = [ColumnToWrite(name=name) for name in _OFFERED.values()]
    return [
        SheetToWrite(layout.READ_ME, (), [[line] for line in lines], HEADINGS | {lines[0]}),
        *(
            SheetToWrite(name, [_column(each) for each in columns], rows[name])
            for name, columns in layout.COLUMNS.items()
        ),
        SheetToWrite(layout.CHOICES, offered, list(zip_longest(*_OFFERED)), hidden=True),
    ]


def _thing_rows(sheet: str, things: Sequence[Document]) -> list[Row]:
    return [[_cell(column, thing) for column in layout.COLUMNS[sheet]] for thing in things]


def _cell(column: Column, thing: Document) -> Written:
    value = get(thing, column.path or column.name)
    if value is None:
        value = column.absent
    return None if value is None else write_value(column.value, value)


def _level_rows(questions: Sequence[Document]) -> Iterator[Row]:
    for question in questions:
        for kind in layout.ROW_TYPES.values():
            own = {each.name: each for each in kind.columns}
            for code, thing in kind.things(question):
                row = {name: _cell(column, thing) for name, column in own.items()}
                row |= {layout.QUESTION: question["code"], layout.READING_ONLY: question["title"]}
                row |= {layout.ROW: kind.name, **({kind.by: code} if kind.by else {})}
                yield [row.get(each.name) for each in layout.COLUMNS[layout.LEVELS]]


def _column(column: Column) -> ColumnToWrite:
    choices = None
    if column.offers:
        place = list(_OFFERED).index(column.offers)
        choices = Choices(layout.CHOICES, place, len(column.offers) + 1)
    elif isinstance(column.value, d.Code) and column.value.of in layout.NAMED:
        choices = Choices(layout.NAMED[column.value.of], 0)
    return ColumnToWrite(
        name=column.name,
        width=_width(column),
        numeric=isinstance(column.value, d.Number | d.Whole),
        choices=choices,
    )


def _width(column: Column) -> int:
    """In characters."""
    match column.value:
        case d.Number() | d.Whole() | d.Code() | d.Flag() | d.Kind():
            return 14
        case d.Text(most=most, lines=lines):
            return 48 if lines else 28 if most > 100 else 16
        case d.ListOf(item=d.Text()):
            return 48
    return 28
