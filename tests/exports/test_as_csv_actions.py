from __future__ import annotations

from dataclasses import replace

from assessments.exports import export
from assessments.reports.answered import Link
from assessments.reports.content import Report
from tests.exports import reading
from tests.reports import samples


def rows(report: Report) -> list[dict[str, str]]:
    return reading.rows(export("actions").render(report))


def test_there_is_a_row_per_action_in_the_reports_order() -> None:
    report = samples.worked()
    made = rows(report)
    assert [row["Code"] for row in made] == [one.code for one in report.actions]
    for row, one in zip(made, report.actions, strict=True):
        assert (row["Action"], row["Owner"], row["Effort"]) == (one.text, one.owner, one.effort)
        assert (row["Place"], row["Missing lines"]) == (f"{one.place}.0", "\n".join(one.items))
        assert row["Lifts a gate"] == ("true" if one.lifts else "false")
        assert row["Gain of the next level"] == one.gain
        assert row["Asks for a decision"] == ("true" if one.decision else "false")
    assert made[0]["Lifts a gate"] == "true" and made[-1]["To plan now"] == "false"


def test_no_cell_that_a_rubric_wrote_is_a_formula() -> None:
    bad = "=HYPERLINK(1)"
    first = replace(
        samples.worked().actions[0],
        text=bad, owner=bad, title=bad, items=(bad,), guidance=Link(title=bad), reason=bad,
    )  # fmt: skip
    [row] = rows(replace(samples.worked(), actions=(first,)))
    for heading in ("Action", "Owner", "Title", "Missing lines", "Guidance", "Reason"):
        assert row[heading] == f"'{bad}"


def test_a_report_that_recommends_nothing_has_only_the_headings() -> None:
    assert rows(replace(samples.worked(), actions=())) == []
