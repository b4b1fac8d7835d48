"""The format of a rubric file, version 1, in the order in which a file gives the keys."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.rubric.files.faults import Notebook, shown
from assessments.rubric.files.question_format import (
    CODE,
    CODES,
    QUESTION,
    TEXT,
    TITLE,
    WEIGHT,
    WORDING,
    key,
)
from assessments.rubric.files.scoring_block import SCORING
from assessments.rubric.files.shapes import Constant, Key, Leaf, ListOf, MapOf, Part, Values, group
from assessments.rubric.files.values import (
    code,
    language,
    line,
    link,
    number,
    number_text,
    short,
    tenths,
    title,
    whole,
)
from assessments.rubric.spec import (
    BandSpec,
    ComparatorSpec,
    ContextFigureSpec,
    DimensionSpec,
    EffortSpec,
    OwnerRoleSpec,
    RubricSpec,
    SectorSpec,
    SourceSpec,
    TermSpec,
)

FORMAT = "readiness-rubric"
FORMAT_VERSION = 1

LINES = ListOf(Leaf(line))
BOUND = Leaf(number(0, 100, 1), Decimal(0), tenths, number_text)
DATE = Leaf(short(40))

SECTOR = Part(
    SectorSpec,
    (
        key("code", CODE, required=True),
        key("name", TITLE, required=True),
        key("people", Leaf(short(200))),
        key("note", TEXT),
    ),
)

ROLE = Part(
    OwnerRoleSpec,
    (
        key("code", CODE, required=True),
        key("default", TITLE, required=True),
        key("by_sector", MapOf(code, TITLE), default={}),
    ),
)

EFFORT = Part(
    EffortSpec,
    (key("code", CODE, required=True), key("name", TITLE, required=True), key("meaning", TEXT)),
)

BAND = Part(
    BandSpec,
    (
        key("code", CODE, required=True),
        key("name", TITLE, required=True),
        key("from_inclusive", BOUND, required=True),
        key("to_inclusive", BOUND, default=None),
        key("colour_hint", Leaf(short(40))),
        key("minimum_each_dimension", BOUND, default=None, always=True),
        key("summary", TEXT),
        key("ai_meaning", TEXT),
        key("you_can_start", LINES, default=()),
        key("you_should_not_start", LINES, default=()),
        key("reassess_after_months", Leaf(whole(1, 120), 1), default=None),
    ),
)


def _dimension(order: int | None, **values: Any) -> DimensionSpec:
    return DimensionSpec(**values)


def _dimension_values(dimension: DimensionSpec) -> Values:
    own = ("code", "name", "weight", "summary", "weight_reason", "covers", "questions")
    return {"order": 1, **{name: getattr(dimension, name) for name in own}}


def _order_is_place(raw: Mapping[str, Any], place: str, notebook: Notebook) -> None:
    order = raw.get("order")
    position = int(place[place.rindex("[") + 1 : -1]) + 1 if place.endswith("]") else 1
    if isinstance(order, int) and order != position:
        notebook.note(f"{place}.order", f"must be {position}, its place here, got {shown(order)}")


DIMENSION = Part(
    _dimension,
    (
        key("code", CODE, required=True),
        key("name", TITLE, required=True),
        key("order", Leaf(whole(1, 1_000), 1), default=None),
        key("weight", WEIGHT, required=True),
        key("summary", TEXT),
        key("weight_reason", TEXT),
        key("covers", LINES, default=()),
        key("questions", ListOf(QUESTION, least=1), required=True),
    ),
    take=_dimension_values,
    also=_order_is_place,
)


class _Dimensions(ListOf):
    """Dimensions carry their own place, counted from 1."""

    __slots__ = ()

    def write(self, value: Any, full: bool) -> Any:
        documents = [DIMENSION.write(dimension, full) for dimension in value]
        for position, document in enumerate(documents, start=1):
            document["order"] = position
        return documents


COMPARATOR = Part(
    ComparatorSpec,
    (
        key("topic", TITLE, required=True),
        key("what", WORDING, required=True),
        key("how_used", TEXT),
        key("sources", CODES, default=()),
    ),
)

CONTEXT_FIGURE = Part(
    ContextFigureSpec,
    (
        key("code", CODE, required=True),
        key("dimensions", CODES, default=()),
        key("questions", CODES, default=()),
        key("value", Leaf(short(100)), required=True),
        key("text", WORDING, required=True),
        key("population", TEXT),
        key("date", DATE),
        key("sources", CODES, default=()),
        key("show_to", ListOf(CODE, least=1), default=()),
        key("caution", TEXT),
    ),
)

TERM = Part(TermSpec, (key("term", TITLE, required=True), key("meaning", WORDING, required=True)))

SOURCE = Part(
    SourceSpec,
    (
        key("id", CODE, "code", required=True),
        key("title", Leaf(title), required=True),
        key("publisher", Leaf(short(200))),
        key("date", DATE),
        key("url", Leaf(link)),
        key("check", Leaf(short(200))),
    ),
)

HEADER = group(
    key("code", CODE, required=True),
    key("title", TITLE, required=True),
    key("edition", Leaf(short(40)), required=True),
    key("status", Leaf(short(40))),
    key("language", Leaf(language), required=True),
    key("drafted_on", DATE),
    key("purpose", TEXT),
    key("limits", TEXT),
    key("how_to_answer", LINES, default=()),
    key("time_needed", TEXT),
    key("licence_note", TEXT),
)


class _KeptWithTheFile:
    """Material for tests that stands in the file and is no part of the rubric."""

    stand_in = None

    def read(self, raw: Any, place: str, notebook: Notebook) -> None:
        if not isinstance(raw, dict):
            notebook.note(place, f"must be a mapping, got {shown(raw)}")

    def write(self, value: Any, full: bool) -> None:
        return None


def _rubric(scoring: Values, **values: Any) -> RubricSpec:
    return RubricSpec(**scoring, **values)


def _rubric_values(spec: RubricSpec) -> Values:
    values = {name: getattr(spec, name) for name in RubricSpec.__dataclass_fields__}
    notes = {name: values.pop(name) for name in ("dont_know_action", "scoring_notes")}
    return {**values, "scoring": notes}


RUBRIC = Part(
    _rubric,
    (
        Key(name="format", field=Constant(FORMAT), required=True),
        Key(name="format_version", field=Constant(FORMAT_VERSION), required=True),
        Key(name="rubric", field=HEADER, required=True),
        key("sectors", ListOf(SECTOR, least=1), required=True),
        key("roles", ListOf(ROLE), default=()),
        key("efforts", ListOf(EFFORT), default=()),
        key("scoring", SCORING, default={"dont_know_action": None, "scoring_notes": {}}),
        key("bands", ListOf(BAND, least=1), required=True),
        key("dimensions", _Dimensions(DIMENSION, least=1), required=True),
        key("comparators", ListOf(COMPARATOR), default=()),
        key("context_figures", ListOf(CONTEXT_FIGURE), default=()),
        key("glossary", ListOf(TERM), default=()),
        Key(name="worked_example", field=_KeptWithTheFile()),
        Key(name="test_vectors", field=_KeptWithTheFile()),
        key("sources_note", TEXT),
        key("sources", ListOf(SOURCE), default=()),
    ),
    take=_rubric_values,
)
