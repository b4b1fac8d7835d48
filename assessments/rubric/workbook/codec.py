"""A rubric to a workbook for people who review in a spreadsheet, and back: the public names.

`load_sheet(dump_ods(spec))` and `load_sheet(dump_xlsx(spec))` have the content hash of `spec`. A
workbook is read into the same document as a rubric file, so that what is refused, and why, is the
same for both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import (
    EditionBefore,
    no_edition,
    read_and_examine,
    to_document,
)
from assessments.rubric.findings import FileRefused, Finding, Findings, refusal
from assessments.rubric.workbook.assembling import assemble
from assessments.rubric.workbook.assembly import WHOLE_FILE, in_order
from assessments.rubric.workbook.cells import MOST_TEXT, letters
from assessments.rubric.workbook.filling import filled_sheets
from assessments.rubric.workbook.ods_writing import write_ods
from assessments.rubric.workbook.package import MOST_BYTES
from assessments.rubric.workbook.reading import read_workbook
from assessments.rubric.workbook.writing import SheetToWrite
from assessments.rubric.workbook.xlsx_writing import write_xlsx


def dump_ods(spec: RubricSpec) -> bytes:
    """The rubric as an OpenDocument spreadsheet: the same bytes for the same rubric.

    A draft need not be sound. Raises `FileRefused` if it would be a workbook that cannot be read
    back: a list of many long texts is too much for a cell, or the whole is too big.
    """
    return _dump(spec, write_ods)


def dump_xlsx(spec: RubricSpec) -> bytes:
    """The rubric as an Excel workbook, as `dump_ods`."""
    return _dump(spec, write_xlsx)


def _dump(spec: RubricSpec, write: Callable[[Sequence[SheetToWrite]], bytes]) -> bytes:
    sheets = filled_sheets(to_document(spec))
    faults = [
        Finding(f'sheet "{sheet.name}", cell {letters(place)}{number}', "is too long for a cell")
        for sheet in sheets
        for number, row in enumerate(sheet.rows, start=2)
        for place, value in enumerate(row)
        if isinstance(value, str) and len(value) > MOST_TEXT
    ]
    if faults:
        raise FileRefused(faults)
    data = write(sheets)
    if len(data) > MOST_BYTES:
        raise refusal(f"is too big: a workbook may hold {MOST_BYTES:,} bytes")
    return data


def load_sheet(data: bytes, name: str = "") -> RubricSpec:
    """The rubric of an .ods or .xlsx file; raises `FileRefused` with every fault and its place.

    `name` is what the file was called. It only helps to say what is wrong: what the file is, is
    read from the file. Nothing in it is run or followed, and time and memory are bounded.
    """
    return load_sheet_with_warnings(data, name)[0]


def load_sheet_with_warnings(
    data: bytes, name: str = "", before_of: EditionBefore = no_edition
) -> tuple[RubricSpec, tuple[Finding, ...]]:
    """As `load_sheet`, with what is worth a look though it stops nothing.

    `before_of` gives the last edition: codes that it used for something else are looked for too.
    """
    book = assemble(read_workbook(data, name))
    document = Findings()
    unread = book.unread | book.misread.keys()
    spec = read_and_examine(book.document, document, unread, before_of)
    lost = Findings(book.unread)
    for place, message in book.misread.items():
        book.note_in_words(Finding(place, message))
    for found in document.found:
        if found.place not in book.misread and not lost.is_unread(found.place):
            book.note_in_words(found)
    if document.faults and not book.findings.faults:
        # Never take a rubric in which something harmless is where a cell could not be read.
        book.note(WHOLE_FILE, "holds something that cannot be read")
    book.refuse()
    return spec, in_order(book.findings.warnings)
