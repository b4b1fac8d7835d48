"""Single slips in the small workbook, each with the one fault that it is told as."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.rubric.workbook.material import (
    Book,
)

RUBRIC, DIMENSIONS, QUESTIONS, LEVELS = "Rubric", "Dimensions", "Questions", "Levels and items"
TYPES = "level, item, none of these, points to level, number band, choice, gate, sector wording"
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


ALONE: list[tuple[str, Edit, str]] = [
    # Sheets
    *(
        (f"no sheet {name}", _without(name), f'the file: has no sheet "{name}"')
        for name in Book().sheets
        if name not in ("Read me", "Choices")
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
            ("Efforts", "Code"), ("Sources", "Code"), ("Sectors", "Name"), (RUBRIC, "Value"),
            ("Bands", "From"), ("Scoring notes", "Text"),
        ]
    ),  # fmt: skip
    # Numbers
    (
        "no number",
        lambda book: book.set(LEVELS, 14, "Points", "lots"),
        f'{lev(14, "Points")}: must be a number, got "lots"',
    ),
    (
        "a decimal comma",
        lambda book: book.set(QUESTIONS, 2, "Weight", "1,5"),
        f'{q(2, "Weight")}: must be a number, got "1,5": use a full stop for the decimal point, '
        "such as 1.5",
    ),
    (
        "a weight of 0",
        lambda book: book.set(QUESTIONS, 2, "Weight", 0),
        f"{q(2, 'Weight')}: must be more than 0",
    ),
    (
        "a negative weight",
        lambda book: book.set(DIMENSIONS, 2, "Weight", -1),
        'sheet "Dimensions", row 2, column "Weight": must be from 0 to 1,000,000, got -1',
    ),
    (
        "a weight that is not a number",
        lambda book: book.set(QUESTIONS, 2, "Weight", "NaN"),
        f'{q(2, "Weight")}: must be a number, got "NaN"',
    ),
    (
        "a weight beyond all bounds",
        lambda book: book.set(QUESTIONS, 2, "Weight", "1e400"),
        f"{q(2, 'Weight')}: must be from 0 to 1,000,000, got 1E+400",
    ),
    (
        "a weight too fine",
        lambda book: book.set(QUESTIONS, 2, "Weight", Decimal("0.00001")),
        f"{q(2, 'Weight')}: must have at most 4 decimal places, got 0.00001",
    ),
    (
        "no weight",
        lambda book: book.set(QUESTIONS, 2, "Weight", None),
        f"{q(2, 'Weight')}: is missing",
    ),
    (
        "half a level",
        lambda book: book.set(LEVELS, 3, "Code or number", Decimal("1.5")),
        f"{lev(3, 'Code or number')}: must be a whole number, got 1.5",
    ),
    (
        "half a month",
        lambda book: book.set("Bands", 2, "Look again after months", Decimal("0.5")),
        'sheet "Bands", row 2, column "Look again after months": must be a whole number, got 0.5',
    ),
    # Codes and words
    (
        "a code given twice",
        lambda book: book.add("Efforts", Code="S", Name="Tiny"),
        'sheet "Efforts", row 4, column "Code": S is given twice, as in sheet "Efforts", row 2',
    ),
    (
        "a code with a space",
        lambda book: book.set("Sectors", 2, "Code", "the council"),
        f'sheet "Sectors", row 2, column "Code": {CODE_RULE}, got "the council": '
        "write the-council",
    ),
    (
        "a dimension that is not there",
        lambda book: book.set(QUESTIONS, 3, "Dimension", "AA"),
        f'{q(3, "Dimension")}: must be a code on the sheet "Dimensions", got "AA"',
    ),
    (
        "no dimension",
        lambda book: book.set(QUESTIONS, 3, "Dimension", None),
        f"{q(3, 'Dimension')}: is missing",
    ),
    (
        "a level of no question",
        lambda book: book.set(LEVELS, 3, "Question", "A-11"),
        f'{lev(3, "Question")}: must be a code on the sheet "Questions", got "A-11"; '
        'did you mean "A-1"?',
    ),
    (
        "a level of nothing",
        lambda book: book.add(LEVELS, Row="level", Text="x"),
        f"{lev(21, 'Question')}: is missing",
    ),
    (
        "a row of no type",
        lambda book: book.set(LEVELS, 3, "Row", "levle"),
        f'{lev(3, "Row")}: must be one of {TYPES}, got "levle"; did you mean "level"?',
    ),
    (
        "a row without a type",
        lambda book: book.set(LEVELS, 3, "Row", None),
        f"{lev(3, 'Row')}: is missing",
    ),
    (
        "something where it means nothing",
        lambda book: book.set(LEVELS, 3, "If missing", "Do it."),
        f'{lev(3, "If missing")}: must be blank in a row for "level"',
    ),
    (
        "a second none of these",
        lambda book: book.add(
            LEVELS, Question="A-2", Row="none of these", Code_or_number="no", Text="None"
        ),
        f'{lev(21, "Row")}: is the second "none of these" of this question',
    ),
    (
        "a sector told twice",
        lambda book: book.add(
            LEVELS, Question="A-1", Row="sector wording", Code_or_number="trust", Why="x"
        ),
        f"{lev(21, 'Code or number')}: is given twice for this question: trust",
    ),
    (
        "wording for no sector",
        lambda book: book.set(LEVELS, 5, "Code or number", None),
        f"{lev(5, 'Code or number')}: is missing",
    ),
    (
        "an unknown kind",
        lambda book: book.set(QUESTIONS, 2, "Kind", "slider"),
        f"{q(2, 'Kind')}: must be one of single, yes_no, percentage, number, checklist, text, "
        'got "slider"',
    ),
    (
        "neither yes nor no",
        lambda book: book.set(QUESTIONS, 2, "Required", "perhaps"),
        f'{q(2, "Required")}: must be yes or no, got "perhaps"',
    ),
    (
        "an unknown source",
        lambda book: book.set(QUESTIONS, 2, "Sources", "guide, guidee"),
        f'{q(2, "Sources")}: names no code on the sheet "Sources": guidee',
    ),
    (
        "an unknown owner",
        lambda book: book.set(LEVELS, 2, "Owner", "nobody"),
        f'{lev(2, "Owner")}: names no code on the sheet "Owners": nobody',
    ),
    (
        "guidance without a sector",
        lambda book: book.set(LEVELS, 2, "Guidance by sector", "trust-guide"),
        f'{lev(2, "Guidance by sector")}: must have lines such as '
        '"local_authority: the text for it", got "trust-guide"',
    ),
    # What does not fit together
    (
        "a critical question that may be left out",
        lambda book: book.set(QUESTIONS, 2, "Not applicable allowed", "yes"),
        f"{q(2, 'Not applicable allowed')}: must be no: a critical question always applies",
    ),
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
        "a condition that looks forward",
        lambda book: book.set(QUESTIONS, 4, "Asked only if question", "B-2"),
        f"{q(4, 'Asked only if question')}: must be an earlier question, and B-2 comes later",
    ),
    (
        "a number band with no end",
        lambda book: book.set(LEVELS, 15, "Below", None),
        'sheet "Levels and items", row 15: must have one of "Below" and "Up to and including"',
    ),
    (
        "number bands with a gap",
        lambda book: book.set(LEVELS, 16, "From", 60),
        f"{lev(16, 'From')}: must be 50, got 60: leaves a gap with the band before",
    ),
    (
        "a dimension with no questions",
        lambda book: book.add(DIMENSIONS, Code="C", Name="Third", Weight=Decimal(1)),
        'sheet "Dimensions", row 4, questions: must not be an empty list',
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
        'sheet "Rubric", row 5, column "Field": must be the name of a field, got "Titel"; '
        'did you mean "Title"?',
    ),
    (
        "a field twice",
        lambda book: book.add(RUBRIC, Field="Edition", Value="2"),
        'sheet "Rubric", row 21, column "Field": names Edition again',
    ),
    (
        "a field taken out",
        lambda book: book.rows(RUBRIC).pop(5),
        'sheet "Rubric": has no row "Status"',
    ),
    (
        "no language",
        lambda book: book.set(RUBRIC, 8, "Value", None),
        'sheet "Rubric", row 8, field "Language": is missing',
    ),
    (
        "an effort for \"don't know\" that is not there",
        lambda book: book.set(RUBRIC, 16, "Value", "XL"),
        'sheet "Rubric", row 16, field "Don\'t know: effort": '
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
        "a note where the action stands",
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
