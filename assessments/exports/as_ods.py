"""The report as an OpenDocument workbook."""

from __future__ import annotations

from assessments.exports.base import NamedExport
from assessments.exports.workbook import sheets
from assessments.reports.content import Report
from assessments.rubric.workbook.package import OPEN_DOCUMENT
from assessments.rubric.workbook.writing import write_ods


class OdsExport(NamedExport):
    """For LibreOffice and all else that opens the open standard, Excel included."""

    extension = "ods"
    what = "workbook"
    content_type = OPEN_DOCUMENT

    def render(self, report: Report) -> bytes:
        return write_ods(sheets(report))


EXPORT = OdsExport()
