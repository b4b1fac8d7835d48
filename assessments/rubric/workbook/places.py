"""Where in the workbook a place of the rubric document is, in words for the person who edits it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.rubric.findings import Finding, Severity, around
from assessments.rubric.quoting import cut
from assessments.rubric.workbook.cells import letters
from assessments.rubric.workbook.layout import ORDER

_INDEX = re.compile(r"\[[0-9]+\]")
_AS_IN = re.compile(r"(?<=as in )[a-z_]+(?:\[[0-9]+\](?:\.[a-z_]+)?)+$")
_LABELS = {
    "number.bands": "number bands",
    "none_option": "none of these",
    "options": "choices",
    "sector_variants": "sector wording",
}
"""What a row of the sheets calls some parts of a question, where it is not the key of the file."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the workbook: its words, and its sheet, row and column. 0 and -1: the whole."""

    words: str
    where: tuple[int, int, int] = (-1, 0, -1)

    def finding(self, message: str, severity: Severity = Severity.FAULT) -> Finding:
        """Something found here."""
        return Finding(self.words, message, severity, where=self.where)


WHOLE_FILE = Spot("")


def spot(sheet: str, row: int = 0, column: int = -1, name: str = "", about: str = "") -> Spot:
    """`sheet "Questions", row 14, column "Points"`, with what it is about where that is said."""
    words = f'sheet "{cut(sheet)}"'
    if row:
        words += f", row {row}"
    if name:
        words += f', column "{cut(name)}"'
    elif column >= 0:
        words += f", column {letters(column)}"
    if about:
        words += f", {about}"
    place = ORDER.index(sheet) if sheet in ORDER else len(ORDER)
    return Spot(words, (place, row, column))


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row, and the columns in which the paths below it stand: path to name and place."""

    sheet: str
    row: int
    columns: Mapping[str, tuple[str, int]]
    field_name: str = ""


@dataclass(slots=True)
class Places:
    """From places of the document to spots of the workbook."""

    _rows: dict[str, RowPlace] = field(default_factory=dict)

    def add(self, place: str, row: RowPlace) -> None:
        """Say where the thing at a place of the document stands."""
        self._rows.setdefault(place, row)

    def find(self, place: str) -> Spot:
        """The cell of a place, or else the row or sheet that it belongs to."""
        outer = place
        while outer:
            row = self._rows.get(outer)
            if row is not None:
                return _within(row, place[len(outer) :].lstrip("."))
            outer = around(outer)
        return Spot(cut(place))

    def in_words(self, message: str) -> str:
        """A message with the place that it ends in, if it does, as people see it."""
        return _AS_IN.sub(lambda found: self.find(found[0]).words, message)


def _within(row: RowPlace, rest: str) -> Spot:
    if row.field_name:
        return spot(row.sheet, row.row, about=f'field "{row.field_name}"')
    path = rest
    while path:
        found = row.columns.get(path)
        if found is not None:
            return spot(row.sheet, row.row, found[1], found[0])
        path = around(path)
    inside = [found for path, found in row.columns.items() if rest and path.startswith(f"{rest}.")]
    if inside:
        return spot(row.sheet, row.row, inside[0][1], inside[0][0])
    about = _INDEX.sub("", rest)
    return spot(row.sheet, row.row, about=_LABELS.get(about, cut(about.replace("_", " "))))
