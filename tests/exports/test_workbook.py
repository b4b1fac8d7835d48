"""The workbooks of a report. That other programs work out the sums is in tests/interop."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports import as_csv, as_csv_actions, export
from assessments.exports.workbook import MOST, guard, plain, sheets
from assessments.reports.content import Report
from assessments.rubric.workbook.cells import Kind
from assessments.rubric.workbook.writing import Formula
from assessments.scoring.sheet import rounded
from tests.exports import books
from tests.reports import samples
from tests.rubric.workbook.material import parts_of

KEYS = ("ods", "xlsx")
BAD = '=HYPERLINK("http://evil.example","x")'


def with_bad_texts() -> Report:
    report = samples.worked()
    first = replace(report.questions[0], note=BAD, answer=BAD, title=BAD, reason="-1+1")
    action = replace(report.actions[0], text=BAD, owner="@SUM(A1)")
    return replace(
        report,
        questions=(first, *report.questions[1:]),
        actions=(action,),
        particulars=replace(report.particulars, organisation=BAD),
    )


@pytest.mark.parametrize("key", KEYS)
def test_every_sheet_has_what_the_report_says(key: str) -> None:
    report = samples.worked()
    found = books.cells(export(key).render(report))
    assert [*found] == ["Summary", "Dimensions", "Answers", "Actions", "Sums", "Bands"]
    rows = found["Answers"]
    assert len(rows) == 1 + len(report.questions) + len(report.unasked)
    assert len(rows[0]) == len(as_csv.COLUMNS)
    assert len(found["Actions"]) == 1 + len(report.actions)
    assert len(found["Actions"][0]) == len(as_csv_actions.COLUMNS)
    said = {row[0].text: row[1].text for row in found["Summary"]}
    assert said["Organisation"] == "Eastmere Borough Council"
    assert (said["Score"], said["Final band"]) == ("68.2", "Developing")
    assert "Draft" not in said
    assert [row[1].text for row in found["Dimensions"][1:]] == [d.name for d in report.dimensions]


@pytest.mark.parametrize("key", KEYS)
def test_only_what_we_wrote_is_a_formula(key: str) -> None:
    found = books.cells(export(key).render(with_bad_texts()))
    kinds = {
        name: {cell.kind for row in rows for cell in row.values()} for name, rows in found.items()
    }
    assert {name for name, of in kinds.items() if Kind.FORMULA in of} == {"Sums", "Bands"}
    formulas = [
        cell.text for rows in found.values() for row in rows for cell in row.values()
        if cell.kind is Kind.FORMULA
    ]  # fmt: skip
    assert not [text for text in formulas if "HYPERLINK" in text]
    assert sum(cell.text == BAD for row in found["Answers"] for cell in row.values()) == 3
    titles = [row[2] for row in found["Sums"]]
    assert [cell.kind for cell in titles if cell.text == BAD] == [Kind.TEXT]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "note",
    ["<r>our plan</r>", "<r><t>3</t></r>", "<r></si></sst></r>", "<r> a  & b_x0041_\n </r>"],
)
def test_markup_that_a_person_types_is_text(key: str, note: str) -> None:
    report = samples.worked()
    first = replace(report.questions[0], note=note)
    rows = books.cells(export(key).render(replace(report, questions=(first,))))["Answers"]
    assert note in [cell.text for cell in rows[1].values()]


@pytest.mark.parametrize("text", ["HYPERLINK(A1)&B1", "1+cmd|' /C calc'!A0", '"=A1"', "A1\n", ""])
def test_what_is_no_sum_is_no_formula(text: str) -> None:
    with pytest.raises(ValueError, match="no formula of ours"):
        Formula(text)


def test_no_formula_has_a_result_that_a_program_could_believe() -> None:
    ods = parts_of(export("ods").render(samples.worked()))["content.xml"].decode()
    formulas = [cell for cell in ods.split("<table:table-cell ") if "table:formula" in cell]
    assert len(formulas) > 200 and not [cell for cell in formulas if "office:value" in cell]
    parts = parts_of(export("xlsx").render(samples.worked()))
    found = b"".join(parts[name] for name in parts if name.startswith("xl/worksheets/"))
    assert found.count(b"<f>") == found.count(b"</f><v></v>") == len(formulas)


def test_a_draft_is_marked_and_an_incomplete_one_has_no_sums() -> None:
    report = replace(samples.worked(), draft="This is a draft.")
    summary, *_ = sheets(report)
    assert summary.rows[0] == ["Draft", "This is a draft."]
    head = replace(report.headline, score=None, final=None)
    assert [one.name for one in sheets(replace(report, headline=head))][-1] == "Actions"


def test_a_report_that_recommends_nothing_says_so() -> None:
    report = replace(samples.worked(), actions=(), no_actions="Nothing to do.")
    [row] = sheets(report)[3].rows
    assert [cell for cell in row if cell] == ["Nothing to do."]


@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_cut_where_a_cell_ends_and_says_so(key: str) -> None:
    report = samples.worked()
    first = replace(report.questions[0], note="😀" * MOST)
    made = export(key).render(replace(report, questions=(first,)))
    [note] = [
        c.text for row in books.cells(made)["Answers"] for c in row.values() if "😀" in c.text
    ]
    assert note.endswith("(cut here: the JSON has all of it)")
    assert len(note.encode("utf-16-le")) // 2 <= MOST


@given(st.text())
def test_any_text_is_one_that_a_workbook_holds(text: str) -> None:
    report = samples.worked()
    made = plain(text)
    assert "\t" not in made and "\r" not in made
    first = replace(report.questions[0], note=f"n{text}")
    small = replace(report, questions=(first,), unasked=(), actions=(), dimensions=())
    head = replace(report.headline, score=None, final=None)
    for key in KEYS:
        export(key).render(replace(small, headline=head))


@given(st.fractions(0, 100, max_denominator=10**12))
def test_rounding_to_the_guard_digit_first_changes_no_figure(exact: Fraction) -> None:
    digits = guard(exact)
    scaled = exact * 10**digits + Fraction(1, 2)
    assert rounded(Fraction(scaled.numerator // scaled.denominator, 10**digits)) == rounded(exact)


def test_a_figure_just_below_a_tie_gets_more_guard_digits() -> None:
    assert guard(Fraction(6425, 100)) == 8
    assert guard(Fraction(6425, 100) - Fraction(1, 10**9)) == 9
