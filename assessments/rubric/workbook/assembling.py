"""Sheets of cells to the document that a rubric file holds, with every fault noted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from assessments.rubric.files.suggestions import did_you_mean
from assessments.rubric.findings import refusal
from assessments.rubric.quoting import cut, shown
from assessments.rubric.workbook import layout
from assessments.rubric.workbook.assembly import WHOLE_FILE, Assembly, Table, Where, spot
from assessments.rubric.workbook.cells import Cell, Sheet
from assessments.rubric.workbook.forms import text_of
from assessments.rubric.workbook.layout import Document, Rows, get, put
from assessments.rubric.workbook.notes import read_notes

T = TypeVar("T")
_LINKS = {layout.CODE, layout.DIMENSION, layout.QUESTION, layout.ROW}
"""The columns without which it is not known what belongs to what."""
_ON_EVERY_ROW = {layout.QUESTION, layout.ROW, layout.READING_ONLY}
Row = tuple[int, dict[str, Cell]]


def assemble(sheets: Sequence[Sheet]) -> Assembly:
    """The document of a workbook; refused outright only when its sheets do not hang together."""
    book = Assembly()
    tables = _tables(sheets, book)
    read_notes(tables[layout.SCORING_NOTES], book)
    _read_fields(tables[layout.RUBRIC], book)
    for sheet, rows in layout.TABLES.items():
        _read_list(rows, tables[sheet], book)
    linked = (tables[each] for each in (layout.DIMENSIONS, layout.QUESTIONS, layout.LEVELS))
    if any(table.lost & _LINKS for table in linked):
        book.refuse()
    questions = _read_questions(tables[layout.DIMENSIONS], tables[layout.QUESTIONS], book)
    for row in tables[layout.LEVELS].rows:
        _read_level(tables[layout.LEVELS], row, questions, book)
    return book


def _tables(sheets: Sequence[Sheet], book: Assembly) -> dict[str, Table]:
    """Every sheet of the layout; one that the workbook lacks has no rows, and every column lost."""
    known = {name.casefold(): name for name in (*layout.COLUMNS, layout.READ_ME, layout.CHOICES)}
    found: dict[str, Table] = {}
    suggested: set[str] = set()
    for sheet in sheets:
        name = known.get(_folded(sheet.name))
        if name is None and sheet.rows:
            hint = _hint(sheet.name, layout.COLUMNS, book)
            suggested.update(hint.split('"')[1:2])
            advice = hint or ": take it out, or put what it says into comments"
            book.note(spot(sheet.name), f"is not a sheet of a rubric workbook{advice}")
        elif name in found:
            book.note(spot(sheet.name), "is there twice")
        elif name is not None and name in layout.COLUMNS:
            found[name] = _read_table(name, sheet, book)
    if not found:
        raise refusal(
            f'is not a rubric workbook: it has no sheet "{layout.QUESTIONS}" or "{layout.LEVELS}"'
        )
    for name, columns in layout.COLUMNS.items():
        if name in found:
            continue
        if name not in suggested and not (name in layout.TABLES and layout.TABLES[name].optional):
            book.note(WHOLE_FILE, f'has no sheet "{name}"')
        found[name] = Table(name, lost=frozenset(column.name for column in columns))
    return found


def _read_table(title: str, sheet: Sheet, book: Assembly) -> Table:
    """The rows below the headings that have something in a known column."""
    columns = layout.COLUMNS[title]
    for merged in sheet.merged:
        book.note(spot(title, about=f"cells {cut(merged)}"), "are merged: unmerge them")
    if not sheet.rows:
        book.note(spot(title), "is empty: its first row must have the column names")
        return Table(title, lost=frozenset(column.name for column in columns))
    heading, *numbers = sorted(sheet.rows)
    headed = sheet.rows[heading]
    names, suggested = _headings(title, heading, headed, book)
    for column in columns:
        if column.name not in suggested and not column.optional:
            book.note(spot(title), f'has no column "{column.name}"')
    rows, strays = [], set(headed)
    for number in numbers:
        cells = sheet.rows[number]
        for place in sorted(cells.keys() - strays):
            strays.add(place)
            message = "has something in it, but its column has no name in the first row"
            book.note(spot(title, number, place), message)
        known = {names[place]: cell for place, cell in sorted(cells.items()) if place in names}
        if known:
            rows.append((number, known))
    positions = {name: place for place, name in names.items()}
    lost = frozenset(column.name for column in columns) - positions.keys()
    return Table(title, rows, positions, lost)


def _headings(
    sheet: str, row: int, cells: Mapping[int, Cell], book: Assembly
) -> tuple[dict[int, str], set[str]]:
    """The known columns by where they are, and every column that is there or was meant."""
    known = {_folded(column.name): column.name for column in layout.COLUMNS[sheet]}
    names: dict[int, str] = {}
    seen: set[str] = set()
    for place, cell in sorted(cells.items()):
        written = _word(cell)
        name = known.get(_folded(written))
        at = spot(sheet, row, place, written)
        if name is None:
            hint = _hint(_folded(written), known, book)
            meant = known.get("".join(hint.split('"')[1:2]))
            seen.update([meant] if meant else [])
            hint = f'; did you mean "{meant}"?' if meant else ""
            book.note(at, f"is not a column of this sheet{hint}")
        elif name in names.values():
            book.note(at, "is there twice")
        else:
            names[place] = name
            seen.add(name)
    return names, seen


def _read_fields(table: Table, book: Assembly) -> None:
    """The sheet about the rubric as a whole: a field and its value in each row."""
    known = {name.casefold(): column for name, column in layout.FIELDS.items()}
    seen: set[str] = set()
    book.places["rubric"] = Where(table, 0)
    for number, cells in table.rows:
        written = _word(cells.get(layout.FIELD))
        field = known.get(written.casefold())
        at = table.spot(number, layout.FIELD)
        if field is None:
            hint = _hint(written, layout.FIELDS, book)
            seen.update(hint.split('"')[1:2])
            book.note(at, f"must be the name of a field, got {shown(written)}{hint}")
        elif field.name in seen:
            book.note(at, f"names {field.name} again")
        else:
            seen.add(field.name)
            where = Where(table, number, about=f'field "{field.name}"')
            book.places[field.path] = where
            book.places.setdefault(field.path.rpartition(".")[0], where)
            if layout.VALUE in cells:
                book.take(book.document, field, field.path, cells[layout.VALUE])
    for name, field in layout.FIELDS.items():
        if not field.optional and (field.path not in book.places or table.lost):
            book.unread.add(field.path)
            if not (table.lost or name in seen):
                book.note(table.spot(), f'has no row "{name}"')
    book.document.setdefault("rubric", {})


def _read_list(rows: Rows, table: Table, book: Assembly) -> None:
    book.places[rows.key] = Where(table, 0)
    if len(table.lost) == len(rows.columns) and not rows.optional:
        book.unread.add(rows.key)
    book.document[rows.key] = [
        book.thing(f"{rows.key}[{index}]", table, row, rows.columns)
        for index, row in enumerate(table.rows)
    ]


def _read_questions(
    dimensions: Table, table: Table, book: Assembly
) -> dict[str, tuple[str, Document]]:
    """Puts the questions into their dimensions; gives the place and document of each by code."""
    named = (_word(cells.get(layout.CODE)) for _, cells in dimensions.rows)
    codes = {code: index for index, code in enumerate(named)}
    questions: dict[str, tuple[str, Document]] = {}
    index = 0
    for dimension in book.document["dimensions"]:
        dimension["questions"] = []
    for row in table.rows:
        # A question of a dimension that is not there is looked at where it is likely to belong.
        found = _named(table, row, layout.DIMENSION, codes, book)[0]
        index = index if found is None else found
        if not codes:
            continue
        siblings = book.document["dimensions"][index]["questions"]
        place = f"dimensions[{index}].questions[{len(siblings)}]"
        siblings.append(book.thing(place, table, row, layout.COLUMNS[layout.QUESTIONS]))
        code = _word(row[1].get(layout.CODE))
        if code in questions:
            book.unread |= _blocks(place)
        questions.setdefault(code, (place, siblings[-1]))
    return questions


def _read_level(
    table: Table, row: Row, questions: Mapping[str, tuple[str, Document]], book: Assembly
) -> None:
    """A row for something that a question has several of."""
    number, cells = row
    owner, meant = _named(table, row, layout.QUESTION, questions, book)
    kind = None if owner is None else _named(table, row, layout.ROW, layout.ROW_TYPES, book)[0]
    lost = meant if owner is None else owner
    if owner is None or kind is None:
        # What the row was for may be wanted elsewhere.
        book.unread |= _blocks(lost[0]) if lost else set()
        return
    place, question = owner
    own = {column.name for column in kind.columns} | {kind.by}
    for name in cells.keys() - own - _ON_EVERY_ROW:
        book.note(table.spot(number, name), f'must be blank in a row for "{kind.name}"')
    whole = f"{place}.{kind.key}"
    book.places.setdefault(whole, Where(table, number))
    things = get(question, kind.key)
    if things is None and (kind.many or kind.by):
        put(question, kind.key, things := {} if kind.by else [])
    if kind.by:
        code = _word(cells.get(kind.by))
        if not code or code in things:
            at = table.spot(number, kind.by)
            said = f"is given twice for this question: {code}" if code else "is missing"
            if kind.by not in table.lost:
                book.note(at, said)
            return
        things[code] = book.thing(f"{whole}.{cut(code)}", table, row, kind.columns)
    elif kind.many:
        things.append(book.thing(f"{whole}[{len(things)}]", table, row, kind.columns))
    elif things is not None:
        book.note(table.spot(number, layout.ROW), f'is the second "{kind.name}" of this question')
    else:
        put(question, kind.key, book.thing(whole, table, row, kind.columns))


def _blocks(question: str) -> set[str]:
    """Where rows of levels go, of which nothing can be said when some are elsewhere."""
    return {f"{question}.{each.key}" for each in layout.ROW_TYPES.values()}


def _named(
    table: Table, row: Row, column: str, known: Mapping[str, T], book: Assembly
) -> tuple[T | None, T | None]:
    """What a cell names, or else what it may have meant to name."""
    number, cells = row
    written = _word(cells.get(column))
    found = known.get(written, known.get(written.casefold()))
    if found is not None:
        return found, None
    hint = _hint(written, known, book) if written else ""
    words = f"one of {', '.join(known)}"
    among = words if column == layout.ROW else f'a code on the sheet "{column}s"'
    said = f"must be {among}, got {shown(written)}{hint}" if written else "is missing"
    book.note(table.spot(number, column), said)
    return None, known.get("".join(hint.split('"')[1:2]))


def _word(cell: Cell | None) -> str:
    """The one-line text of a cell; what cannot be read as text is as it is kept."""
    try:
        return " ".join(text_of(cell).split()) if cell else ""
    except ValueError:
        return cell.text if cell else ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _hint(written: str, known: Collection[str], book: Assembly) -> str:
    return did_you_mean(written, known, len(book.findings))
