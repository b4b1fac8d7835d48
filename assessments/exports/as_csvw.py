"""What the columns of the CSV hold, for programs that read it: W3C's CSV on the Web."""

from __future__ import annotations

import json
import re

from assessments.exports import as_csv
from assessments.exports.base import NamedExport
from assessments.reports.content import Report

_DATATYPES: dict[str, object] = {
    as_csv.TEXT: "string",
    as_csv.FIGURE: {"base": "decimal", "format": "0.0#####"},
    as_csv.SHARE: {"base": "decimal", "format": "0.0%"},
    as_csv.TRUTH: {"base": "boolean", "format": "true|false"},
}

_NEVER_EMPTY = frozenset(
    {"Code", "Dimension", "Title", "Question", "State", "Answer", "Critical", "Unconfirmed"}
)


class CsvwExport(NamedExport):
    """A table description that names the CSV by its file name, so the two belong in one folder."""

    key = "csvw"
    label = "Description of the spreadsheet's columns, for data programs"
    extension = "csv-metadata.json"
    what = "answers"
    content_type = "application/csvm+json"

    def render(self, report: Report) -> bytes:
        """UTF-8, two spaces of indent, a line end at the end."""
        who = report.particulars
        document = {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
            "url": as_csv.EXPORT.file_name(report),
            "dc:title": f"Answers of {who.organisation}, {who.reference}",
            "dc:created": who.submitted_at.isoformat(),
            "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
            "tableSchema": {
                "columns": [_column(heading, kind) for heading, _, kind in as_csv.COLUMNS],
                "primaryKey": "code",
            },
        }
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode("utf-8", "backslashreplace")


def _column(heading: str, kind: str) -> dict[str, object]:
    return {
        "name": re.sub(r"\W+", "_", heading.lower()),
        "titles": heading,
        "datatype": _DATATYPES[kind],
        "required": heading in _NEVER_EMPTY,
    }


EXPORT = CsvwExport()
