"""The questions of a workbook, and the levels, items and gates that belong to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.rubric.files.suggestions import did_you_mean
from assessments.rubric.quoting import cut, shown
from assessments.rubric.workbook.assembly import Assembly, Use, uses_of, word_in
from assessments.rubric.workbook.layout import LEVELS, QUESTION_COLUMNS, QUESTIONS
from assessments.rubric.workbook.level_rows import (
    LEVEL_COLUMNS,
    QUESTION,
    READING_ONLY,
    ROW,
    ROW_TYPES,
    RowType,
)
from assessments.rubric.workbook.paths import Document, get, put
from assessments.rubric.workbook.places import RowPlace, spot
from assessments.rubric.workbook.tables import ReadTable, TableRow

_DIMENSION = "Dimension"
_CODE = "Code"
_QUESTION_USES = {
    name: use for name, use in uses_of(QUESTION_COLUMNS).items() if name != _DIMENSION
}
_FOR_EVERY_TYPE = frozenset({QUESTION, READING_ONLY, ROW})
_TYPES = {row_type.name: row_type for row_type in ROW_TYPES}
_USES: Mapping[str, Mapping[str, Use]] = {
    row_type.name: {
        column.name: Use(column.name, row_type.uses[column.name], row_type.form(column))
        for column in LEVEL_COLUMNS
        if column.name in row_type.uses
    }
    for row_type in ROW_TYPES
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A question, and its place in the document."""

    place: str
    document: Document


