"""A rubric to a workbook for people who review in a spreadsheet, and back: the public names.

`load_sheet(dump_ods(spec))` and `load_sheet(dump_xlsx(spec))` have the content hash of `spec`. A
workbook is read into the same document as a rubric file, so that what is refused, and why, is the
same for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.codec import (
    Fault,
    RubricRefused,
    read_and_examine,
    to_document,
)
from assessments.rubric.files.faults import Notebook
from assessments.rubric.soundness import Finding, Severity
from assessments.rubric.workbook.assembling import assemble
from assessments.rubric.workbook.assembly import Assembly
from assessments.rubric.workbook.cells import MOST_TEXT, letters
from assessments.rubric.workbook.filling import filled_sheets
from assessments.rubric.workbook.findings import Findings
from assessments.rubric.workbook.ods_writing import write_ods
from assessments.rubric.workbook.package import MOST_BYTES
from assessments.rubric.workbook.places import WHOLE_FILE
from assessments.rubric.workbook.reading import read_workbook
from assessments.rubric.workbook.wording import in_sheet_words
from assessments.rubric.workbook.writing import SheetToWrite
from assessments.rubric.workbook.xlsx_writing import write_xlsx

__all__ = [
    "MOST_BYTES",
    "Fault",
    "RubricRefused",
    "dump_ods",
    "dump_xlsx",
    "load_sheet",
    "load_sheet_with_warnings",
]


def dump_ods(spec: RubricSpec) -> bytes:
    """The rubric as an OpenDocument spreadsheet: the same bytes for the same rubric.

    A draft need not be sound. Raises `RubricRefused` if a cell would hold more than a spreadsheet
    can, which takes a list of many long texts.
    """
    return write_ods(_sheets(spec))


def dump_xlsx(spec: RubricSpec) -> bytes:
    """The rubric as an Excel workbook, as `dump_ods`."""
    return write_xlsx(_sheets(spec))


def _sheets(spec: RubricSpec) -> list[SheetToWrite]:
    sheets = filled_sheets(to_document(spec))
    faults = [
        Fault(f'sheet "{sheet.name}", cell {letters(place)}{number}', "is too long for a cell")
        for sheet in sheets
        for number, row in enumerate(sheet.rows, start=2)
        for place, value in enumerate(row)
        if isinstance(value, str) and len(value) > MOST_TEXT
    ]
    if faults:
        raise RubricRefused(faults)
    return sheets


def load_sheet(data: bytes, name: str = "") -> RubricSpec:
    """The rubric of an .ods or .xlsx file; raises `RubricRefused` with every fault and its place.

    `name` is what the file was called. It only helps to say what is wrong: what the file is, is
    read from the file. Nothing in it is run or followed, and time and memory are bounded.
    """
    return load_sheet_with_warnings(data, name)[0]


def load_sheet_with_warnings(
    data: bytes, name: str = "", also: Callable[[RubricSpec], Iterable[Finding]] | None = None
) -> tuple[RubricSpec, tuple[Fault, ...]]:
    """As `load_sheet`, with what is worth a look though it stops nothing.

    `also` is asked what else there is to find in the rubric, such as codes that the edition before
    used for other questions. It is asked once every cell could be read, and its findings get their
    places in the workbook; what it finds again counts once.
    """
    assembly = assemble(read_workbook(data, name))
    findings = assembly.findings
    notebook = Notebook()
    unread = findings.unread | findings.misread.keys()
    spec, found = read_and_examine(assembly.document, notebook, unread)
    noted = set()
    for place, message in notebook:
        noted.add(place)
        if place in findings.misread or not findings.says_nothing_of(place):
            _note(assembly, findings, place, findings.misread.get(place, message))
    for place, message in findings.misread.items():
        if place not in noted:
            _note(assembly, findings, place, message)
    if notebook and not len(findings):
        # Never take a rubric in which something harmless stands for what could not be read.
        findings.note(WHOLE_FILE, "holds something that cannot be read")
    warnings = Findings(kind="warning")
    if also is not None and not len(findings):
        found = [*found, *also(spec)]
    for each in found:
        book = findings if each.severity is Severity.FAULT else warnings
        _note(assembly, book, each.place, each.message)
    if len(findings):
        raise RubricRefused(findings.faults())
    return spec, warnings.faults()


def _note(assembly: Assembly, findings: Findings, place: str, message: str) -> None:
    """Write down what was found at a place of the document, as people see it in the workbook."""
    words = assembly.places.in_words(in_sheet_words(message))
    findings.note(assembly.places.find(place), words)
