"""Which sheet and column holds what: the one table that writing and reading both follow.

A column's path leads from the thing that a row is about to the value in it, in the keys of the
rubric file. Codes come first, so that they stay in view.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.question_types import KINDS
from assessments.rubric.workbook.forms import CODES, FLAG, LINES, NUMBER, PAIRS, TEXT, Form

READ_ME = "Read me"
RUBRIC = "Rubric"
DIMENSIONS = "Dimensions"
QUESTIONS = "Questions"
LEVELS = "Levels and items"
SCORING_NOTES = "Scoring notes"
BANDS = "Bands"
SECTORS = "Sectors"
OWNERS = "Owners"
EFFORTS = "Efforts"
SOURCES = "Sources"
CHOICES = "Choices"
YES_NO = ("yes", "no")

NARROW, CODE, NAME, WIDE, WIDEST = 9, 16, 28, 48, 64
"""Widths of columns, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. One without a path is for reading only: what stands in it is never read back.

    `choices` are offered to whoever edits, or else the codes in the first column of `names`.
    `absent` is what a key says by not being there, where the sheet spells it out.
    """

    name: str
    path: str = ""
    form: Form = TEXT
    width: int = CODE
    choices: tuple[str, ...] = ()
    names: str = ""
    absent: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a row for each thing in the list at `key` of the document."""

    sheet: str
    key: str
    columns: tuple[Column, ...]


def _text(name: str, path: str, width: int = NAME) -> Column:
    return Column(name=name, path=path, width=width)


def _number(name: str, path: str) -> Column:
    return Column(name=name, path=path, form=NUMBER, width=11)


def _flag(name: str, path: str, *, absent: bool) -> Column:
    return Column(name=name, path=path, form=FLAG, width=NARROW + 4, choices=YES_NO, absent=absent)


def _codes(name: str, path: str, width: int = CODE) -> Column:
    return Column(name=name, path=path, form=CODES, width=width)


def _lines(name: str, path: str) -> Column:
    return Column(name=name, path=path, form=LINES, width=WIDE)


def action(prefix: str) -> tuple[Column, ...]:
    """The columns of an action."""
    return (
        Column(name="Action", path=f"{prefix}.text", width=WIDE),
        Column(name="Effort", path=f"{prefix}.effort", width=NARROW, names=EFFORTS),
        Column(name="Owner", path=f"{prefix}.owner", width=CODE, names=OWNERS),
        Column(name="Guidance", path=f"{prefix}.guidance", width=20, names=SOURCES),
        Column(
            name="Guidance by sector", path=f"{prefix}.guidance_by_sector", form=PAIRS, width=NAME
        ),
    )


_FIELDS = (
    _text("Format", "format"),
    Column(name="Format version", path="format_version", form=NUMBER),
    _text("Code", "rubric.code"),
    _text("Title", "rubric.title"),
    _text("Edition", "rubric.edition"),
    _text("Status", "rubric.status"),
    _text("Language", "rubric.language"),
    _text("Drafted on", "rubric.drafted_on"),
    _text("Purpose", "rubric.purpose"),
    _text("Limits", "rubric.limits"),
    _lines("How to answer", "rubric.how_to_answer"),
    _text("Time needed", "rubric.time_needed"),
    _text("Licence note", "rubric.licence_note"),
    _text("Sources note", "sources_note"),
)
_DONT_KNOW = tuple(
    Column(
        name=f"Don't know: {column.name[0].lower()}{column.name[1:]}",
        path=column.path,
        form=column.form,
        names=column.names,
    )
    for column in action("scoring.dont_know.action")
)
RUBRIC_FIELDS = (*_FIELDS, *_DONT_KNOW)
"""The rows of the sheet about the rubric as a whole, each a field and its value."""
FIELD = "Field"
VALUE = "Value"
FIELD_COLUMNS = (
    Column(name=FIELD, path="field", width=NAME),
    Column(name=VALUE, path="value", width=100),
)

