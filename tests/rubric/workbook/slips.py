"""Single slips in the small workbook, each with its one fault."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from assessments.question_types import KINDS
from assessments.rubric.workbook.layout import CHOICES, FIELDS, READ_ME, TABLES
from tests.rubric.workbook.material import (
    Book,
)

RUBRIC, DIMENSIONS, QUESTIONS, LEVELS = "Rubric", "Dimensions", "Questions", "Levels and items"
TYPES = (
    "level, item, none of these, points to level, number band, choice, gate, sector wording, "
    "also counts towards"
)
CODE_RULE = (
    "must be a code of at most 40 letters, digits, hyphens, underscores and dots between them, "
    "that starts with a letter or digit"
)
Edit = Callable[[Book], object]


def q(row: int, column: str) -> str:
    return f'sheet "Questions", row {row}, column "{column}"'


def lev(row: int, column: str) -> str:
    return f'sheet "Levels and items", row {row}, column "{column}"'


def _without(sheet: str) -> Edit:
    return lambda book: book.sheets.pop(sheet)


def _called(sheet: str, name: str) -> Edit:
    def edit(book: Book) -> None:
        book.sheets[sheet] = replace(book.sheets[sheet], name=name)

    return edit


CELLS: list[tuple[str, int, str, str | int | Decimal | None, str]] = [
    (QUESTIONS, 2, "Weight", 0, "must be more than 0 and at most 1,000,000, got 0"),
    (DIMENSIONS, 2, "Weight", -1, "must be more than 0 and at most 1,000,000, got -1"),
    (QUESTIONS, 2, "Weight", "1e400", "must be more than 0 and at most 1,000,000, got 1E+400"),
    (QUESTIONS, 2, "Weight", Decimal("0.00001"), "must have at most 4 decimal places, got 0.00001"),
    (QUESTIONS, 2, "Weight", None, "is missing"),
    (LEVELS, 3, "Code or number", Decimal("1.5"), "must be a whole number, got 1.5"),
    ("Bands", 2, "Look again after months", Decimal("0.5"), "must be a whole number, got 0.5"),
    ("Sectors", 2, "Code", "the council", f'{CODE_RULE}, got "the council": write the-council'),
    (QUESTIONS, 3, "Dimension", "AA", 'must be a code on the sheet "Dimensions", got "AA"'),
    (QUESTIONS, 3, "Dimension", None, "is missing"),
    (LEVELS, 3, "Question", "A-11",
     'must be a code on the sheet "Questions", got "A-11"; did you mean "A-1"?'),
    (LEVELS, 3, "Row", "levle", f'must be one of {TYPES}, got "levle"; did you mean "level"?'),
    (LEVELS, 3, "Row", None, "is missing"),
    (LEVELS, 3, "If missing", "Do it.", 'must be blank in a row for "level"'),
    (LEVELS, 5, "Code or number", None, "is missing"),
    (QUESTIONS, 2, "Kind", "slider",
     f'must be one of {", ".join(KINDS)}, got "slider"'),
    (QUESTIONS, 2, "Sources", "guide, guidee", 'names no code on the sheet "Sources": guidee'),
    (LEVELS, 2, "Owner", "no-one", 'names no code on the sheet "Owners": no-one'),
    (LEVELS, 2, "Guidance by sector", "trust-guide",
     'must have lines such as "local_authority: the text for it", got "trust-guide"'),
    (QUESTIONS, 2, "Not applicable allowed", "yes",
     "must be no: a critical question always applies"),
    (QUESTIONS, 4, "Asked only if question", "B-2",
     "must be an earlier question, and B-2 comes later"),
    (LEVELS, 16, "From", 60, "must be 50, got 60: leaves a gap with the band before"),
]  # fmt: skip
"""What is typed into a cell, and what is said of it there."""


def _typed(sheet: str, row: int, column: str, value: str | int | Decimal | None) -> Edit:
    return lambda book: book.set(sheet, row, column, value)


ALONE: list[tuple[str, Edit, str]] = [
    *(
        (
            f"{value} under {column} in row {row}",
            _typed(sheet, row, column, value),
            f'sheet "{sheet}", row {row}, column "{column}": {said}',
        )
        for sheet, row, column, value, said in CELLS
    ),
    *(
        (
            f"format version {version}",
            _typed(RUBRIC, 3, "Value", version),
            f'sheet "Rubric", row 3, field "Format version": must be 1 or 2, got {version}',
        )
        for version in (0, 3)
    ),
    # Sheets
    *(
        (f"no sheet {name}", _without(name), f'the file: has no sheet "{name}"')
        for name in Book().sheets
        if name not in (READ_ME, CHOICES) and not (name in TABLES and TABLES[name].optional)
    ),
    (
        "a sheet by another name",
        _called("Glossary", "Glosary"),
        'sheet "Glosary": is not a sheet of a rubric workbook; did you mean "Glossary"?',
    ),
    # Columns
    (
        "a column by another name",
        lambda book: book.rename(QUESTIONS, "Weight", "Wieght"),
        'sheet "Questions", row 1, column "Wieght": is not a column of this sheet; '
        'did you mean "Weight"?',
    ),
    *(
        (
            f"no column {column}",
            lambda book, sheet=sheet, column=column: book.drop(sheet, column),  # type: ignore[misc]
            f'sheet "{sheet}": has no column "{column}"',
        )
        for sheet, column in [
            (QUESTIONS, "Code"), (QUESTIONS, "Dimension"), (QUESTIONS, "Kind"),
            (QUESTIONS, "Weight"), (QUESTIONS, "Help"), (QUESTIONS, "Minimum"),
            (DIMENSIONS, "Code"), (DIMENSIONS, "Weight"), (LEVELS, "Question"), (LEVELS, "Row"),
            (LEVELS, "Code or number"), (LEVELS, "Points"), (LEVELS, "Level"), (LEVELS, "Text"),
            ("Efforts", "Code"), ("Sources", "Code"), ("Sectors", "Name"), (RUBRIC, "Field"),
            (RUBRIC, "Value"), ("Bands", "From"), ("Scoring notes", "Text"),
        ]
    ),  # fmt: skip
    # Codes and words
    (
        "a code given twice",
        lambda book: book.add("Efforts", Code="S", Name="Tiny"),
        'sheet "Efforts", row 4, column "Code": S is given twice, as in sheet "Efforts", row 2',
    ),
    (
        "a level of nothing",
        lambda book: book.add(LEVELS, Row="level", Text="x"),
        f"{lev(21, 'Question')}: is missing",
    ),
    (
        "a second none of these",
        lambda book: book.add(
            LEVELS, Question="A-2", Row="none of these", Code_or_number="no", Text="None"
        ),
        f'{lev(21, "Row")}: is the second "none of these" of this question',
    ),
    (
        "a sector given twice",
        lambda book: book.add(
            LEVELS, Question="A-1", Row="sector wording", Code_or_number="trust", Why="x"
        ),
        f"{lev(21, 'Code or number')}: is given twice for this question: trust",
    ),
    # What does not fit together
    (
        "a gate on a question that is not critical",
        lambda book: book.set(QUESTIONS, 2, "Critical", "no"),
        'sheet "Levels and items", row 4: must be absent: the question is not critical',
    ),
    (
        "a condition with nothing to open it",
        lambda book: book.set(QUESTIONS, 5, "Has level at least", None),
        f"{q(5, 'Asked only if question')}: must have one of "
        '"Has level at least" and "Or has any of"',
    ),
    (
        "a number band with no end",
        lambda book: book.set(LEVELS, 15, "Below", None),
        'sheet "Levels and items", row 15: must have one of "Below" and "Up to and including"',
    ),
    (
        "a dimension with no questions",
        lambda book: book.add(DIMENSIONS, Code="C", Name="Third", Weight=Decimal(1)),
        'sheet "Dimensions", row 4, questions: must hold at least one',
    ),
    (
        "a question without its levels",
        lambda book: book.add(
            QUESTIONS, Code="B-4", Dimension="B", Title="New", Kind="single", Text="New?",
            Weight=Decimal(1),
        ),
        'sheet "Questions", row 7, levels: is missing: the question needs its levels',
    ),
    # The two sheets of names and values
    (
        "another format",
        lambda book: book.set(RUBRIC, 2, "Value", "other"),
        'sheet "Rubric", row 2, field "Format": must be "readiness-rubric", got "other"',
    ),
    (
        "a field by another name",
        lambda book: book.set(RUBRIC, 5, "Field", "Titel"),
        'sheet "Rubric", row 5, field "Titel": is not a field of this sheet; did you mean "Title"?',
    ),
    (
        "a field twice",
        lambda book: book.add(RUBRIC, Field="Edition", Value="2"),
        f'sheet "Rubric", row {len(FIELDS) + 2}, field "Edition": is there twice',
    ),
    (
        "a field taken out",
        lambda book: book.rows(RUBRIC).pop(5),
        'sheet "Rubric": has no field "Status"',
    ),
    (
        "no language",
        lambda book: book.set(RUBRIC, 8, "Value", None),
        'sheet "Rubric", row 8, field "Language": is missing',
    ),
    (
        "an effort for \"don't know\" that is not there",
        lambda book: book.set(RUBRIC, 17, "Value", "XL"),
        'sheet "Rubric", row 17, field "Don\'t know: effort": '
        'names no code on the sheet "Efforts": XL',
    ),
    (
        "a note of no such name",
        lambda book: book.add("Scoring notes", Note="rounding.methd", Text="x"),
        'sheet "Scoring notes", row 3: is not a key of this format; did you mean "method"?',
    ),
    (
        "a note twice",
        lambda book: book.add("Scoring notes", Note="rounding.decimal_places", Text=Decimal(1)),
        'sheet "Scoring notes", row 3, column "Note": is given twice (rounding.decimal_places)',
    ),
    (
        "a note below a note",
        lambda book: book.add("Scoring notes", Note="rounding.decimal_places.x", Text="x"),
        'sheet "Scoring notes", row 3, column "Note": is below a note that has a text of its '
        "own (rounding.decimal_places.x)",
    ),
    (
        "a note without a text",
        lambda book: book.add("Scoring notes", Note="arithmetic"),
        'sheet "Scoring notes", row 3: must say something in the next cell',
    ),
    (
        "a note where the action is",
        lambda book: book.add("Scoring notes", Note="dont_know.action.text", Text="x"),
        'sheet "Scoring notes", row 3, column "Note": is no note: the action is on the sheet '
        '"Rubric" (dont_know.action.text)',
    ),
    (
        "a list with a gap in its numbers",
        lambda book: book.add("Scoring notes", Note="scale.2.name", Text="Started"),
        'sheet "Scoring notes": must number the entries of scale from 1 on: scale.1, scale.2',
    ),
]  # fmt: skip
