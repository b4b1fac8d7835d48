"""The summary of a report as a Word document, for papers of committees that edit it further."""

from __future__ import annotations

from assessments.exports.base import NamedExport
from assessments.reports.content import Report


class DocxExport(NamedExport):
    """Verdict, scores, what caps the band, and what to do first, under real headings."""

    extension = "docx"
    what = "summary"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report."""
        # Loaded here, because the checks that every command makes load each format.
        from assessments.exports.word import paper_of

        return paper_of(report)


EXPORT = DocxExport()
