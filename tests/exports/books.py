"""Reports whose sums are hard on a spreadsheet, and their workbooks read back."""

from __future__ import annotations

from fractions import Fraction

from assessments.reports.content import Report
from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.reading import read_workbook
from tests.factories import rubrics as r
from tests.reports import samples

TIES = [*range(1, 2000, 83)]
"""Odd, so that so many two-thousandths of a hundred points are a tie: 1/2000 is 0.05."""


def ties() -> Report:
    """Every dimension's score is a tie between two tenths, and so is the whole."""
    parts = [
        r.dimension(f"D{n}", 1, r.single(f"D{n}-1", n), r.single(f"D{n}-2", 2000 - n)) for n in TIES
    ]
    replies = {
        f"D{n}-{which}": r.answered(level) for n in TIES for which, level in ((1, 4), (2, 0))
    }
    made = samples.report(r.rubric(*parts), r.sheet(replies))
    assert all(Fraction(str(one.value)) * 20 % 2 == 0 for one in made.dimensions)
    return made


def thirds() -> Report:
    """Shares and marks without an end, a dimension without a score, don't know, a cap, balance."""
    capped = r.single("A1", "0.3333", critical=True, gates=[r.gate(0, "developing")])
    parts = [
        r.dimension("A", "0.7", capped, r.single("A2", "1.1429"), r.single("A3", 7)),
        r.dimension("B", "1.1", r.checklist("B1", 3), r.yes_no("B2", 11)),
        r.dimension("C", 2, r.single("C1", 1, not_applicable_allowed=True)),
    ]
    replies = {
        "A1": r.DONT_KNOW, "A2": r.answered(3), "A3": r.answered(4),
        "B1": r.answered({"a"}), "B2": r.answered("yes"), "C1": r.NOT_APPLICABLE,
    }  # fmt: skip
    return samples.report(r.rubric(*parts), r.sheet(replies))


def reports() -> dict[str, Report]:
    return {"worked": samples.worked(), "ties": ties(), "thirds": thirds()}


def cells(content: bytes) -> dict[str, list[dict[int, Cell]]]:
    """The rows of each sheet, headings first."""
    return {sheet.name: [*sheet.rows.values()] for sheet in read_workbook(content)}
