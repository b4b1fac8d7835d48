"""The test vectors that the shipped rubric carries."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessments.question_types import MARKER, marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.bands import band_of, settle
from assessments.scoring.engine import score
from assessments.scoring.result import rounded
from assessments.scoring.sheet import AnswerSheet, Reply, State, Value
from tests.factories.shipped import shipped_block, shipped_rubric

VECTORS = shipped_block("test_vectors")


@pytest.mark.parametrize("vector", VECTORS["rounding"], ids=lambda one: one["exact"])
def test_rounding(vector: dict[str, str]) -> None:
    shown = rounded(Fraction(vector["exact"]))
    assert str(shown) == vector["rounded"]
    if "band" in vector:
        assert band_of(shipped_rubric(), shown) == vector["band"]


@pytest.mark.parametrize("vector", VECTORS["balance_rule"], ids=lambda one: one["overall"])
def test_balance(vector: dict[str, Any]) -> None:
    spec = shipped_rubric()
    scores = {code: Fraction(text) for code, text in vector["dimension_scores"].items()}
    weights = {one.code: Fraction(one.weight) for one in spec.dimensions}
    overall = sum(weights[code] * scores[code] for code in weights) / sum(weights.values())
    assert str(rounded(Fraction(overall))) == vector["overall"]
    bands = settle(spec, Fraction(overall), scores, [])
    assert bands.from_score == vector["band_from_score"]
    assert bands.final == vector["final_band"]


@pytest.mark.parametrize("vector", VECTORS["same_level_everywhere"], ids=lambda one: one["level"])
def test_same_level_everywhere(vector: dict[str, Any]) -> None:
    """Every question earns exactly that level's points, so the gates of that level fire too.

    A checklist is ticked to exactly those points, the lines that come first if it can be done.
    What cannot earn them, as a yes or no at a middle level, is taken out of the rubric.
    """
    level = vector["level"]
    found = {
        question.code: value_earning(question, Fraction(level, 4))
        for _, question in shipped_rubric().questions()
    }
    cannot = {code for code, value in found.items() if value is None}
    assert cannot == {1: {"TRA-08"}, 2: {"TRA-08", "DAT-12"}, 3: {"TRA-08"}}.get(level, set())
    spec = without(cannot)
    replies = {
        code: Reply(state=State.ANSWERED, value=value)
        for code, value in found.items()
        if value is not None
    }
    for sector in spec.sectors:
        result = score(spec, AnswerSheet(sector=sector.code, replies=replies), MARKER)
        assert result.overall
        assert str(result.overall.shown) == vector["overall"]
        assert result.bands.final == vector["band"]


def without(codes: set[str]) -> RubricSpec:
    spec = shipped_rubric()
    dimensions = [
        replace(one, questions=[each for each in one.questions if each.code not in codes])
        for one in spec.dimensions
    ]
    return replace(spec, dimensions=dimensions)


def value_earning(question: QuestionSpec, mark: Fraction) -> Value | None:
    """A value of the question that earns exactly the mark."""
    for value in values(question):
        found = MARKER.mark(question, value)
        if Fraction(found.points) / Fraction(found.full) == mark:
            return value
    return None


def values(question: QuestionSpec) -> list[Value]:
    """Enough values of a question to reach every mark that it can give."""
    kind = marking(question.kind)
    if question.number is not None:
        starts = [band.from_inclusive for band in question.number.bands]
        return [kind.clean(question, start) for start in starts]
    if question.options:
        return [option.value for option in question.options]
    if not question.items:
        return [level.number for level in question.levels]
    subsets: list[frozenset[str]] = [frozenset()]
    for item in reversed(question.items):
        subsets = [subset | {item.code} for subset in subsets] + subsets
    assert question.none_option is not None
    return [subset or frozenset({question.none_option.code}) for subset in subsets]


def test_every_edge_of_every_number_belongs_to_exactly_one_band() -> None:
    for _, question in shipped_rubric().questions():
        if question.number is None:
            continue
        step = Decimal(1).scaleb(-question.number.decimals_allowed)
        at = question.number.minimum
        while at <= question.number.maximum:
            assert sum(band.holds(at) for band in question.number.bands) == 1, (question.code, at)
            at += step
