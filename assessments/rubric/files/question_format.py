"""The format of a question and what hangs on it, in the order in which a file gives the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assessments.question_types import KINDS
from assessments.rubric.files.faults import Notebook
from assessments.rubric.files.points_rows import with_ends
from assessments.rubric.files.shapes import (
    Constant,
    Field,
    Key,
    Leaf,
    ListOf,
    MapOf,
    Part,
    Values,
    group,
)
from assessments.rubric.files.values import (
    code,
    code_if_any,
    flag,
    number,
    number_text,
    one_of,
    plain_number,
    short,
    text,
    title,
    weight,
    whole,
    wording,
)
from assessments.rubric.spec import (
    ActionSpec,
    ConditionSpec,
    GateSpec,
    ItemSpec,
    LevelSpec,
    NoneOptionSpec,
    NumberBandSpec,
    NumberSpec,
    OptionSpec,
    QuestionSpec,
    VariantSpec,
)

HIGHEST_LEVEL = 100
MOST_POINTS = 1_000
MOST_NUMBER = 1_000_000_000

CODE = Leaf(code)
CODE_IF_ANY = Leaf(code_if_any)
CODES = ListOf(CODE)
TITLE = Leaf(title)
TEXT = Leaf(text)
WORDING = Leaf(wording)
YES_OR_NO = Leaf(flag, False)
LEVEL = Leaf(whole(0, HIGHEST_LEVEL), 0)


def decimal_leaf(least: int, most: int, places: int) -> Leaf:
    """An exact number within bounds; it stands in with 1 where it cannot be read."""
    return Leaf(number(least, most, places), Decimal(1), plain_number, number_text)


WEIGHT = Leaf(weight, Decimal(1), plain_number, number_text)
POINTS = decimal_leaf(0, MOST_POINTS, 4)
ITEM_POINTS = decimal_leaf(-MOST_POINTS, MOST_POINTS, 4)
ROW_POINTS = decimal_leaf(0, 1_000_000, 4)
RANGE = decimal_leaf(-MOST_NUMBER, MOST_NUMBER, 6)


def key(name: str, field: Field, attribute: str | None = None, **more: Any) -> Key:
    """A key that fills the attribute of its own name, or the one given."""
    return Key(name=name, field=field, attribute=attribute or name, **more)


ACTION = Part(
    ActionSpec,
    (
        key("text", WORDING, required=True),
        key("effort", CODE_IF_ANY),
        key("owner", CODE_IF_ANY),
        key("guidance", CODE, default=None),
        key("guidance_by_sector", MapOf(code, CODE), default={}),
    ),
)

LEVEL_PART = Part(
    LevelSpec,
    (
        key("score", LEVEL, "number", required=True),
        key("points", POINTS, default=None),
        key("text", WORDING, required=True),
        key("action", ACTION, default=None),
    ),
)

ITEM = Part(
    ItemSpec,
    (
        key("code", CODE, required=True),
        key("text", WORDING, required=True),
        key("points", ITEM_POINTS, required=True),
        key("if_missing", TEXT),
    ),
)


NONE_OPTION = Part(
    NoneOptionSpec,
    (
        key("code", CODE, required=True),
        key("text", TITLE, required=True),
        Key(name="points", field=Constant(0), always=True),
        Key(name="exclusive", field=Constant(True), always=True),
    ),
)

POINTS_TO_LEVEL = Part(
    dict,
    (
        key("from_inclusive", ROW_POINTS, required=True),
        key("to_inclusive", ROW_POINTS, default=None),
        key("level", LEVEL, required=True),
    ),
)

OPTION = Part(
    OptionSpec,
    (
        key("value", CODE, required=True),
        key("text", TITLE, required=True),
        key("level", LEVEL, required=True),
    ),
)


def _number_band(
    from_inclusive: Decimal,
    to_exclusive: Decimal | None,
    to_inclusive: Decimal | None,
    level: int,
) -> NumberBandSpec:
    to = to_inclusive if to_exclusive is None else to_exclusive
    return NumberBandSpec(
        from_inclusive=from_inclusive,
        to=Decimal(1) if to is None else to,
        to_is_inclusive=to_exclusive is None,
        level=level,
    )


def _number_band_values(band: NumberBandSpec) -> Values:
    return {
        "from_inclusive": band.from_inclusive,
        "to_exclusive": None if band.to_is_inclusive else band.to,
        "to_inclusive": band.to if band.to_is_inclusive else None,
        "level": band.level,
    }


def _one_end(raw: Mapping[str, Any], place: str, notebook: Notebook) -> None:
    if (raw.get("to_exclusive") is None) == (raw.get("to_inclusive") is None):
        notebook.note(place, "must have one of to_exclusive and to_inclusive")


NUMBER_BAND = Part(
    _number_band,
    (
        key("from_inclusive", RANGE, required=True),
        key("to_exclusive", RANGE, default=None),
        key("to_inclusive", RANGE, default=None),
        key("level", LEVEL, required=True),
    ),
    take=_number_band_values,
    also=_one_end,
)

NUMBER = Part(
    NumberSpec,
    (
        key("unit", Leaf(short(40))),
        key("min", RANGE, "minimum", required=True),
        key("max", RANGE, "maximum", required=True),
        key("decimals_allowed", Leaf(whole(0, 6), 0), required=True),
        key("direction", Leaf(short(40))),
        key("bands", ListOf(NUMBER_BAND), required=True),
    ),
)

GATE = Part(
    GateSpec,
    (
        key("when_level_at_or_below", LEVEL, required=True),
        key("cap_band", CODE, required=True),
        key("message", WORDING, required=True),
    ),
)


def _one_opener(raw: Mapping[str, Any], place: str, notebook: Notebook) -> None:
    if (raw.get("level_at_least") is None) == (not raw.get("any_of")):
        notebook.note(place, "must have one of level_at_least and any_of")


CONDITION = Part(
    ConditionSpec,
    (
        key("question", CODE, required=True),
        key("level_at_least", LEVEL, default=None),
        key("any_of", CODES, default=()),
    ),
    also=_one_opener,
)

_VARIANT = Part(
    dict,
    tuple(key(name, TEXT, default=None) for name in ("text", "why", "help", "evidence")),
)


class _Variants:
    """Sector wording: a mapping from sector codes, kept as a list in the order of the file."""

    stand_in = ()
    _map = MapOf(code, _VARIANT)

    def read(self, raw: Any, place: str, notebook: Notebook) -> tuple[VariantSpec, ...]:
        by_sector = self._map.read(raw, place, notebook)
        return tuple(VariantSpec(sector=sector, **words) for sector, words in by_sector.items())

    def write(self, value: Any, full: bool) -> Any:
        return {
            variant.sector: _VARIANT.write_values(
                {name: getattr(variant, name) for name in ("text", "why", "help", "evidence")},
                full,
            )
            for variant in value
        }


def _question(
    items: Sequence[ItemSpec], points_to_level: Sequence[Values], **values: Any
) -> QuestionSpec:
    return QuestionSpec(items=items, points_to_level=with_ends(points_to_level, items), **values)


QUESTION = Part(
    _question,
    (
        key("code", CODE, required=True),
        key("title", TITLE, required=True),
        key("type", Leaf(one_of(lambda: KINDS)), "kind", required=True),
        key("weight", WEIGHT, default=None),
        key("text", WORDING, required=True),
        key("why", TEXT),
        key("help", TEXT),
        key("evidence", TEXT),
        key("applies_to", ListOf(CODE, least=1), default=()),
        key("applies_when", CONDITION, "condition", default=None),
        Key(
            name="not_applicable",
            field=group(
                key("allowed", YES_OR_NO, "not_applicable_allowed", default=False, always=True),
                key("when", TEXT, "not_applicable_when"),
            ),
        ),
        key("dont_know_allowed", YES_OR_NO, default=True, always=True),
        key("required", YES_OR_NO, default=True),
        key("critical", YES_OR_NO, default=False, always=True),
        key("options", ListOf(OPTION), default=()),
        key("gates", ListOf(GATE), default=()),
        key("sector_variants", _Variants(), "variants", default=()),
        key("number", NUMBER, default=None),
        key("items", ListOf(ITEM), default=()),
        key("none_option", NONE_OPTION, default=None),
        key("points_to_level", ListOf(POINTS_TO_LEVEL), default=()),
        key("levels", ListOf(LEVEL_PART), default=()),
        key("sources", CODES, default=()),
    ),
)
