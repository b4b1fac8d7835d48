"""A row per recommended action for a spreadsheet, in the order in which to take them."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.exports.base import NamedExport
from assessments.exports.tables import FIGURE, TEXT, TRUTH, Column, csv_row, csv_table, truth
from assessments.reports.content import Report, ReportAction

COLUMNS: Sequence[Column[ReportAction]] = (
    ("Place", lambda each: str(each.place), FIGURE),
    ("Code", lambda each: each.code, TEXT),
    ("Dimension", lambda each: each.dimension, TEXT),
    ("Title", lambda each: each.title, TEXT),
    ("Action", lambda each: each.text, TEXT),
    ("Missing lines", lambda each: "\n".join(each.items), TEXT),
    ("Effort", lambda each: each.effort, TEXT),
    ("What the effort means", lambda each: each.effort_meaning, TEXT),
    ("Owner", lambda each: each.owner, TEXT),
    ("Guidance", lambda each: f"{each.guidance.title} {each.guidance.url}".strip()
        if each.guidance else "", TEXT),
    ("Lifts a gate", lambda each: truth(each.lifts), TRUTH),
    ("To plan now", lambda each: truth(each.urgent), TRUTH),
    ("Reason", lambda each: each.reason, TEXT),
    ("Gain of the next level", lambda each: each.gain, FIGURE),
    ("Asks for a decision", lambda each: truth(each.decision), TRUTH),
)  # fmt: skip


class CsvActionsExport(NamedExport):
    """Comma-separated values, as those of the answers."""

    extension = "csv"
    what = "actions"
    content_type = "text/csv; charset=utf-8"
    described_by = "actions-csvw"

    def render(self, report: Report) -> bytes:
        """UTF-8 with a byte order mark, lines ended by CR LF."""
        rows = (csv_row(COLUMNS, action) for action in report.actions)
        return csv_table(COLUMNS, rows, report)


EXPORT = CsvActionsExport()