QUESTION_COLUMNS = (
    Column(name="Code", path="code", width=11),
    Column(name="Dimension", path="dimension", width=12, names=DIMENSIONS),
    _text("Title", "title"),
    Column(name="Kind", path="type", width=13, choices=tuple(KINDS)),
    _number("Weight", "weight"),
    _text("Text", "text", WIDE),
    _text("Why", "why", WIDE),
    _text("Help", "help", WIDE),
    _text("Evidence", "evidence", WIDE),
    _codes("Applies to", "applies_to", NAME),
    _flag("Critical", "critical", absent=False),
    _flag("Required", "required", absent=True),
    _flag("Don't know allowed", "dont_know_allowed", absent=True),
    _flag("Not applicable allowed", "not_applicable.allowed", absent=False),
    _text("Not applicable when", "not_applicable.when", WIDE),
    Column(name="Asked only if question", path="applies_when.question", width=13),
    _number("Has level at least", "applies_when.level_at_least"),
    _codes("Or has any of", "applies_when.any_of", 20),
    _text("Unit", "number.unit", 12),
    _number("Minimum", "number.min"),
    _number("Maximum", "number.max"),
    _number("Decimals allowed", "number.decimals_allowed"),
    _text("Direction", "number.direction", 18),
    _codes("Sources", "sources", NAME),
)

TABLES = (
    Table(
        DIMENSIONS,
        "dimensions",
        (
            _text("Code", "code", CODE),
            _text("Name", "name"),
            _number("Weight", "weight"),
            _text("Summary", "summary", WIDEST),
            _text("Why this weight", "weight_reason", WIDEST),
            _lines("Covers", "covers"),
        ),
    ),
    Table(
        BANDS,
        "bands",
        (
            _text("Code", "code", CODE),
            _text("Name", "name", CODE),
            _number("From", "from_inclusive"),
            _number("Up to and including", "to_inclusive"),
            _number("Least in each dimension", "minimum_each_dimension"),
            _text("Colour", "colour_hint", CODE),
            _text("Summary", "summary", WIDE),
            _text("What it means for AI", "ai_meaning", WIDE),
            _lines("You can start", "you_can_start"),
            _lines("You should not start", "you_should_not_start"),
            _number("Look again after months", "reassess_after_months"),
        ),
    ),
    Table(
        SECTORS,
        "sectors",
        (
            _text("Code", "code", 22),
            _text("Name", "name"),
            _text("People", "people"),
            _text("Note", "note", WIDEST),
        ),
    ),
    Table(
        OWNERS,
        "roles",
        (
            _text("Code", "code", CODE),
            _text("Title", "default", WIDE),
            Column(name="Titles by sector", path="by_sector", form=PAIRS, width=WIDEST),
        ),
    ),
    Table(
        EFFORTS,
        "efforts",
        (
            _text("Code", "code", CODE),
            _text("Name", "name"),
            _text("Meaning", "meaning", WIDEST),
        ),
    ),
    Table(
        SOURCES,
        "sources",
        (
            _text("Code", "id", NAME),
            _text("Title", "title", WIDEST),
            _text("Publisher", "publisher"),
            _text("Date", "date", CODE),
            _text("Address", "url", WIDEST),
            _text("Check", "check", CODE),
        ),
    ),
    Table(
        "Context figures",
        "context_figures",
        (
            _text("Code", "code", CODE),
            _codes("Dimensions", "dimensions"),
            _codes("Questions", "questions"),
            _text("Figure", "value", CODE),
            _text("Text", "text", WIDE),
            _text("Population", "population", WIDE),
            _text("Date", "date", CODE),
            _codes("Sources", "sources", NAME),
            _codes("Shown to", "show_to", NAME),
            _text("Caution", "caution", WIDE),
        ),
    ),
    Table("Glossary", "glossary", (_text("Term", "term"), _text("Meaning", "meaning", WIDEST))),
    Table(
        "Comparators",
        "comparators",
        (
            _text("Topic", "topic"),
            _text("What", "what", WIDEST),
            _text("How it was used", "how_used", WIDEST),
            _codes("Sources", "sources", NAME),
        ),
    ),
)
NOTE = "Note"
NOTE_TEXT = "Text"
NOTE_COLUMNS = (
    Column(name=NOTE, path="note", width=44),
    Column(name=NOTE_TEXT, path="text", width=100),
)

ORDER = (
    READ_ME, RUBRIC, DIMENSIONS, QUESTIONS, LEVELS, BANDS, SECTORS, OWNERS, EFFORTS, SOURCES,
    "Context figures", "Glossary", "Comparators", SCORING_NOTES, CHOICES,
)  # fmt: skip
"""The sheets as people turn them over."""
