"""What a report can be downloaded as. `FORMATS` is the one table: a new format is a module
`as_<format>.py` that offers `EXPORT`, and one line here. Menu, address and file name follow.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from assessments.exports.base import Export

FORMATS: dict[str, str] = {
    "board": "assessments.exports.as_pdf_board",
    "pdf": "assessments.exports.as_pdf",
    "odt": "assessments.exports.as_odt",
    "docx": "assessments.exports.as_docx",
    "ods": "assessments.exports.as_ods",
    "xlsx": "assessments.exports.as_xlsx",
    "csv": "assessments.exports.as_csv",
    "csvw": "assessments.exports.as_csvw",
    "actions": "assessments.exports.as_csv_actions",
    "actions-csvw": "assessments.exports.as_csvw_actions",
    "json": "assessments.exports.as_json",
    "charts-png": "assessments.exports.as_charts_png",
    "charts-svg": "assessments.exports.as_charts_svg",
}
"""Each format's key and the module that makes it, in the order of the menu."""

PAPERS = ("board", "pdf")
"""The formats that are printed, which a link to a report opens too."""


@cache
def export(key: str) -> Export:
    """The format of that key, loaded when first asked for; raises `KeyError` for an unknown one."""
    found: Export = import_module(FORMATS[key]).EXPORT
    return found


def every_export() -> tuple[Export, ...]:
    """Every format, in the order of the menu."""
    return tuple(export(key) for key in FORMATS)
