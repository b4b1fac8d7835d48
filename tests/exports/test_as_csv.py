from __future__ import annotations

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exports.as_csv import EXPORT
from assessments.reports.content import Link, Report
from tests.reports import samples


def rows(report: Report) -> list[dict[str, str]]:
    text = EXPORT.render(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


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
        assert (row["Points"], row["Full points"]) == (part.earned_points, part.full_points)
        assert (row["Weight"], row["Share of dimension"]) == (part.weight, part.share)
        assert (row["Gap"], row["Answer"]) == (part.gap, part.answer)
    by_code = {row["Code"]: row for row in made}
    assert by_code["BUD-01"]["Note"] == samples.NOTE
    assert by_code["BUD-01"]["Evidence"] == (
        f"{samples.EVIDENCE.title} {samples.EVIDENCE.link}\n{samples.REFERENCE_ONLY.title}"
    )
    assert by_code["BUD-02"]["Unconfirmed"] == "yes"
    assert by_code["BUD-03"]["State"] == "Not applicable"
    assert by_code["BUD-03"]["Reason"] == samples.REASON
    assert by_code["TRA-09"]["State"] == "Not asked"


def test_numbers_that_the_program_made_stay_numbers() -> None:
    (row, *_) = rows(with_first(gap="-0.5", note="-0.5"))
    assert row["Gap"] == "-0.5" and row["Note"] == "'-0.5"


def test_no_cell_that_a_person_typed_is_a_formula() -> None:
    bad = "=HYPERLINK(1)"
    evidence = (Link(title=bad, url=bad),)
    (row, *_) = rows(with_first(note=bad, reason=bad, answer=bad, title=bad, evidence=evidence))
    for heading in ("Note", "Reason", "Answer", "Title", "Evidence"):
        assert row[heading].startswith("'="), heading


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_comes_back_to_the_letter(note: str) -> None:
    (row, *others) = rows(with_first(note=f"n{note}"))
    assert row["Note"] == f"n{note}".replace("\0", "")
    assert len(others) == 43


def test_half_a_surrogate_pair_does_not_stop_it() -> None:
    assert b"n\\ud800" in EXPORT.render(with_first(note="n\ud800"))
