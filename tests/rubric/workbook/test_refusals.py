"""What an editor can get wrong in a workbook is told once, in plain words, at its place."""

from dataclasses import replace

import pytest

from assessments.rubric.workbook.codec import load_sheet
from tests.rubric.workbook.material import (
    SPEC,
    WRITERS,
    Book,
    faults_of,
)
from tests.rubric.workbook.slips import ALONE, LEVELS, QUESTIONS, RUBRIC, Edit, lev, q


@pytest.fixture(params=WRITERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(("edit", "fault"), [each[1:] for each in ALONE], ids=[e[0] for e in ALONE])
def test_one_slip_is_one_fault_at_its_place(kind: str, edit: Edit, fault: str) -> None:
    book = Book()
    edit(book)
    assert faults_of(book.write(kind)) == [fault]


def test_every_fault_is_told_at_once_in_the_order_of_the_sheets(kind: str) -> None:
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


def test_a_column_that_takes_the_name_of_another_is_told_as_both(kind: str) -> None:
    assert faults_of(Book().rename(QUESTIONS, "Help", "Why").write(kind)) == [
        'sheet "Questions": has no column "Help"',
        'sheet "Questions", row 1, column "Why": is there twice',
    ]


def test_a_range_and_its_bands_are_told_in_the_words_of_the_columns(kind: str) -> None:
    book = Book().set(QUESTIONS, 4, "Minimum", 100).set(LEVELS, 15, "Up to and including", 50)
    book.set(LEVELS, 15, "Below", None).set(LEVELS, 15, "From", 100)
    assert faults_of(book.write(kind)) == [
        f'{q(4, "Maximum")}: must be above "Minimum"',
        f'{lev(15, "Up to and including")}: must be above "From"',
        f'{lev(15, "Up to and including")}: the last band must end with "Up to and including", '
        "and only the last",
    ]
    assert faults_of(Book().set(QUESTIONS, 4, "Maximum", 90).write(kind)) == [
        f'{lev(16, "Up to and including")}: must be "Maximum", 90, got 100'
    ]


def test_a_code_used_for_two_questions_is_told_with_both_places(kind: str) -> None:
    faults = faults_of(Book().set(QUESTIONS, 5, "Code", "A-1").write(kind))
    assert faults[0] == f'{q(5, "Code")}: A-1 is given twice, as in sheet "Questions", row 2'
    orphans = faults[1:]
    assert orphans and all('got "B-2"' in fault for fault in orphans)


def test_a_column_that_nobody_knows_is_refused(kind: str) -> None:
    book = Book()
    book.columns(
        "Glossary", lambda columns: columns.append(replace(columns[0], name="What Bob thinks"))
    )
    for row in book.rows("Glossary"):
        row.append("nothing")
    assert faults_of(book.write(kind)) == [
        'sheet "Glossary", row 1, column "What Bob thinks": is not a column of this sheet: '
        "take it out, or put what it says into comments"
    ]


def test_something_beside_the_columns_is_refused_once(kind: str) -> None:
    book = Book()
    book.rows("Sources")
    book.columns("Sources", lambda columns: columns.append(replace(columns[0], name=" ")))
    for row in book.rows("Sources"):
        row.append("seen")
    assert faults_of(book.write(kind)) == [
        'sheet "Sources", row 2, column G: has something in it, but its column has no name in the '
        "first row"
    ]


def test_a_sheet_of_ones_own_is_refused_unless_it_is_blank(kind: str) -> None:
    book = Book()
    book.sheets["Sheet1"] = replace(book.sheets["Read me"], name="Sheet1", rows=[[None]])
    assert load_sheet(book.write(kind)) == SPEC
    book.sheets["Sheet1"] = replace(book.sheets["Sheet1"], rows=[["Ask Bob"]])
    assert faults_of(book.write(kind)) == [
        'sheet "Sheet1": is not a sheet of a rubric workbook: take it out, or put what it says '
        "into comments"
    ]


def test_a_workbook_about_something_else_is_refused_in_one_sentence(kind: str) -> None:
    book = Book()
    for name in list(book.sheets)[1:]:
        del book.sheets[name]
    assert faults_of(book.write(kind)) == [
        'the file: is not a rubric workbook: it has no sheet "Questions" or "Levels and items"'
    ]


def test_wording_that_hides_what_it_says_is_told_at_its_cell(kind: str) -> None:
    book = Book().set(QUESTIONS, 2, "Title", "A \u202eplan")
    assert faults_of(book.write(kind)) == [
        f"{q(2, 'Title')}: holds the hidden character U+202E (right-to-left override), character "
        "3, which can make the text read as something else: remove it, or type the text again"
    ]
