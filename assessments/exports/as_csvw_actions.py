"""What the columns of the CSV of actions hold, for programs that read it."""

from __future__ import annotations

from assessments.exports import as_csv_actions
from assessments.exports.as_csvw import CsvwExport

EXPORT = CsvwExport(
    of=as_csv_actions.EXPORT,
    columns=as_csv_actions.COLUMNS,
    title="Actions of {}, {}",
    row="place",
    never_empty={
        "Place", "Code", "Dimension", "Title", "Lifts a gate", "To plan now", "Reference",
    },
)  # fmt: skip
