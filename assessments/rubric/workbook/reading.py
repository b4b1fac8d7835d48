"""A workbook of either format to sheets of cells, whatever its name says it is."""

from __future__ import annotations

from assessments.rubric.workbook.ods_reading import has_macros, is_ods, read_ods
from assessments.rubric.workbook.package import open_package
from assessments.rubric.workbook.workbook import Sheet, refusal
from assessments.rubric.workbook.xlsx_reading import is_xlsx, read_xlsx

_WITH_MACROS = (".xlsm", ".xltm", ".xlam")


def read_workbook(data: bytes, name: str = "") -> list[Sheet]:
    """The sheets of an .ods or .xlsx file; raises `RubricRefused` with the one reason.

    What the file is, is read from the file: the name only helps to say what is wrong.
    """
    package = open_package(data, name)
    if name.lower().endswith(_WITH_MACROS):
        raise has_macros()
    if is_ods(package):
        return read_ods(package)
    if is_xlsx(package):
        return read_xlsx(package)
    raise refusal("is a zip file or document of another kind: a workbook is .ods or .xlsx")
