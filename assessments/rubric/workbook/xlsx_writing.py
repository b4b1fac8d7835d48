"""Sheets to an Excel workbook (.xlsx): the one module that uses XlsxWriter.

Every text is written as a text, so that none can become a formula whatever it begins with, and
the same rubric gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from assessments.rubric.workbook.filling import FilledSheet
from assessments.rubric.workbook.layout import Column
from assessments.rubric.workbook.ods_writing import LAST_ROW, PROSE_WIDTH

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def write_xlsx(sheets: Sequence[FilledSheet]) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    workbook: Any = xlsxwriter.Workbook(file, _OPTIONS)
    workbook.set_properties({"created": _MADE})
    formats = {
        # "@" is the format of a text: what somebody types there later stays a text too.
        "text": workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "title": workbook.add_format({"num_format": "@", "bold": True}),
        "figure": workbook.add_format({"valign": "top"}),
        "head": workbook.add_format(
            {"num_format": "@", "bold": True, "text_wrap": True, "bg_color": "#e8edee"}
        ),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    workbook.close()
    return file.getvalue()


def _write_sheet(page: Any, sheet: FilledSheet, formats: dict[str, Any]) -> None:
    if not sheet.columns:
        page.set_column(0, 0, PROSE_WIDTH, formats["text"])
    for place, column in enumerate(sheet.columns):
        style = formats["figure" if column.form.numeric else "text"]
        page.set_column(place, place, column.width, style)
        page.write_string(0, place, column.name, formats["head"])
        source = _choices(column)
        if source is not None:
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(1, place, LAST_ROW, place, rule)
    if sheet.columns:
        page.freeze_panes(1, 1)
    for number, row in enumerate(sheet.rows, start=1 if sheet.columns else 0):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(number, place, value, formats["figure"])
            elif value:
                style = formats["title" if value in sheet.headings else "text"]
                page.write_string(number, place, value, style)


def _choices(column: Column) -> list[str] | str | None:
    if column.choices:
        return list(column.choices)
    if column.names:
        return f"='{column.names}'!$A$2:$A${LAST_ROW}"
    return None
