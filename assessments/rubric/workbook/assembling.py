"""Sheets of cells to the document that a rubric file holds, with every fault noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessments.rubric.files.suggestions import did_you_mean
from assessments.rubric.findings import refusal
from assessments.rubric.quoting import cut, shown
from assessments.rubric.workbook.assembly import UNUSABLE, Assembly, uses_of, word_in
from assessments.rubric.workbook.cells import Sheet
from assessments.rubric.workbook.layout import (
    CHOICES,
    DIMENSIONS,
    FIELD,
    FIELD_COLUMNS,
    LEVELS,
    NOTE,
    NOTE_COLUMNS,
    NOTE_TEXT,
    ORDER,
    QUESTION_COLUMNS,
    QUESTIONS,
    READ_ME,
    RUBRIC,
    RUBRIC_FIELDS,
    SCORING_NOTES,
    TABLES,
    VALUE,
    Column,
    Table,
)
from assessments.rubric.workbook.level_rows import LEVEL_COLUMNS
from assessments.rubric.workbook.notes import LISTS, NoteTree, note_value
from assessments.rubric.workbook.paths import put
from assessments.rubric.workbook.places import WHOLE_FILE, RowPlace, spot
from assessments.rubric.workbook.questions import Questions
from assessments.rubric.workbook.tables import ReadTable, read_table

_COLUMNS: Mapping[str, Sequence[Column]] = {
    RUBRIC: FIELD_COLUMNS,
    QUESTIONS: QUESTION_COLUMNS,
    LEVELS: LEVEL_COLUMNS,
    SCORING_NOTES: NOTE_COLUMNS,
    **{table.sheet: table.columns for table in TABLES},
}
_ACTION_NOTE = "dont_know.action"


def assemble(sheets: Sequence[Sheet]) -> Assembly:
    """The document of a workbook; refused outright only when it is no rubric's workbook at all."""
    assembly = Assembly()
    tables = _tables(sheets, assembly)
    _read_notes(tables[SCORING_NOTES], assembly)
    _read_fields(tables[RUBRIC], assembly)
    for table in TABLES:
        _read_list(table, tables[table.sheet], assembly)
    questions = Questions(assembly, tables[DIMENSIONS])
    questions.read(tables[QUESTIONS])
    questions.read_levels(tables[LEVELS])
    return assembly


def _tables(sheets: Sequence[Sheet], assembly: Assembly) -> dict[str, ReadTable]:
    """Every sheet of the layout; one that the workbook lacks has no rows, and every column lost."""
    known = {name.casefold(): name for name in ORDER}
    found: dict[str, ReadTable] = {}
    suggested: set[str] = set()
    for sheet in sheets:
        name = known.get(" ".join(sheet.name.split()).casefold())
        if name in (READ_ME, CHOICES):
            continue
        if name is None:
            if sheet.rows:
                suggested.add(_note_unknown_sheet(sheet, assembly))
        elif name in found:
            assembly.findings.add(spot(name).finding("is there twice"))
        else:
            sheet.name = name
            found[name] = read_table(sheet, _COLUMNS[name], assembly.findings)
    if not found:
        raise refusal(
            f'is not a rubric workbook: it has none of its sheets, such as "{QUESTIONS}" and '
            f'"{LEVELS}"'
        )
    for name, columns in _COLUMNS.items():
        if name not in found:
            if name not in suggested:
                assembly.findings.add(WHOLE_FILE.finding(f'has no sheet "{name}"'))
            lost = frozenset(column.name for column in columns)
            found[name] = ReadTable(name, (), {}, lost)
    return found


def _note_unknown_sheet(sheet: Sheet, assembly: Assembly) -> str:
    """Say that nobody knows the sheet; gives the name that was probably meant, or nothing."""
    hint = did_you_mean(sheet.name, ORDER, len(assembly.findings))
    advice = hint or ": take it out, or put what it says into comments"
    assembly.findings.add(spot(sheet.name).finding(f"is not a sheet of a rubric workbook{advice}"))
    return hint.split('"')[1] if hint else ""


