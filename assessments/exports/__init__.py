"""What a report can be downloaded as. `FORMATS` is the one table: a new format is a module
`as_<format>.py` that offers `EXPORT`, and one line here. Menu, address and file name follow. A menu
reads the table only, so no page loads what makes the files.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NamedTuple

from assessments.exports.base import Export


class Format(NamedTuple):
    """What a format is called in menus, and the module that makes it, loaded when it is asked."""

    label: str
    module: str


def _format(module: str, label: str) -> Format:
    return Format(label, f"assessments.exports.{module}")


FORMATS: dict[str, Format] = {
    "board": _format("as_pdf_board", "Board report (PDF)"),
    "pdf": _format("as_pdf", "Working paper (PDF)"),
    "odt": _format("as_odt", "Summary for a committee paper (OpenDocument)"),
    "docx": _format("as_docx", "Summary for a committee paper (Word)"),
    "ods": _format("as_ods", "Workbook with the sums as formulas (ODS)"),
    "xlsx": _format("as_xlsx", "Workbook with the sums as formulas (Excel)"),
    "csv": _format("as_csv", "Answers for a spreadsheet (CSV)"),
    "csvw": _format("as_csvw", "Description of the columns of the answers, for data programs"),
    "actions": _format("as_csv_actions", "Actions for a spreadsheet (CSV)"),
    "actions-csvw": _format(
        "as_csvw_actions", "Description of the columns of the actions, for data programs"
    ),
    "json": _format("as_json", "Result for other programs (JSON)"),
    "charts-png": _format("as_charts_png", "Charts as pictures (PNG)"),
    "charts-svg": _format("as_charts_svg", "Charts as drawings (SVG)"),
}
"""Each format by its key, which is its place in the address, in the order of the menu."""

PAPERS = ("board", "pdf")
"""The formats that are printed, which a link to a report opens too."""


@cache
def export(key: str) -> Export:
    """What makes the format of that key, loaded when first asked for; raises `KeyError` for an
    unknown one.
    """
    found: Export = import_module(FORMATS[key].module).EXPORT
    return found
