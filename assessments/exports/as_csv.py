"""A row per question for a spreadsheet: the answer, its figures, its note and what backs it.

Programs guess the type of a column from its cells. Every figure therefore has a decimal point, and
yes or no is `true` or `false`, so that the guess is the same for each organisation's report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assessments.exports.base import NamedExport, cell, csv_bytes
from assessments.reports.answered import Link, ReportFile, ReportQuestion
from assessments.reports.content import Report
from assessments.rubric.frameworks import CountsTowards

_NUMBER_WITH_UNIT = re.compile(r"-[0-9]+(?:\.[0-9]+)?(?:%| [\w £€%]+)?")
"""An answer with a minus in front that no spreadsheet would work out."""

TEXT = "text"
FIGURE = "figure"
SHARE = "share"
TRUTH = "truth"

Column = tuple[str, Callable[[ReportQuestion], str], str]
"""A heading, the values under it, and their type: one of the four above."""

COLUMNS: Sequence[Column] = (
    ("Code", lambda each: cell(each.code), TEXT),
    ("Dimension", lambda each: cell(each.dimension_name), TEXT),
    ("Title", lambda each: cell(each.title), TEXT),
    ("Question", lambda each: cell(each.text), TEXT),
    ("State", lambda each: cell(each.state_text), TEXT),
    ("Answer", lambda each: _answer(each), TEXT),
    ("Number", lambda each: _pointed(each.number), FIGURE),
    ("Level", lambda each: _pointed(each.level), FIGURE),
    ("Points", lambda each: _pointed(each.earned_points), FIGURE),
    ("Full points", lambda each: _pointed(each.full_points), FIGURE),
    ("Mark", lambda each: _pointed(each.mark), FIGURE),
    ("Weight", lambda each: _pointed(each.weight), FIGURE),
    ("Share of dimension", lambda each: each.share, SHARE),
    ("Share of overall score", lambda each: each.whole_share, SHARE),
    ("Gap", lambda each: _pointed(each.gap), FIGURE),
    ("Gain of the next level", lambda each: _pointed(each.gain), FIGURE),
    ("Critical", lambda each: _truth(each.critical), TRUTH),
    ("Unconfirmed", lambda each: _truth(each.unconfirmed), TRUTH),
    ("Note", lambda each: cell(each.note), TEXT),
    ("Reason", lambda each: cell(each.reason), TEXT),
    ("Evidence", lambda each: cell(_links(each.evidence)), TEXT),
    ("Evidence past its date", lambda each: cell(_links(each.evidence, past=True)), TEXT),
    ("Strongest evidence", lambda each: each.strongest, TEXT),
    ("Files", lambda each: cell(_files(each.files)), TEXT),
    ("Held", lambda each: cell(_links(each.held, past=False)), TEXT),
    ("Held past its date", lambda each: cell(_links(each.held, past=True)), TEXT),
    ("Does not fit", lambda each: cell(each.not_fitting), TEXT),
    ("Also counts towards", lambda each: cell(_towards(each.counts_towards)), TEXT),
    ("Does not fit together with", lambda each: cell(_contradictions(each)), TEXT),
)


class CsvExport(NamedExport):
    """Comma-separated values as Excel and LibreOffice open them without asking."""

    key = "csv"
    label = "Answers for a spreadsheet (CSV)"
    extension = "csv"
    what = "answers"
    content_type = "text/csv; charset=utf-8"
    described_by = "csvw"

    def render(self, report: Report) -> bytes:
        """UTF-8 with a byte order mark, lines ended by CR LF; questions not asked come last."""
        parts = (*report.questions, *report.unasked)
        rows = ([read(part) for _, read, _ in COLUMNS] for part in parts)
        return csv_bytes([heading for heading, _, _ in COLUMNS], rows)


def _answer(part: ReportQuestion) -> str:
    """The answer in words. A number below zero is no formula, and keeps its sign in front."""
    if part.number and _NUMBER_WITH_UNIT.fullmatch(part.answer):
        return part.answer
    return cell(part.answer)


def _pointed(figure: str) -> str:
    """The figure with a decimal point: "75.0"; empty when there is none."""
    return f"{figure}.0" if figure and "." not in figure else figure


def _truth(value: bool) -> str:
    return "true" if value else "false"


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