class Questions:
    """Puts questions into their dimensions, and rows of levels and items into their questions."""

    def __init__(self, assembly: Assembly, dimensions: ReadTable) -> None:
        self._assembly = assembly
        self._findings = assembly.findings
        self._dimensions: list[Document] = assembly.document["dimensions"]
        for dimension in self._dimensions:
            dimension["questions"] = []
        codes = [dimension.get("code") for dimension in self._dimensions]
        self._by_dimension: dict[str, int] = {}
        for index, code in enumerate(codes):
            if isinstance(code, str):
                self._by_dimension.setdefault(code, index)
        self._dimensions_known = _CODE not in dimensions.lost and all(
            isinstance(code, str) for code in codes
        )
        self._nowhere: int | None = None
        self._questions: list[_Placed] = []
        self._by_code: dict[str, _Placed] = {}
        self._codes_known = True

    def read(self, table: ReadTable) -> None:
        """The sheet of questions."""
        self._codes_known = _CODE not in table.lost
        for row in table.rows:
            index = self._dimension(table, row)
            questions = self._dimensions[index]["questions"]
            place = f"dimensions[{index}].questions[{len(questions)}]"
            question = self._assembly.thing(place, table, row, _QUESTION_USES)
            questions.append(question)
            placed = _Placed(place, question)
            self._questions.append(placed)
            code = question.get("code")
            if not isinstance(code, str):
                # Nobody can tell which levels are its own.
                self._codes_known = False
                self._say_nothing_of_blocks(placed)
            elif code in self._by_code:
                # Its levels went to the first of that code.
                self._say_nothing_of_blocks(placed)
            else:
                self._by_code[code] = placed
        if self._nowhere is not None or len(table.lost) == len(QUESTION_COLUMNS):
            # A dimension may only seem to have none.
            self._assembly.unread |= {
                f"dimensions[{index}].questions"
                for index, dimension in enumerate(self._dimensions)
                if not dimension["questions"]
            }
        if not self._codes_known:
            figures = self._assembly.document["context_figures"]
            self._assembly.unread |= {
                f"context_figures[{index}].questions" for index in range(len(figures))
            }
        if self._nowhere is not None:
            # Nobody can tell what comes before what.
            self._assembly.unread |= {f"{each.place}.applies_when" for each in self._questions}

    def _dimension(self, table: ReadTable, row: TableRow) -> int:
        """Where the question belongs; a dimension that stands in, when nobody can tell."""
        code = word_in(row.cells.get(_DIMENSION))
        index = self._by_dimension.get(code) if code else None
        if index is not None:
            return index
        if self._dimensions_known and _DIMENSION not in table.lost:
            where = spot(QUESTIONS, row.number, table.position(_DIMENSION), _DIMENSION)
            if code == "":
                self._findings.add(where.finding("is missing"))
            else:
                hint = did_you_mean(code or "", self._by_dimension, len(self._findings))
                message = f'must be a code on the sheet "Dimensions", got {shown(code)}{hint}'
                self._findings.add(where.finding(message))
        if self._nowhere is None:
            self._nowhere = index = len(self._dimensions)
            stand_in = {"code": "unplaced", "name": "Unplaced", "weight": 1, "questions": []}
            self._dimensions.append(stand_in)
            self._assembly.unread.add(f"dimensions[{index}].code")
            if index == 0:
                self._assembly.unread |= {f"dimensions[0].{key}" for key in ("name", "weight")}
        return self._nowhere

    def _say_nothing_of_blocks(self, question: _Placed) -> None:
        """Levels and the like of this question were lost, so their absence is no fault."""
        self._assembly.unread |= {f"{question.place}.{each.key}" for each in ROW_TYPES}

    def read_levels(self, table: ReadTable) -> None:
        """The sheet of levels and items."""
        if {QUESTION, ROW} & table.lost:
            for question in self._questions:
                self._say_nothing_of_blocks(question)
            return
        for row in table.rows:
            owner = self._question_of(table, row)
            if owner is None:
                continue
            row_type = self._type_of(table, row)
            if row_type is None:
                self._say_nothing_of_blocks(owner)
            else:
                self._add(owner, row_type, table, row)

    def _question_of(self, table: ReadTable, row: TableRow) -> _Placed | None:
        code = word_in(row.cells.get(QUESTION))
        found = self._by_code.get(code) if code else None
        if found is None and self._codes_known:
            where = spot(LEVELS, row.number, table.position(QUESTION), QUESTION)
            if code == "":
                self._findings.add(where.finding("is missing"))
                return None
            hint = did_you_mean(code or "", self._by_code, len(self._findings))
            message = f'must be a code on the sheet "{QUESTIONS}", got {shown(code)}{hint}'
            self._findings.add(where.finding(message))
            if hint:
                self._say_nothing_of_blocks(self._by_code[hint.split('"')[1]])
        return found

    def _type_of(self, table: ReadTable, row: TableRow) -> RowType | None:
        written = word_in(row.cells.get(ROW))
        found = _TYPES.get(written.casefold()) if written else None
        if found is None:
            where = spot(LEVELS, row.number, table.position(ROW), ROW)
            if written == "":
                self._findings.add(where.finding("is missing"))
            else:
                hint = did_you_mean(written or "", _TYPES, len(self._findings))
                message = f"must be one of {', '.join(_TYPES)}, got {shown(written)}{hint}"
                self._findings.add(where.finding(message))
        return found

    def _add(self, question: _Placed, row_type: RowType, table: ReadTable, row: TableRow) -> None:
        uses = _USES[row_type.name]
        self._note_strays(row_type, table, row)
        whole = f"{question.place}.{row_type.key}"
        self._assembly.places.add(whole, RowPlace(LEVELS, row.number, {}))
        if row_type.key.startswith("number."):
            if "number" not in question.document:
                place = f"{question.place}.number"
                self._assembly.places.add(place, RowPlace(LEVELS, row.number, {}))
        if row_type.by:
            self._add_by_code(question, row_type, table, row)
            return
        if not row_type.many:
            if get(question.document, row_type.key) is not None:
                where = spot(LEVELS, row.number, table.position(ROW), ROW)
                message = f'is the second "{row_type.name}" of this question'
                self._findings.add(where.finding(message))
                return
            put(question.document, row_type.key, self._assembly.thing(whole, table, row, uses))
            return
        things = get(question.document, row_type.key)
        if things is None:
            things = []
            put(question.document, row_type.key, things)
        things.append(self._assembly.thing(f"{whole}[{len(things)}]", table, row, uses))

    def _add_by_code(
        self, question: _Placed, row_type: RowType, table: ReadTable, row: TableRow
    ) -> None:
        """A row of a mapping, whose key stands in a column of its own."""
        if row_type.by in table.lost:
            return
        code = word_in(row.cells.get(row_type.by))
        where = spot(LEVELS, row.number, table.position(row_type.by), row_type.by)
        things = question.document.setdefault(row_type.key, {})
        if not code:
            self._findings.add(where.finding("is missing" if code == "" else "must be a code"))
        elif code in things:
            self._findings.add(where.finding(f"is given twice for this question: {code}"))
        else:
            place = f"{question.place}.{row_type.key}.{cut(code)}"
            uses = _USES[row_type.name]
            things[code] = self._assembly.thing(place, table, row, uses)

    def _note_strays(self, row_type: RowType, table: ReadTable, row: TableRow) -> None:
        """What stands in a column that has no meaning in such a row."""
        strays: Sequence[str] = [
            name for name in row.cells if name not in row_type.uses and name not in _FOR_EVERY_TYPE
        ]
        for name in strays:
            where = spot(LEVELS, row.number, table.position(name), name)
            self._findings.add(where.finding(f'must be blank in a row for "{row_type.name}"'))
