"""Which sheet and column holds what: derived from the definition, and followed by both ways.

Each list of the rubric is a sheet, and each field a column with the label of the field. What a
question has several of is a row of its own on one sheet. A column's path leads from the thing that
its row is about to the value, in the keys of the rubric file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from assessments.question_types import KINDS
from assessments.rubric import definition as d

READ_ME, RUBRIC, QUESTIONS, DIMENSIONS = "Read me", "Rubric", "Questions", "Dimensions"
LEVELS, SCORING_NOTES, CHOICES = "Levels and items", "Scoring notes", "Choices"
FIELD, VALUE, NOTE, NOTE_TEXT = "Field", "Value", "Note", "Text"
CODE, DIMENSION, QUESTION, ROW = "Code", "Dimension", "Question", "Row"
CODE_OR_NUMBER, READING_ONLY = "Code or number", "Question title (for reading only)"

_ON_LEVELS = {
    **dict.fromkeys(("score", "code", "value", "sector"), CODE_OR_NUMBER),
    **dict.fromkeys(("text", "message"), "Text"),
    "when_level_at_or_below": "Level",
    "to_exclusive": "Below",
}
"""What heads a key of the file on the sheet of levels, where it is not the label of the field."""
_ROWS = {
    d.LevelSpec: ("level", "a described state, with its points and the action that leads on"),
    d.ItemSpec: ("item", "a line of a checklist"),
    d.NoneOptionSpec: ("none of these", "what people tick when no line of the checklist is true"),
    d.PointsToLevelSpec: ("points to level", "which level so many points of a checklist come to"),
    d.NumberBandSpec: (
        "number band",
        "which level a number earns; the last has Up to and including, the others Below",
    ),
    d.OptionSpec: ("choice", "one of the two answers to a yes or no question"),
    d.GateSpec: (
        "gate",
        "at this level or below, or while a line is missing, the final band is no higher",
    ),
    d.VariantSpec: ("sector wording", "what one sector reads instead; blank: the question's own"),
    d.MappingSpec: ("also counts towards", "a part of a framework that it counts towards"),
}
"""What the column Row calls each part of a question, and what that is."""


class Choices(NamedTuple):
    """Cells whose texts a column offers: those of another column, below its heading.

    A list inside the rule itself would be cut at 255 characters, and split at its commas.
    `last_row` 0: as far down as there may be rows.
    """

    sheet: str
    column: int
    last_row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. One without a path holds nothing of the thing that its row is about.

    `absent` is what a key says by not being there, where the sheet spells it out. One that is
    `optional` may be missing, because earlier workbooks know nothing of it. `offers`: the words to
    choose from.
    """

    name: str
    path: str = ""
    value: d.Value = d.TEXT
    absent: bool | None = None
    optional: bool = False
    offers: tuple[str, ...] = ()

    @property
    def choices(self) -> Choices | None:
        """Where what it offers is in the workbook."""
        if self.offers:
            return Choices(CHOICES, [*OFFERED].index(self.offers), len(self.offers) + 1)
        named = NAMED.get(self.value.of) if isinstance(self.value, d.Code) else None
        return Choices(named, 0) if named else None

    @property
    def numeric(self) -> bool:
        return isinstance(self.value, d.Number | d.Whole)

    @property
    def width(self) -> int:
        """In characters."""
        match self.value:
            case d.Number() | d.Whole() | d.Code() | d.Flag() | d.Kind() | d.Choice():
                return 14
            case d.Text(most=most, lines=lines):
                return 48 if lines else 28 if most > 100 else 16
            case d.ListOf(item=d.Text()):
                return 48
            case d.Notes():
                return 110
        return 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one type: where they go below what they belong to, and their columns.

    With `by`, a mapping from what is in that column; if not `many`, one row at most.
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    many: bool = True
    by: str = ""
    means: str = ""
    optional: bool = False

    def things(self, owner: d.Document) -> Iterable[tuple[str, d.Document]]:
        """What such rows are about, each with what it is kept by, if it is."""
        held = get(owner, self.key)
        if self.by:
            return held.items() if held else ()
        return [("", thing) for thing in ((held or ()) if self.many else [held] if held else ())]


def get(document: d.Document, path: str) -> d.Content:
    """What is at a dotted path; `None` when nothing is."""
    value: object = document
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def put(document: d.Document, path: str, value: object) -> None:
    """Set what is at a dotted path, making the dicts that lead there."""
    *way, last = path.split(".")
    for key in way:
        document = document.setdefault(key, {})
    document[last] = value


def _is_row(one: d.Declared, part: type[object]) -> bool:
    """Whether a part inside another is a row of its own: its labels would be there twice."""
    if not isinstance(one.value, d.One):
        return isinstance(one.value, d.Many)
    around = {each.label for each in d.fields_of(part) if each is not one}
    return any(each.label in around for each in d.fields_of(one.value.part))


def _columns(part: type[object], prefix: str = "", later: bool = False) -> Iterator[Column]:
    """The columns of a part, with those of the parts in it that are no rows of their own."""
    for one in d.fields_of(part):
        path, optional = prefix + one.key, later or one.added_later
        if _is_row(one, part) or isinstance(one.value, d.Notes):
            continue
        if isinstance(one.value, d.One):
            yield from _columns(one.value.part, f"{path}.", optional)
        elif part is d.NumberBandSpec and one.name.startswith("to"):
            # A file has one of two keys for the end of a range.
            key = "to_inclusive" if one.name == "to_is_inclusive" else "to_exclusive"
            yield Column(name=one.label, path=prefix + key, value=d.RANGE)
        else:
            column = Column(name=one.label, path=path, value=one.value, optional=optional)
            if isinstance(one.value, d.Flag):
                # What is new in a format is blank where nothing is said: filled in, it is of that.
                absent = None if optional else one.default
                column = replace(column, absent=absent, offers=("yes", "no"))
            elif isinstance(one.value, d.Kind):
                column = replace(column, offers=tuple(KINDS))
            elif isinstance(one.value, d.Choice):
                column = replace(column, offers=one.value.words)
            yield column


