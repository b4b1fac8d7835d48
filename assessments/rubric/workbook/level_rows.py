"""The sheet of levels and items: its columns, and which of them each type of row uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rubric.workbook.forms import NUMBER, TEXT, Form
from assessments.rubric.workbook.layout import (
    BANDS,
    NAME,
    QUESTIONS,
    WIDE,
    Column,
    action,
)

QUESTION = "Question"
ROW = "Row"
READING_ONLY = "Question title (for reading only)"


@dataclass(frozen=True, slots=True)
class RowType:
    """A type of row. `key` is where its rows go below the question, and `uses` says by column
    name the path of what stands there. A type that is not `many` has one row at most; one with a
    `by` is a mapping from what stands in that column.
    """

    name: str
    key: str
    uses: Mapping[str, str]
    numeric: frozenset[str] = frozenset()
    many: bool = True
    by: str = ""
    means: str = ""

    def form(self, column: Column) -> Form:
        """How a value stands in the column, in a row of this type."""
        if column.name == CODE_OR_NUMBER:
            return NUMBER if CODE_OR_NUMBER in self.numeric else TEXT
        return column.form


CODE_OR_NUMBER = "Code or number"
_ACTION = {column.name: column.path for column in action("action")}

ROW_TYPES = (
    RowType(
        "level",
        "levels",
        {CODE_OR_NUMBER: "score", "Points": "points", "Text": "text", **_ACTION},
        numeric=frozenset({CODE_OR_NUMBER}),
        means="a described state of the question, with its points and the action that leads on",
    ),
    RowType(
        "item",
        "items",
        {CODE_OR_NUMBER: "code", "Points": "points", "Text": "text", "If missing": "if_missing"},
        means="a line of a checklist",
    ),
    RowType(
        "none of these",
        "none_option",
        {CODE_OR_NUMBER: "code", "Text": "text"},
        many=False,
        means="what people tick when no line of the checklist is true",
    ),
    RowType(
        "points to level",
        "points_to_level",
        {"From": "from_inclusive", "Up to and including": "to_inclusive", "Level": "level"},
        means="which level so many points of a checklist come to",
    ),
    RowType(
        "number band",
        "number.bands",
        {
            "From": "from_inclusive",
            "Below": "to_exclusive",
            "Up to and including": "to_inclusive",
            "Level": "level",
        },
        means="which level a number earns; the last band has Up to and including, the others Below",
    ),
    RowType(
        "choice",
        "options",
        {CODE_OR_NUMBER: "value", "Text": "text", "Level": "level"},
        means="one of the two answers to a yes or no question",
    ),
    RowType(
        "gate",
        "gates",
        {"Level": "when_level_at_or_below", "Highest band": "cap_band", "Text": "message"},
        means="at this level or below, the final band is no higher than the one named",
    ),
    RowType(
        "sector wording",
        "sector_variants",
        {
            CODE_OR_NUMBER: "",
            "Text": "text",
            "Why": "why",
            "Help": "help",
            "Evidence": "evidence",
        },
        by=CODE_OR_NUMBER,
        means="what one sector reads instead; a blank cell leaves the question's own words",
    ),
)


def _wide(name: str) -> Column:
    return Column(name=name, path=name, width=WIDE)


def _number(name: str) -> Column:
    return Column(name=name, path=name, form=NUMBER, width=11)


LEVEL_COLUMNS = (
    Column(name=QUESTION, path=QUESTION, width=11, names=QUESTIONS),
    Column(name=READING_ONLY, width=NAME),
    Column(name=ROW, path=ROW, choices=tuple(each.name for each in ROW_TYPES)),
    Column(name=CODE_OR_NUMBER, path=CODE_OR_NUMBER, width=14),
    _number("From"),
    _number("Below"),
    _number("Up to and including"),
    _number("Level"),
    _number("Points"),
    _wide("Text"),
    _wide("If missing"),
    *action("action"),
    Column(name="Highest band", path="Highest band", width=14, names=BANDS),
    _wide("Why"),
    _wide("Help"),
    _wide("Evidence"),
)
