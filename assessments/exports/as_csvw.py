"""What the columns of the CSV hold, for programs that read it: W3C's CSV on the Web."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any

from assessments.exports import as_csv
from assessments.exports.base import NamedExport
from assessments.exports.tables import FIGURE, SHARE, TEXT, TRUTH, WHOSE, Column
from assessments.reports.content import Report

_DATATYPES: dict[str, object] = {
    TEXT: "string",
    FIGURE: {"base": "decimal", "format": "0.0#####"},
    SHARE: {"base": "decimal", "format": "0.0%"},
    TRUTH: {"base": "boolean", "format": "true|false"},
}


class CsvwExport(NamedExport):
    """A table description that names the CSV by its file name, so the two belong in one folder.

    `row` names the column that tells rows apart, and `title` says whose and which submission's it
    is.
    """

    extension = "csv-metadata.json"
    content_type = "application/csvm+json"

    def __init__(
        self,
        *,
        of: NamedExport,
        columns: Sequence[Column[Any]],
        title: str,
        row: str,
        never_empty: Collection[str],
    ) -> None:
        self.what = of.what
        self._of, self._columns, self._title, self._row = of, columns, title, row
        self._never_empty = never_empty

    def render(self, report: Report) -> bytes:
        """UTF-8, two spaces of indent, a line end at the end."""
        who = report.particulars
        title = self._title.format(who.organisation, who.reference)
        document = {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
            "url": self._of.file_name(report),
            "dc:title": f"Draft: {title}" if report.draft else title,
            "dc:created": who.submitted_at.isoformat(),
            **({"dc:identifier": [who.code, who.hash]} if who.code else {}),
            "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
            "tableSchema": {
                "columns": [
                    self._column(heading, kind) for heading, _, kind in (*self._columns, *WHOSE)
                ],
                "primaryKey": self._row,
            },
        }
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode("utf-8", "backslashreplace")

    def _column(self, heading: str, kind: str) -> dict[str, object]:
        return {
            "name": re.sub(r"\W+", "_", heading.lower()),
            "titles": heading,
            "datatype": _DATATYPES[kind],
            "required": heading in self._never_empty,
        }


EXPORT = CsvwExport(
    of=as_csv.EXPORT,
    columns=as_csv.COLUMNS,
    title="Answers of {}, {}",
    row="code",
    never_empty={
        "Code", "Dimension", "Title", "Question", "State", "Answer", "Critical", "Unconfirmed",
        "Reference",
    },
)  # fmt: skip
