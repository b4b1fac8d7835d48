"""A row per question for a spreadsheet: the answer, its figures, its note and what backs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessments.exports.base import NamedExport
from assessments.exports.tables import (
    FIGURE,
    SHARE,
    TEXT,
    TRUTH,
    Column,
    csv_row,
    csv_table,
    truth,
)
from assessments.reports.answered import Link, ReportFile, ReportQuestion
from assessments.reports.content import Report
from assessments.rubric.frameworks import CountsTowards

_NUMBER_WITH_UNIT = re.compile(r"-[0-9]+(?:\.[0-9]+)?(?:%| [\w £€%]+)?")
"""An answer with a minus in front that no spreadsheet would work out."""

COLUMNS: Sequence[Column[ReportQuestion]] = (
    ("Code", lambda each: each.code, TEXT),
    ("Dimension", lambda each: each.dimension_name, TEXT),
    ("Title", lambda each: each.title, TEXT),
    ("Question", lambda each: each.text, TEXT),
    ("State", lambda each: each.state_text, TEXT),
    ("Answer", lambda each: each.answer, TEXT),
    ("Number", lambda each: each.number, FIGURE),
    ("Level", lambda each: each.level, FIGURE),
    ("Points", lambda each: each.earned_points, FIGURE),
    ("Full points", lambda each: each.full_points, FIGURE),
    ("Mark", lambda each: each.mark, FIGURE),
    ("Weight", lambda each: each.weight, FIGURE),
    ("Share of dimension", lambda each: each.share, SHARE),
    ("Share of overall score", lambda each: each.whole_share, SHARE),
    ("Gap", lambda each: each.gap, FIGURE),
    ("Gain of the next level", lambda each: each.gain, FIGURE),
    ("Critical", lambda each: truth(each.critical), TRUTH),
    ("Unconfirmed", lambda each: truth(each.unconfirmed), TRUTH),
    ("Note", lambda each: each.note, TEXT),
    ("Reason", lambda each: each.reason, TEXT),
    ("Evidence", lambda each: _links(each.evidence), TEXT),
    ("Evidence past its date", lambda each: _links(each.evidence, past=True), TEXT),
    ("Strongest evidence", lambda each: each.strongest, TEXT),
    ("Files", lambda each: _files(each.files), TEXT),
    ("Held", lambda each: _links(each.held, past=False), TEXT),
    ("Held past its date", lambda each: _links(each.held, past=True), TEXT),
    ("Does not fit", lambda each: each.not_fitting, TEXT),
    ("Also counts towards", lambda each: _towards(each.counts_towards), TEXT),
    ("Does not fit together with", lambda each: _contradictions(each), TEXT),
)
_ANSWER = [heading for heading, _, _ in COLUMNS].index("Answer")


class CsvExport(NamedExport):
    """Comma-separated values as Excel and LibreOffice open them without asking."""

    extension = "csv"
    what = "answers"
    content_type = "text/csv; charset=utf-8"
    described_by = "csvw"

    def render(self, report: Report) -> bytes:
        """UTF-8 with a byte order mark, lines ended by CR LF; questions not asked come last."""
        parts = (*report.questions, *report.unasked)
        return csv_table(COLUMNS, map(_row, parts), report)


def _row(part: ReportQuestion) -> list[str]:
    """The cells. An answer that is a number below zero is no formula, and keeps its sign."""
    row = csv_row(COLUMNS, part)
    if part.number and _NUMBER_WITH_UNIT.fullmatch(part.answer):
        row[_ANSWER] = part.answer
    return row


def _links(items: Sequence[Link], past: bool | None = None) -> str:
    """An item a line: its title, then its link. `past` takes only those that are, or are not."""
    taken = [item for item in items if past is None or item.past is past]
    return "\n".join(f"{item.title} {item.url}".strip() for item in taken)


def _files(files: Sequence[ReportFile]) -> str:
    """A file a line: its name, then the SHA-256 of its bytes."""
    return "\n".join(f"{file.name} {file.sha256}" for file in files)


def _contradictions(part: ReportQuestion) -> str:
    """Another answer a line: its question, what the rubric asks, and the reason if one is given."""
    return "\n".join(
        f"{one.other.code}: {one.message}{f' Reason: {one.reason}' if one.reason else ''}"
        for one in part.contradictions
    )


def _towards(frameworks: Sequence[CountsTowards]) -> str:
    """A reference a line, after the title of its framework."""
    return "\n".join(f"{one.title}: {ref}" for one in frameworks for ref in one.refs)


EXPORT = CsvExport()
