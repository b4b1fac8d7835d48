from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exports.as_csv import COLUMNS, EXPORT
from assessments.exports.tables import FIGURE, TRUTH
from assessments.reports.answered import Link
from assessments.reports.content import Report
from assessments.scoring.sheet import Reply, State
from tests.exports import reading
from tests.factories import rubrics as r
from tests.reports import samples


def rows(report: Report) -> list[dict[str, str]]:
    return reading.rows(EXPORT.render(report))


def with_first(**changes: object) -> Report:
    report = samples.worked()
    first = replace(report.questions[0], **changes)
    return replace(report, questions=(first, *report.questions[1:]))


def test_excel_opens_it_as_utf_8_with_windows_line_ends() -> None:
    made = EXPORT.render(samples.worked())
    assert made.startswith(b"\xef\xbb\xbfCode,Dimension,Title,")
    assert made.endswith(b"\r\n") and made.count(b"\r\n") == made.count(b"\r")


def test_there_is_a_row_per_question_with_the_reports_figures() -> None:
    report = samples.worked()
    made = rows(report)
    assert [row["Code"] for row in made] == [
        *(part.code for part in report.questions),
        *(part.code for part in report.unasked),
    ]
    for row, part in zip(made, report.questions, strict=False):
        for heading, figure in (
            ("Number", part.number),
            ("Level", part.level),
            ("Points", part.earned_points),
            ("Full points", part.full_points),
            ("Mark", part.mark),
            ("Weight", part.weight),
            ("Gap", part.gap),
            ("Gain of the next level", part.gain),
        ):
            assert (row[heading] == "") == (figure == ""), heading
            assert not figure or Decimal(row[heading]) == Decimal(figure), heading
        assert (row["Share of dimension"], row["Answer"]) == (part.share, part.answer)
    by_code = {row["Code"]: row for row in made}
    assert by_code["BUD-01"]["Note"] == samples.NOTE
    assert by_code["BUD-01"]["Evidence"] == (
        f"{samples.EVIDENCE.title} {samples.EVIDENCE.link}\n{samples.REFERENCE_ONLY.title}"
    )
    assert by_code["BUD-02"]["Unconfirmed"] == "true"
    assert by_code["BUD-01"]["Unconfirmed"] == "false"
    assert by_code["BUD-03"]["State"] == "Not applicable"
    assert by_code["BUD-03"]["Reason"] == samples.REASON
    assert by_code["TRA-10"]["State"] == "Not asked"


def test_numbers_that_the_program_made_stay_numbers() -> None:
    (row, *_) = rows(with_first(gap="-0.5", note="-0.5"))
    assert row["Gap"] == "-0.5" and row["Note"] == "'-0.5"


@pytest.mark.parametrize(
    ("kind", "unit", "typed", "answer", "number"),
    [
        ("number", "", "-5", "-5", "-5.0"),
        ("number", "", "-0.25", "-0.25", "-0.25"),
        ("number", "pounds", "-5", "-5 pounds", "-5.0"),
        ("number", "", "0", "0", "0.0"),
        ("percentage", "percent", "-12.5", "-12.5%", "-12.5"),
        ("percentage", "percent", "88.50", "88.50%", "88.50"),
        # What a rubric says after a number can be a formula after all.
        ("number", "+cmd|' /C calc'!A0", "-5", "'-5 +cmd|' /C calc'!A0", "-5.0"),
    ],
)
def test_an_answer_below_zero_is_a_number_and_no_formula(
    kind: str, unit: str, typed: str, answer: str, number: str
) -> None:
    block = r.number_block(-100, -50, 0, 50, 75, decimals=2, unit=unit)
    make = {"number": r.number, "percentage": r.percentage}[kind]
    spec = r.rubric(r.dimension("A", 1, make("A1", number=block)))
    reply = Reply(state=State.ANSWERED, value=Decimal(typed))
    [row] = rows(samples.report(spec, r.sheet({"A1": reply})))
    assert (row["Answer"], row["Number"]) == (answer, number)


def test_every_figure_has_a_decimal_point_and_yes_or_no_is_true_or_false() -> None:
    for row in rows(samples.worked()):
        for heading, _, kind in COLUMNS:
            if kind == FIGURE:
                assert row[heading] == "" or "." in row[heading], heading
            if kind == TRUTH:
                assert row[heading] in ("true", "false"), heading
    assert {row["Level"] for row in rows(samples.worked())} > {"0.0", "3.0"}


def test_no_cell_that_a_person_typed_is_a_formula() -> None:
    bad = "=HYPERLINK(1)"
    evidence = (Link(title=bad, url=bad),)
    held = (*evidence, Link(title=bad, url=bad, past=True))
    given = {"note": bad, "reason": bad, "answer": bad, "title": bad, "not_fitting": bad}
    (row, *_) = rows(with_first(evidence=evidence, held=held, **given))
    typed = ("Note", "Reason", "Answer", "Title", "Evidence", "Held", "Held past its date")
    for heading in (*typed, "Does not fit"):
        assert row[heading].startswith("'="), heading


@given(st.text(max_size=60))
def test_any_text_comes_back_to_the_letter(note: str) -> None:
    report = with_first(note=f"n{note}")
    [row] = rows(replace(report, questions=report.questions[:1], unasked=()))
    assert row["Note"] == f"n{note}".replace("\0", "")


def test_half_a_surrogate_pair_does_not_stop_it() -> None:
    assert b"n\\ud800" in EXPORT.render(with_first(note="n\ud800"))