def _rows(part: type[object], prefix: str = "", later: bool = False) -> Iterator[Rows]:
    """The rows on the sheet of levels for what a part has several of."""
    for one in d.fields_of(part):
        optional = later or one.added_later
        if isinstance(one.value, d.One) and not _is_row(one, part):
            yield from _rows(one.value.part, f"{prefix}{one.key}.", optional)
        elif isinstance(one.value, d.One | d.Many):
            name, means = _ROWS.get(one.value.part, (one.label.lower(), ""))
            many = isinstance(one.value, d.Many)
            by = CODE_OR_NUMBER if isinstance(one.value, d.Many) and one.value.by else ""
            columns = [
                replace(each, name=_ON_LEVELS.get(each.path, each.name))
                for each in _columns(one.value.part, later=optional)
            ]
            own = tuple(each for each in columns if each.name != by)
            yield Rows(name=name, key=prefix + one.key, means=means, by=by, many=many, columns=own)


def _fields() -> Iterator[Column]:
    yield Column(name="Format", path="format")
    yield Column(name="Format version", path="format_version", value=d.LEVEL)
    for one in d.fields_of(d.RubricSpec):
        if isinstance(one.value, d.One):
            for each in _columns(one.value.part, f"{one.key}.", one.added_later):
                yield replace(each, name=f"{one.label}: {each.name[0].lower()}{each.name[1:]}")
        elif not isinstance(one.value, d.Many | d.Notes):
            yield Column(name=one.label, path=one.key, value=one.value, optional=one.added_later)


def _lists() -> Iterator[Rows]:
    for one in d.fields_of(d.RubricSpec):
        if isinstance(one.value, d.Many):
            columns = tuple(_columns(one.value.part))
            yield Rows(name=one.label, key=one.key, columns=columns, optional=one.added_later)


TABLES: Mapping[str, Rows] = {
    rows.name: rows for rows in sorted(_lists(), key=lambda rows: rows.name != DIMENSIONS)
}
"""The lists of a rubric by sheet."""
NAMED = {rows.key: rows.name for rows in TABLES.values()} | {"questions": QUESTIONS}
"""The sheet whose first column has the codes of a list."""
_ORDER = [name for name, _ in _ROWS.values()]
ROW_TYPES: Mapping[str, Rows] = {
    rows.name: rows
    for rows in sorted(
        _rows(d.QuestionSpec), key=lambda rows: [*_ORDER, rows.name].index(rows.name)
    )
}
FIELDS = {column.name: column for column in _fields()}
"""The rows of the sheet about the rubric as a whole, each a field and its value."""
_on_rows = [each for rows in ROW_TYPES.values() for each in rows.columns]
_code, *_others = _columns(d.QuestionSpec)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    RUBRIC: (Column(name=FIELD), Column(name=VALUE)),
    DIMENSIONS: TABLES[DIMENSIONS].columns,
    QUESTIONS: (_code, Column(name=DIMENSION, value=d.Code("dimensions")), *_others),
    LEVELS: (
        Column(name=QUESTION, value=d.Code("questions")),
        Column(name=READING_ONLY, optional=True),
        Column(name=ROW, offers=tuple(ROW_TYPES)),
        # Of each name the first, which is the one that earlier workbooks have.
        *({each.name: each for each in reversed(_on_rows)}[name] for name in
          dict.fromkeys(each.name for each in _on_rows)),
    ),
    **{sheet: rows.columns for sheet, rows in TABLES.items()},
    SCORING_NOTES: (Column(name=NOTE), Column(name=NOTE_TEXT)),
}  # fmt: skip
"""The columns of every sheet that is read, in order."""
OFFERED = {each.offers: each.name for columns in COLUMNS.values() for each in columns}
OFFERED.pop(())
"""The lists that the sheet of choices offers, and what heads each of them there."""

_KEYS = {
    column.path.rpartition(".")[2]: column.name
    for columns in reversed((*COLUMNS.values(), _on_rows))
    for column in reversed(tuple(columns))
    if column.path
}
"""The first column of each key."""
_WORD = re.compile(r"\b(?:[a-z]+(?:_[a-z]+)+|min|max)\b")
_NO_CODE = re.compile(r"^names no ([a-z]+) of this rubric")
_TRUTH = re.compile(r"^(must be|is) (true|false)\b(?! or )")


def in_sheet_words(message: str) -> str:
    """A message about the document in the words of the sheets rather than the keys of the file."""
    plain = _TRUTH.sub(lambda said: f"{said[1]} {'yes' if said[2] == 'true' else 'no'}", message)
    plain = _NO_CODE.sub(
        lambda said: f'names no code on the sheet "{NAMED.get(said[1] + "s", said[1])}"', plain
    )
    return in_labels(plain)


def in_labels(message: str) -> str:
    """A message with the labels of fields in place of their keys in the file."""
    return _WORD.sub(lambda key: f'"{_KEYS[key[0]]}"' if key[0] in _KEYS else key[0], message)