def _read_list(layout: Table, table: ReadTable, assembly: Assembly) -> None:
    assembly.places.add(layout.key, RowPlace(layout.sheet, 0, {}))
    uses = uses_of(layout.columns)
    things = [
        assembly.thing(f"{layout.key}[{index}]", table, row, uses)
        for index, row in enumerate(table.rows)
    ]
    if table.lost == frozenset(uses) and layout.sheet != DIMENSIONS:
        assembly.unread.add(layout.key)
    assembly.document[layout.key] = things


def _read_fields(table: ReadTable, assembly: Assembly) -> None:
    """The sheet about the rubric as a whole: a field and its value in each row."""
    findings, document = assembly.findings, assembly.document
    known = {field.name.casefold(): field for field in RUBRIC_FIELDS}
    seen: set[str] = set()
    assembly.places.add("rubric", RowPlace(RUBRIC, 0, {}))
    for row in table.rows:
        written = word_in(row.cells.get(FIELD))
        where = spot(RUBRIC, row.number, table.position(FIELD), FIELD)
        field = known.get(written.casefold()) if written else None
        if field is None:
            hint = did_you_mean(written or "", [f.name for f in RUBRIC_FIELDS], len(findings))
            findings.add(where.finding(f"must be the name of a field, got {shown(written)}{hint}"))
            if hint:
                meant = known[hint.split('"')[1].casefold()]
                seen.add(meant.name)
                assembly.unread.add(meant.path)
            continue
        if field.name in seen:
            findings.add(where.finding(f"names {field.name} again"))
            continue
        seen.add(field.name)
        place = RowPlace(RUBRIC, row.number, {}, field.name)
        assembly.places.add(field.path, place)
        if field.path.startswith("scoring.") and field.path.endswith(".text"):
            assembly.places.add("scoring.dont_know", place)
        cell = row.cells.get(VALUE)
        if cell is not None:
            assembly.take(document, field.path, field.path, field.form, cell)
    for field in RUBRIC_FIELDS:
        if table.lost or field.name not in seen:
            assembly.unread.add(field.path)
            if not table.lost:
                findings.add(spot(RUBRIC).finding(f'has no row "{field.name}"'))
    document.setdefault("rubric", {})


def _read_notes(table: ReadTable, assembly: Assembly) -> None:
    """The prose about scoring. Comes before the fields, which add the action to it."""
    findings = assembly.findings
    tree = NoteTree()
    assembly.places.add("scoring", RowPlace(SCORING_NOTES, 0, {}))
    if table.lost:
        return
    for row in table.rows:
        path = word_in(row.cells.get(NOTE)) or ""
        place = f"scoring.{_in_the_file(path)}"
        assembly.places.add(place, RowPlace(SCORING_NOTES, row.number, {}))
        cell = row.cells.get(NOTE_TEXT)
        where = spot(SCORING_NOTES, row.number, table.position(NOTE), NOTE)
        if f"{path}.".startswith(f"{_ACTION_NOTE}."):
            findings.add(where.finding(f'is no note: the action stands on the sheet "{RUBRIC}"'))
            continue
        try:
            value = UNUSABLE if cell is None else note_value(path, cell)
        except ValueError as unfit:
            assembly.misread[place], value = str(unfit), UNUSABLE
        if cell is None:
            assembly.misread[place] = "must say something beside it"
        try:
            tree.add(path, value)
        except ValueError as unfit:
            findings.add(where.finding(f"{unfit} ({cut(path)})"))
    notes, gaps = tree.document()
    for key in gaps:
        message = f"must number the entries of {key} from 1 on: {key}.1, {key}.2"
        findings.add(spot(SCORING_NOTES).finding(message))
    if not isinstance(notes.get("dont_know", {}), dict):
        # What is wrong with it is said where it stands; the action needs a place to go to.
        findings.add(assembly.places.find("scoring.dont_know").finding("must be dont_know.rule"))
        del notes["dont_know"]
    if notes:
        put(assembly.document, "scoring", notes)


def _in_the_file(path: str) -> str:
    """The path of a note as a place of the rubric file: entries in brackets, counted from 0."""
    first, *rest = path.split(".")
    if first in LISTS and rest and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 9:
        first, rest = f"{first}[{int(rest[0]) - 1}]", rest[1:]
    return ".".join([first, *rest])
