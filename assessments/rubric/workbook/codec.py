"""A rubric to every kind of file that it can be had as, and back: the public names.

`load_sheet(dump_ods(spec))` and `load_sheet(dump_xlsx(spec))` have the content hash of `spec`. A
workbook is read into the same document as a rubric file, so that what is refused, and why, is the
same for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path, PurePath
from string import Template

from assessments.rubric.definition import LATEST, SHORT, Document, RubricSpec
from assessments.rubric.files.codec import (
    EditionBefore,
    dump,
    load_with_warnings,
    no_edition,
    read_and_examine,
    to_document,
)
from assessments.rubric.findings import FileRefused, Finding, Findings, in_order, refusal
from assessments.rubric.workbook import layout
from assessments.rubric.workbook.assembling import THE_WHOLE, assemble
from assessments.rubric.workbook.forms import Written, write_value
from assessments.rubric.workbook.layout import Column, get
from assessments.rubric.workbook.notes import note_rows
from assessments.rubric.workbook.package import MOST_BYTES, OPEN_DOCUMENT, Package
from assessments.rubric.workbook.reading import MOST_TEXT, Sheet, letters, read_workbook
from assessments.rubric.workbook.writing import SheetToWrite, write_ods, write_xlsx

_READ_ME = Path(__file__).with_name("read_me.txt")
_TOO_MUCH_OF_IT = "is too big for this kind of workbook: take the other kind, or the YAML file"
_HEADINGS = {"What is where", "How to change it", "How to write it", "What is refused"}


def _dump(write: Callable[[Sequence[SheetToWrite]], bytes], spec: RubricSpec) -> bytes:
    """The rubric as a workbook: the same bytes for the same rubric. A draft need not be sound.

    Raises `FileRefused` if it would be a workbook that cannot be read back: a list of many long
    texts is too much for a cell, or the whole is too big.
    """
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
    try:
        Package(data).check()
    except FileRefused:
        raise refusal(_TOO_MUCH_OF_IT) from None
    return data


dump_ods, dump_xlsx = partial(_dump, write_ods), partial(_dump, write_xlsx)


def filled_sheets(document: Document) -> list[SheetToWrite]:
    """Every sheet of the workbook, in order."""
    questions = [
        {**question, layout.DIMENSION: dimension["code"]}
        for dimension in document["dimensions"]
        for question in dimension["questions"]
    ]
    scoring, is_latest = dict(document.get("scoring", {})), document["format_version"] == LATEST
    rows = {
        sheet: (get(document, each.key) or ()) if is_latest or not each.optional else ()
        for sheet, each in layout.TABLES.items()
    }
    if is_latest:  # whose names of levels have a sheet of their own
        scoring.pop("scale", None)
    filled: dict[str, Sequence[Sequence[Written]]] = {
        layout.RUBRIC: [[name, _cell(field, document)] for name, field in layout.FIELDS.items()],
        layout.LEVELS: list(_level_rows(questions)),
        layout.SCORING_NOTES: list(note_rows(scoring)),
        **{
            sheet: [[_cell(column, one) for column in layout.COLUMNS[sheet]] for one in things]
            for sheet, things in {**rows, layout.QUESTIONS: questions}.items()
        },
    }
    header = document["rubric"]
    title = f"{header['title']} (edition {header['edition']})"
    types = "\n".join(f"    {each.name}: {each.means}." for each in layout.ROW_TYPES.values())
    words = Template(_READ_ME.read_text(encoding="utf-8")).substitute(types=types)
    lines = [[line] for line in (title, *words.splitlines())]
    offered = [Column(name=name, value=SHORT) for name in layout.OFFERED.values()]
    choices = list(zip_longest(*layout.OFFERED))
    return [
        SheetToWrite(layout.READ_ME, (), lines, frozenset({title, *_HEADINGS})),
        *(SheetToWrite(name, columns, filled[name]) for name, columns in layout.COLUMNS.items()),
        SheetToWrite(layout.CHOICES, offered, choices, hidden=True),
    ]


def _cell(column: Column, thing: Document) -> Written:
    value = get(thing, column.path or column.name)
    if value is None:
        value = column.absent
    return None if value is None else write_value(column.value, value)


def _level_rows(questions: Sequence[Document]) -> Iterator[Sequence[Written]]:
    for question in questions:
        for kind in layout.ROW_TYPES.values():
            for code, thing in kind.things(question):
                row = {each.name: _cell(each, thing) for each in kind.columns}
                row |= {layout.QUESTION: question["code"], layout.READING_ONLY: question["title"]}
                row |= {layout.ROW: kind.name, **({kind.by: code} if kind.by else {})}
                yield [row.get(each.name) for each in layout.COLUMNS[layout.LEVELS]]


def load_sheet(data: bytes, name: str = "") -> RubricSpec:
    """The rubric of an .ods or .xlsx file; raises `FileRefused` with every fault and its place.

    `name` is what the file was called. It only helps to say what is wrong: what the file is, is
    read from the file. Nothing in it is run or followed, and time and memory are bounded.
    """
    return read_sheets(read_workbook(data, name))[0]


def read_sheets(
    sheets: Sequence[Sheet], before_of: EditionBefore = no_edition
) -> tuple[RubricSpec, tuple[Finding, ...]]:
    """As `load_sheet`, of sheets that were read, with what is worth a look though it stops nothing.

    `before_of` gives the last edition: codes that it used for something else are looked for too.
    """
    book = assemble(sheets)
    if book.says_later:
        # Whoever fills in a column that is new in a format need not know its number; one that
        # there is not yet is refused all the same. Names of levels among the notes are prose of
        # format 1.
        if book.document.get("format_version", 1) in (1, LATEST):
            book.document["format_version"] = LATEST
        if "scoring.scale[0]" not in book.places:
            book.document.get("scoring", {}).pop("scale", None)
    document = Findings(set(book.unread))
    spec = read_and_examine(book.document, document, before_of)
    for found in document.found:
        book.note_in_words(found)
    if (book.unread or document.faults) and not book.findings.faults:
        # Never take a rubric in which something harmless is where a cell could not be read.
        book.note(THE_WHOLE, "holds something that cannot be read")
    book.refuse()
    return spec, in_order(book.findings.warnings)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `key` is its place in addresses and the end of the file's name."""

    key: str
    label: str
    content_type: str
    write: Callable[[RubricSpec], bytes]


