"""What an editor can get wrong in a workbook is refused once, in plain words, at its place."""

from dataclasses import replace

import pytest

from assessments.rubric.files import codec
from tests.rubric.workbook.material import (
    SPEC,
    Book,
    faults_of,
    with_cell,
)
from tests.rubric.workbook.slips import ALONE, LEVELS, QUESTIONS, RUBRIC, Edit, lev, q


@pytest.mark.parametrize(("edit", "fault"), [each[1:] for each in ALONE], ids=[e[0] for e in ALONE])
def test_one_slip_is_one_fault_at_its_place(edit: Edit, fault: str) -> None:
    book = Book()
    edit(book)
    assert book.faults() == [fault]


def test_a_workbook_whose_rubric_is_too_big_for_a_file_is_refused(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codec, "_SURELY_FITS", 0)
    monkeypatch.setattr(codec, "MOST_VALUES", 50)
    (fault,) = faults_of(Book().write(kind))
    assert "is too big: a rubric file may hold 50 values" in fault


def test_every_fault_is_listed_at_once_in_the_order_of_the_sheets(kind: str) -> None:
    book = (
        Book()
        .set(LEVELS, 14, "Points", "lots")
        .set("Glossary", 2, "Meaning", None)
        .set(QUESTIONS, 3, "Weight", "1,5")
        .set(QUESTIONS, 2, "Critical", "perhaps")
        .set(RUBRIC, 8, "Value", "british english")
        .rename("Sources", "Check", "Chekc")
        .set("Bands", 3, "From", 90)
    )
    assert faults_of(book.write(kind)) == [
        'sheet "Rubric", row 8, field "Language": must be a language such as en-GB, '
        'got "british english"',
        f'{q(2, "Critical")}: must be yes or no, got "perhaps"',
        f'{q(3, "Weight")}: must be a number, got "1,5": use a full stop for the decimal point, '
        "such as 1.5",
        f'{lev(14, "Points")}: must be a number, got "lots"',
        'sheet "Bands", row 2, column "Up to and including": must be 89.9, just below the next '
        "band",
        'sheet "Bands", row 4, column "From": must be above 90, where middle starts',
        'sheet "Glossary", row 2, column "Meaning": is missing',
        'sheet "Sources", row 1, column "Chekc": is not a column of this sheet; '
        'did you mean "Check"?',
    ]


def test_a_cell_that_cannot_be_read_is_listed_though_the_columns_that_link_rows_are_lost() -> None:
    book = Book().set("Bands", 3, "From", "lots").drop(LEVELS, "Question")
    assert book.faults() == [
        'sheet "Levels and items": has no column "Question"',
        'sheet "Bands", row 3, column "From": must be a number, got "lots"',
    ]


def test_a_column_that_takes_the_name_of_another_is_refused_as_both() -> None:
    assert Book().rename(QUESTIONS, "Help", "Why").faults() == [
        'sheet "Questions": has no column "Help"',
        'sheet "Questions", row 1, column "Why": is there twice',
    ]


def test_a_range_and_its_bands_are_refused_in_the_words_of_the_columns() -> None:
    book = Book().set(QUESTIONS, 4, "Minimum", 100).set(LEVELS, 15, "Up to and including", 50)
    book.set(LEVELS, 15, "Below", None).set(LEVELS, 15, "From", 100)
    assert book.faults() == [
        f'{q(4, "Maximum")}: must be above "Minimum"',
        f'{lev(15, "Up to and including")}: must be above "From"',
        f'{lev(15, "Up to and including")}: the last band must end with "Up to and including", '
        "and only the last",
    ]
    assert Book().set(QUESTIONS, 4, "Maximum", 90).faults() == [
        f'{lev(16, "Up to and including")}: must be "Maximum", 90, got 100'
    ]


def test_a_code_used_for_two_questions_is_refused_with_both_places() -> None:
    faults = Book().set(QUESTIONS, 5, "Code", "A-1").faults()
    assert faults[0] == f'{q(5, "Code")}: A-1 is given twice, as in sheet "Questions", row 2'
    orphans = faults[1:]
    assert orphans and all('got "B-2"' in fault for fault in orphans)


def test_an_unknown_column_is_refused() -> None:
    book = Book()
    book.columns(
        "Glossary", lambda columns: columns.append(replace(columns[0], name="What Bob thinks"))
    )
    for row in book.rows("Glossary"):
        row.append("nothing")
    assert book.faults() == [
        'sheet "Glossary", row 1, column "What Bob thinks": is not a column of this sheet: '
        "take it out, or put what it says into comments"
    ]


@pytest.mark.parametrize("sheet", [QUESTIONS, LEVELS, "Sources", "Rubric", "Scoring notes"])
@pytest.mark.parametrize("above", ["a title", "a row of its own"])
def test_what_is_above_the_column_names_is_one_fault(sheet: str, above: str) -> None:
    """A title that was put on top, or names that were sorted with the rows."""
    book = Book()
    rows, names = book.rows(sheet), [column.name for column in book.sheets[sheet].columns]
    first = [above] if above == "a title" else rows.pop(0)
    book.columns(sheet, lambda columns: columns.clear())
    rows[:0] = [first, names]
    assert book.faults() == [
        f'sheet "{sheet}", row 2: has the column names, so it must be the first row: move it to '
        "the top, and take out any title"
    ]


@pytest.mark.parametrize(
    ("sheet", "column"), [(LEVELS, "Question"), (LEVELS, "Row"), (QUESTIONS, "Dimension")]
)
def test_a_code_that_is_worked_out_is_refused_as_a_formula(
    sheet: str, column: str, kind: str
) -> None:
    cells = {
        "ods": '<table:table-cell table:formula="of:=A2" office:value-type="string"/>',
        "xlsx": '<c r="REF" t="str"><f>A2</f><v>A-1</v></c>',
    }
    spot = f'sheet "{sheet}", row 2, column "{column}"'
    assert faults_of(with_cell(Book(), kind, sheet, 2, column, cells[kind])) == [
        f"{spot}: must be text, got a formula: put its result in its place"
    ]


def test_something_next_to_the_columns_is_refused_once() -> None:
    book = Book()
    book.columns("Sources", lambda columns: columns.append(replace(columns[0], name=" ")))
    for row in book.rows("Sources"):
        row.append("seen")
    assert book.faults() == [
        'sheet "Sources", row 2, column G: has something in it, but its column has no name in the '
        "first row"
    ]


def test_a_sheet_of_ones_own_is_refused_unless_it_is_blank() -> None:
    book = Book()
    book.sheets["Sheet1"] = replace(book.sheets["Read me"], name="Sheet1", rows=[[None]])
    assert book.read() == SPEC
    book.sheets["Sheet1"] = replace(book.sheets["Sheet1"], rows=[["Ask Bob"]])
    assert book.faults() == [
        'sheet "Sheet1": is not a sheet of a rubric workbook: take it out, or put what it says '
        "into comments"
    ]


def test_a_workbook_about_something_else_is_refused_in_one_sentence() -> None:
    book = Book()
    for name in list(book.sheets)[1:]:
        del book.sheets[name]
    assert book.faults() == [
        'the file: is not a rubric workbook: it has no sheet "Questions" or "Levels and items"'
    ]


def test_wording_that_hides_what_it_says_is_refused_at_its_cell() -> None:
    book = Book().set(QUESTIONS, 2, "Title", "A \u202eplan")
    assert book.faults() == [
        f"{q(2, 'Title')}: holds the hidden character U+202E (right-to-left override), character "
        "3, which can make the text read as something else: remove it, or type the text again"
    ]
