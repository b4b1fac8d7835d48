"""The report as an Excel workbook."""

from __future__ import annotations

from assessments.exports.base import NamedExport
from assessments.exports.workbook import sheets
from assessments.reports.content import Report
from assessments.rubric.workbook.writing import write_xlsx


class XlsxExport(NamedExport):
    """The same sheets as the OpenDocument workbook."""

    extension = "xlsx"
    what = "workbook"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def render(self, report: Report) -> bytes:
        return write_xlsx(sheets(report))


EXPORT = XlsxExport()
