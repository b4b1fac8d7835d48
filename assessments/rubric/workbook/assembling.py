"""Sheets of cells to the document that a rubric file holds, with every fault noted at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from assessments.rubric import definition as d
from assessments.rubric.findings import (
    FileRefused,
    Finding,
    Findings,
    Severity,
    around,
    cut,
    did_you_mean,
    in_order,
    shown,
)
from assessments.rubric.workbook import layout, notes
from assessments.rubric.workbook.cells import Cell
from assessments.rubric.workbook.forms import read_value, text_of
from assessments.rubric.workbook.layout import Column, get, put
from assessments.rubric.workbook.reading import Sheet
from assessments.rubric.workbook.tables import Row, Table, heading_of

T = TypeVar("T")
Owners = dict[str, tuple[str, d.Document]]
"""Questions by code, each with its place in the document."""
_LINKS = {layout.CODE, layout.DIMENSION, layout.QUESTION, layout.ROW}
"""The columns without which it is not known what belongs to what."""
_ON_EVERY_ROW = {layout.QUESTION, layout.ROW, layout.READING_ONLY}
_NOT_FIRST = (
    "has the column names, so it must be the first row: move it to the top, and take out any title"
)
THE_WHOLE = Finding("", "")
"""Where a finding about the workbook is."""
_UNUSABLE = object()
"""Is in the document where a cell could not be read, so that it is not taken for blank."""
_AS_IN = re.compile(r"(?<=as in )[a-z_]+(?:\[[0-9]+\](?:\.[a-z_]+)?)+$")


@dataclass(slots=True)
class Book:
    """The document so far, what is wrong with it, and where its parts are.

    `unread` holds places about which nothing more is said, because what belongs there was lost, or
    what is wrong with it was said of its cell.
    """

    document: d.Document = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    unread: set[str] = field(default_factory=set)
    places: dict[str, Row] = field(default_factory=dict)
    says_later: bool = False

    def note(self, at: Finding, message: str, severity: Severity = Severity.FAULT) -> None:
        """Add what was found at a place of the workbook."""
        self.findings.add(replace(at, message=message, severity=severity))

    def note_in_words(self, found: Finding) -> None:
        """Add what was found at a place of the document, as people see it in the workbook."""
        message = _AS_IN.sub(lambda place: self.find(place[0]).place, found.message)
        self.note(self.find(found.place), layout.in_sheet_words(message), found.severity)

    def refuse(self) -> None:
        """Raise `FileRefused` with every fault, if there is any."""
        if self.findings.faults:
            raise FileRefused(in_order(self.findings.faults))

    def find(self, place: str) -> Finding:
        """The cell of a place of the document, or else the row or sheet that it belongs to."""
        outer = place
        while outer:
            if row := self.places.get(outer):
                return row.find(place[len(outer) :].lstrip("."))
            outer = around(outer)
        return Finding(cut(place), "")

    def take(self, value: d.Value, at: str, cell: Cell | None, row: Row, name: str = "") -> object:
        """What a cell says; something unusable, and why at its row, where it cannot be read."""
        try:
            if cell is None:
                raise ValueError("must say something in the next cell")
            return read_value(value, cell)
        except ValueError as unfit:
            self.note(row.spot(name), str(unfit))
            self.unread.add(at)
            return _UNUSABLE

    def thing(self, place: str, row: Row, columns: Iterable[Column]) -> d.Document:
        """What a row is about, as the document has it."""
        thing: d.Document = {}
        for column in columns:
            inner, cell = f"{place}.{column.path}", row.cells.get(column.name)
            if column.path and column.name in row.table.lost and not column.optional:
                self.unread.add(inner)
            elif column.path and cell is not None:
                put(thing, column.path, self.take(column.value, inner, cell, row, column.name))
                self.says_later |= column.optional
        self.places[place] = replace(row, columns=columns)
        return thing

    def meant(self, written: str, known: Collection[str]) -> str:
        """The known word that was probably meant, or nothing."""
        return "".join(did_you_mean(written, known, len(self.findings)).split('"')[1:2])

    def known(
        self,
        given: Iterable[tuple[int, str, Finding]],
        names: Mapping[str, bool],
        whole: Finding,
        of: str,
    ) -> dict[int, str]:
        """The names that are known among those given. `names` says which of them must be there.

        One that is known by another name is not said to be missing too.
        """
        folded = {_folded(name): name for name in names}
        found: dict[int, str] = {}
        meant: set[str] = set()
        for key, written, at in given:
            name = folded.get(_folded(written), "")
            if name in found.values():
                self.note(at, "is there twice")
            elif name:
                found[key] = name
            else:
                close = folded.get(self.meant(_folded(written), folded), "")
                meant.add(close)
                advice = _suggesting(close) or ": take it out, or put what it says into comments"
                self.note(at, f"is not a {of}{advice}")
        for name in names.keys() - found.values() - meant:
            if names[name]:
                self.note(whole, f'has no {of.partition(" ")[0]} "{name}"')
        return found


def _suggesting(meant: str) -> str:
    return f'; did you mean "{meant}"?' if meant else ""


def assemble(sheets: Sequence[Sheet]) -> Book:
    """The document of a workbook; refused outright only when its sheets do not hang together."""
    book = Book()
    tables = _tables(sheets, book)
    # The fields come later, because they add the action to the notes.
    _read_notes(tables[layout.SCORING_NOTES], book)
    _read_fields(tables[layout.RUBRIC], book)
    for sheet, rows in layout.TABLES.items():
        table = tables[sheet]
        book.places[rows.key] = Row(table)
        if len(table.lost) == len(rows.columns) and not rows.optional:
            book.unread.add(rows.key)
        things = [
            book.thing(f"{rows.key}[{index}]", row, rows.columns)
            for index, row in enumerate(table.rows)
        ]
        if things or not rows.optional:
            put(book.document, rows.key, things)
            book.says_later |= rows.optional
    linked = [tables[each] for each in (layout.DIMENSIONS, layout.QUESTIONS, layout.LEVELS)]
    if any(table.lost & _LINKS for table in linked):
        book.refuse()
    dimensions, asked, levels = linked
    questions = _read_questions(dimensions, asked, book)
    for row in levels.rows:
        _read_level(row, questions, book)
    return book


def _tables(sheets: Sequence[Sheet], book: Book) -> dict[str, Table]:
    """Every sheet of the layout; one that the workbook lacks has no rows, and every column lost."""
    needed = {layout.READ_ME: False, layout.CHOICES: False, **dict.fromkeys(layout.COLUMNS, True)}
    needed |= {name: False for name, rows in layout.TABLES.items() if rows.optional}
    ours = {_folded(name) for name in needed}
    given = [
        (index, sheet.name, Table(sheet.name).spot())
        for index, sheet in enumerate(sheets)
        if sheet.rows or _folded(sheet.name) in ours
    ]
    names = book.known(given, needed, THE_WHOLE, "sheet of a rubric workbook")
    found = {
        name: _read_table(name, sheets[index], book)
        for index, name in names.items()
        if name in layout.COLUMNS
    }
    if not found:
        said = f'has no sheet "{layout.QUESTIONS}" or "{layout.LEVELS}"'
        raise FileRefused([Finding("", f"is not a rubric workbook: it {said}")])
    return {name: found.get(name) or Table(name) for name in layout.COLUMNS}


def _read_table(title: str, sheet: Sheet, book: Book) -> Table:
    """The rows below the headings that have something in a known column."""
    table = Table(title)
    for merged in sheet.merged:
        book.note(table.spot(about=f"cells {cut(merged)}"), "are merged: unmerge them")
    if not sheet.rows:
        book.note(table.spot(), "is empty: its first row must have the column names")
        return table
    heading, *numbers = sorted(sheet.rows)
    words = ((number, map(_word, sheet.rows[number].values())) for number in (heading, *numbers))
    if (named := heading_of(title, words)) != heading:
        book.note(table.spot(named), _NOT_FIRST)
        return table
    headed = {place: _word(cell) for place, cell in sorted(sheet.rows[heading].items())}
    given = [(at, word, table.spot(heading, word, column=at)) for at, word in headed.items()]
    needed = {column.name: not column.optional for column in layout.COLUMNS[title]}
    names = book.known(given, needed, table.spot(), "column of this sheet")
    table.positions = {name: place for place, name in names.items()}
    table.lost -= table.positions.keys()
    strays = set(headed)
    for number in numbers:
        cells = sheet.rows[number]
        for place in sorted(cells.keys() - strays):
            strays.add(place)
            message = "has something in it, but its column has no name in the first row"
            book.note(table.spot(number, column=place), message)
        known = {names[place]: cell for place, cell in sorted(cells.items()) if place in names}
        if known:
            table.rows.append(Row(table, number, known))
    return table


def _read_fields(table: Table, book: Book) -> None:
    """The sheet about the rubric as a whole: a field and its value in each row."""
    rows = {} if table.lost else {row.number: row for row in table.rows}
    given = [
        (number, word, table.spot(number, about=f'field "{cut(word)}"'))
        for number, row in rows.items()
        for word in [_word(row.cells.get(layout.FIELD))]
    ]
    needed = {name: not (field.optional or table.lost) for name, field in layout.FIELDS.items()}
    names = book.known(given, needed, table.spot(), "field of this sheet")
    book.places["rubric"] = Row(table)
    for number, name in names.items():
        field, cell = layout.FIELDS[name], rows[number].cells.get(layout.VALUE)
        row = Row(table, number, about=f'field "{name}"')
        book.places[field.path] = row
        book.places.setdefault(around(field.path), row)
        if cell is not None:
            put(book.document, field.path, book.take(field.value, field.path, cell, row))
            book.says_later |= field.optional
    absent = layout.FIELDS.keys() - names.values()
    book.unread |= {each.path for name in absent if not (each := layout.FIELDS[name]).optional}
    book.document.setdefault("rubric", {})


def _read_notes(table: Table, book: Book) -> None:
    """The sheet of the prose about scoring."""
    found: d.Document = {}
    book.places["scoring"] = Row(table)
    for row in () if table.lost else table.rows:
        path = row.cells[layout.NOTE].text.strip() if layout.NOTE in row.cells else ""
        place, cell = notes.in_the_file(path), row.cells.get(layout.NOTE_TEXT)
        book.places[place] = Row(table, row.number)
        empty = cell is not None and cell.text.strip().casefold() == notes.NO_ENTRIES
        value = {} if empty else book.take(notes.value_of(path), place, cell, row)
        if fault := notes.put_note(found, path, value):
            book.note(row.spot(layout.NOTE), f"{fault} ({cut(path)})")
    for fault in notes.number_lists(found):
        book.note(table.spot(), fault)
    if not isinstance(found.get("dont_know", {}), dict):
        book.note(book.find("scoring.dont_know"), "must be dont_know.rule")
        del found["dont_know"]
    if found:
        book.document["scoring"] = found


def _read_questions(dimensions: Table, table: Table, book: Book) -> Owners:
    """Puts the questions into their dimensions."""
    codes = {_word(row.cells.get(layout.CODE)): at for at, row in enumerate(dimensions.rows)}
    questions: Owners = {}
    index = 0
    for dimension in book.document["dimensions"]:
        dimension["questions"] = []
    for row in table.rows:
        # A question of a dimension that is not there is looked at where it is likely to belong.
        found = _named(row, layout.DIMENSION, codes, book)[0]
        index = index if found is None else found
        if not codes:
            continue
        siblings = book.document["dimensions"][index]["questions"]
        place = f"dimensions[{index}].questions[{len(siblings)}]"
        siblings.append(book.thing(place, row, layout.COLUMNS[layout.QUESTIONS]))
        code = _word(row.cells.get(layout.CODE))
        if questions.setdefault(code, (place, siblings[-1]))[0] != place:
            book.unread |= _blocks(place)
    return questions


def _read_level(row: Row, questions: Owners, book: Book) -> None:
    """A row for something that a question has several of."""
    owner, meant = _named(row, layout.QUESTION, questions, book)
    kind = _named(row, layout.ROW, layout.ROW_TYPES, book)[0] if owner else None
    if owner is None or kind is None:
        # What the row was for may be wanted elsewhere.
        lost = owner or meant
        book.unread |= _blocks(lost[0]) if lost else set()
        return
    place, question = owner
    for name in row.cells.keys() - {each.name for each in kind.columns} - _ON_EVERY_ROW - {kind.by}:
        book.note(row.spot(name), f'must be blank in a row for "{kind.name}"')
    whole = f"{place}.{kind.key}"
    book.places.setdefault(whole, row)
    things = get(question, kind.key)
    if things is None and kind.many:
        put(question, kind.key, things := {} if kind.by else [])
    if kind.by:
        code = _word(row.cells.get(kind.by))
        if code and code not in things:
            things[code] = book.thing(f"{whole}.{cut(code)}", row, kind.columns)
        elif kind.by not in row.table.lost:
            said = f"is given twice for this question: {code}" if code else "is missing"
            book.note(row.spot(kind.by), said)
    elif kind.many:
        things.append(book.thing(f"{whole}[{len(things)}]", row, kind.columns))
    elif things is not None:
        book.note(row.spot(layout.ROW), f'is the second "{kind.name}" of this question')
    else:
        put(question, kind.key, book.thing(whole, row, kind.columns))


def _blocks(question: str) -> set[str]:
    """Where rows of levels go, of which nothing can be said when some are elsewhere."""
    return {f"{question}.{each.key}" for each in layout.ROW_TYPES.values()}


def _named(row: Row, column: str, known: Mapping[str, T], book: Book) -> tuple[T | None, T | None]:
    """What a cell names, or else what it may have meant to name."""
    cell = row.cells.get(column)
    written = _word(cell)
    found = known.get(written, known.get(written.casefold()))
    if found is not None:
        return found, None
    meant = book.meant(written, known) if written else ""
    codes, words = f'a code on the sheet "{column}s"', f"one of {', '.join(known)}"
    among = words if column == layout.ROW else codes
    said = f"must be {among}, got {shown(written)}{_suggesting(meant)}"
    book.note(row.spot(column), (_no_text(cell) or said) if written else "is missing")
    return None, known.get(meant)


def _word(cell: Cell | None) -> str:
    """The one-line text of a cell; what cannot be read as text is as it is kept."""
    try:
        return " ".join(text_of(cell).split()) if cell else ""
    except ValueError:
        return cell.text if cell else ""


def _no_text(cell: Cell | None) -> str:
    """Why a cell cannot be read as text; empty where it can."""
    try:
        if cell is not None:
            text_of(cell)
    except ValueError as error:
        return str(error)
    return ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
