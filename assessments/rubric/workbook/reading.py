"""A workbook of either format to sheets of cells, by its content and not its name."""

from __future__ import annotations

from assessments.rubric.findings import refusal
from assessments.rubric.workbook.cells import Sheet
from assessments.rubric.workbook.ods_reading import read_ods
from assessments.rubric.workbook.package import MACROS, open_package
from assessments.rubric.workbook.xlsx_reading import read_xlsx

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


def read_workbook(data: bytes, name: str = "") -> list[Sheet]:
    """The sheets of an .ods or .xlsx file; raises `FileRefused` with the one reason.

    What the file is, is read from the file: the name only helps to say what is wrong.
    """
    package = open_package(data, name)
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise refusal(MACROS)
    if package.whole("mimetype").strip() in (_OPEN_DOCUMENT, _OPEN_DOCUMENT + b"-template"):
        return read_ods(package)
    if any(part.startswith("xl/") for part in package.names):
        return read_xlsx(package)
    raise refusal("is a zip file or document of another kind: a workbook is .ods or .xlsx")