FORMATS: Mapping[str, Format] = {
    one.key: one
    for one in (
        Format("yaml", "YAML file", "application/yaml; charset=utf-8", lambda s: dump(s).encode()),
        Format("ods", "OpenDocument spreadsheet", OPEN_DOCUMENT, dump_ods),
        Format(
            "xlsx",
            "Excel workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            dump_xlsx,
        ),
    )
}
"""In the order of the menu."""

YAML_ENDINGS = (".yaml", ".yml")
READABLE = (*YAML_ENDINGS, ".ods", ".xlsx")
"""What the name of a file that is read may end in."""


def file_name(spec: RubricSpec, chosen: Format, *, draft: bool = False) -> str:
    """What to call the file: plain ASCII that tells editions, and a draft, apart."""
    edition = re.sub(r"[^A-Za-z0-9.]+", "-", spec.edition).strip("-.")
    code = re.sub(r"[^A-Za-z0-9-]+", "-", spec.code)
    pieces = [code, "" if code.endswith(f"-{edition}") else edition, "draft" if draft else ""]
    return "-".join(piece for piece in pieces if piece) + f".{chosen.key}"


def read_file(
    data: bytes, name: str, before_of: EditionBefore = no_edition
) -> tuple[RubricSpec, tuple[Finding, ...]]:
    """The rubric of a file of any of the formats, and what is worth a look though it stops nothing.

    What the file is must agree with the end of its name. `before_of` gives the edition before the
    one that was read, whose codes must not come to stand for something else. Raises
    `FileRefused` with every fault and its place.
    """
    ending = PurePath(name.lower()).suffix
    if ending in YAML_ENDINGS:
        if data.startswith(b"PK"):
            raise refusal("is no YAML file, though its name says so: name it .ods or .xlsx")
        return load_with_warnings(data, before_of)
    # What is said of a file of another kind depends on what it is, so it is looked into first.
    read = read_sheets(read_workbook(data, name), before_of)
    if ending not in READABLE:
        ends = "the name of a rubric file ends in .yaml, .ods or .xlsx"
        raise refusal(f"is a rubric by another name: {ends}")
    return read
