"""The whole result as frozen, and whose submission it is, for other programs to read."""

from __future__ import annotations

import json

from assessments.exports.base import NamedExport
from assessments.reports.content import Report


class JsonExport(NamedExport):
    """The result document word for word, with one more key, `submission`, at its end."""

    key = "json"
    label = "Result for other programs (JSON)"
    extension = "json"
    content_type = "application/json"

    def render(self, report: Report) -> bytes:
        """UTF-8, keys in the order of the format, two spaces of indent, a line end at the end."""
        who = report.particulars
        document = {
            **report.result_document,
            "submission": {
                "reference": who.reference,
                "number": who.number,
                "organisation": who.organisation,
                "sector": who.sector,
                "submitted_at": who.submitted_at.isoformat(),
                "submitted_by": who.submitted_by,
            },
        }
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode("utf-8", "backslashreplace")


EXPORT = JsonExport()
