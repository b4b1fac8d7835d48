"""The summary of a report as an OpenDocument text, for committees that edit it further."""

from __future__ import annotations

from assessments.exports.base import NamedExport
from assessments.reports.content import Report


class OdtExport(NamedExport):
    """Verdict, scores, what caps the band, and what to do first, under real headings."""

    extension = "odt"
    what = "summary"
    content_type = "application/vnd.oasis.opendocument.text"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report."""
        # Loaded here, because the checks that every command makes load each format.
        from assessments.exports.opendocument import paper_of

        return paper_of(report)


EXPORT = OdtExport()
