"""A row per question for a spreadsheet: the answer, its figures, its note and its evidence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from assessments.exports.base import NamedExport, cell
from assessments.reports.content import Link, QuestionPart, Report

_Column = tuple[str, Callable[[QuestionPart], str], bool]
"""A heading, what stands under it, and whether the program made it as a number."""

_COLUMNS: Sequence[_Column] = (
    ("Code", lambda each: each.code, False),
    ("Dimension", lambda each: each.dimension_name, False),
    ("Title", lambda each: each.title, False),
    ("Question", lambda each: each.text, False),
    ("State", lambda each: each.state_text, False),
    ("Answer", lambda each: each.answer, False),
    ("Level", lambda each: each.level, True),
    ("Points", lambda each: each.earned_points, True),
    ("Full points", lambda each: each.full_points, True),
    ("Mark", lambda each: each.mark, True),
    ("Weight", lambda each: each.weight, True),
    ("Share of dimension", lambda each: each.share, True),
    ("Share of overall score", lambda each: each.whole_share, True),
    ("Gap", lambda each: each.gap, True),
    ("Gain of the next level", lambda each: each.gain, True),
    ("Critical", lambda each: _yes(each.critical), False),
    ("Unconfirmed", lambda each: _yes(each.unconfirmed), False),
    ("Note", lambda each: each.note, False),
    ("Reason", lambda each: each.reason, False),
    ("Evidence", lambda each: _evidence(each.evidence), False),
)


class CsvExport(NamedExport):
    """Comma-separated values as Excel and LibreOffice open them without asking."""

    key = "csv"
    label = "Answers and points for a spreadsheet (CSV)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def render(self, report: Report) -> bytes:
        """UTF-8 with a byte order mark, lines ended by CR LF; questions not asked come last."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow([heading for heading, _, _ in _COLUMNS])
        for part in (*report.questions, *report.unasked):
            writer.writerow(
                [read(part) if number else cell(read(part)) for _, read, number in _COLUMNS]
            )
        return buffer.getvalue().encode("utf-8-sig", "backslashreplace")


def _yes(told: bool) -> str:
    return "yes" if told else "no"


def _evidence(items: Sequence[Link]) -> str:
    """An item a line: its title, then its link."""
    return "\n".join(f"{item.title} {item.url}".strip() for item in items)


EXPORT = CsvExport()
