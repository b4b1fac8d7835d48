"""Sheets to an Excel workbook (.xlsx): the one module that uses XlsxWriter.

Every text is written as a text, so that none can become a formula by its first character, and
the same sheets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from assessments.rubric.workbook.cells import letters
from assessments.rubric.workbook.writing import LAST_ROW, PROSE_WIDTH, SheetToWrite

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def write_xlsx(sheets: Sequence[SheetToWrite]) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    workbook: Any = xlsxwriter.Workbook(file, _OPTIONS)
    workbook.set_properties({"created": _MADE})
    # "@" is the format of a text: what is typed there later stays a text too.
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    formats = {
        "text": workbook.add_format(text),
        "title": workbook.add_format({"num_format": "@", "bold": True}),
        "figure": workbook.add_format({"valign": "top"}),
        "head": workbook.add_format({**text, "bold": True, "bg_color": "#e8edee"}),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    workbook.close()
    return file.getvalue()


def _write_sheet(page: Any, sheet: SheetToWrite, formats: dict[str, Any]) -> None:
    if sheet.columns:
        page.freeze_panes(1, 1)
    else:
        page.set_column(0, 0, PROSE_WIDTH, formats["text"])
    if sheet.hidden:
        page.hide()
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats["figure" if column.numeric else "text"])
        page.write_string(0, place, column.name, formats["head"])
        if column.choices is not None:
            name, letter = column.choices.sheet.replace("'", "''"), letters(column.choices.column)
            source = f"='{name}'!${letter}$2:${letter}${column.choices.last_row}"
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(1, place, LAST_ROW, place, rule)
    for number, row in enumerate(sheet.rows, start=1 if sheet.columns else 0):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(number, place, value, formats["figure"])
            elif value:
                style = formats["title" if value in sheet.headings else "text"]
                page.write_string(number, place, value, style)
