"""Nothing that is kept back may be worked out from what is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from unittest.mock import patch

import pytest

from assessments.disclosure import hiding
from assessments.rubric.definition import ConditionSpec, RubricSpec
from tests.disclosure.attacking import SUMMARY, answered, choices, published, shut, worked_out
from tests.factories.rubrics import (
    band,
    checklist,
    dimension,
    gate,
    gate_check,
    number_block,
    percentage,
    rubric,
    single,
    yes_no,
)


def gated() -> RubricSpec:
    """Gates on answers that may be kept back, one of which has two levels only."""
    return rubric(
        dimension(
            "A", 60, single("A-1", 2), single("A-2", 1, critical=True, gates=[gate(0, "emerging")])
        ),
        dimension("B", 40, yes_no("B-1", 1, critical=True, gates=[gate(0, "developing")])),
    )


def waiting() -> RubricSpec:
    """Questions that wait for another one, in their own dimension and in the next."""
    opens = ConditionSpec(question="A-1", level_at_least=2)
    sure = {"dont_know_allowed": False}
    return rubric(
        dimension("A", 50, single("A-1", 1), yes_no("A-2", 3, condition=opens, **sure)),
        dimension("B", 50, yes_no("B-1", 1, **sure), yes_no("B-2", 1, condition=opens, **sure)),
    )


def left_out() -> RubricSpec:
    """A dimension may have no score, and a band asks something of each of them."""
    sure = {"dont_know_allowed": False}
    numbers = number_block(0, 30, 60, 80, 90)
    return rubric(
        dimension("A", 30, yes_no("A-1", 1, not_applicable_allowed=True)),
        dimension("B", 30, percentage("B-1", 1, number=numbers, **sure)),
        dimension("C", 40, yes_no("C-1", 1, **sure), yes_no("C-2", 2, required=False, **sure)),
        bands=[band("low", "0.0"), band("high", "40.0", "20.0"), band("top", "80.0", "50.0")],
    )


def lines() -> RubricSpec:
    """A gate that asks for a line of a checklist."""
    asks = gate(0, "emerging")
    return rubric(
        dimension("A", 50, checklist("A-1", 1, 60, 30, 10, critical=True, gates=[asks])),
        dimension("B", 50, yes_no("B-1", 1), yes_no("B-2", 2)),
    )


def all_waiting() -> RubricSpec:
    """A dimension whose every question waits for an answer of another."""
    opens = ConditionSpec(question="A-1", level_at_least=2)
    return rubric(
        dimension("A", 50, single("A-1", 1)),
        dimension("B", 50, yes_no("B-1", 1, condition=opens, dont_know_allowed=False)),
        bands=[band("low", "0.0"), band("high", "40.0", "20.0"), band("top", "80.0", "50.0")],
    )


def without_score(make: Callable[[], RubricSpec]) -> Callable[[], RubricSpec]:
    """The same questions where only the highest band still open is shown."""
    return lambda: replace(make(), shows_score=False)


HIDING_THE_SCORE = [without_score(make) for make in (gated, lines, all_waiting)]
RUBRICS = [gated, waiting, left_out, lines, gate_check, all_waiting, *HIDING_THE_SCORE]


@pytest.mark.parametrize("make", RUBRICS)
def test_no_level_that_is_kept_back_is_certain(make: Callable[[], RubricSpec]) -> None:
    spec = make()
    sheets, codes = [*answered(spec)], [question.code for _, question in spec.questions()]
    for count in range(1, len(codes) + 1):
        for kept in combinations(codes, count):
            assert worked_out(spec, sheets, shut(spec, *kept)) == {}, kept


@pytest.mark.parametrize(
    "versions",
    [
        [("A-1", "A-2", "B-1"), ("A-1", "B-1")],
        [("A-1", "B-1"), ("A-2", "B-1")],
        [("A-1", "A-2"), ("A-2",)],
        [("A-1", "A-2", "B-1"), ("A-2", "B-1"), ("B-1",)],
        [("A-1",), (), ("A-2", "B-1")],
    ],
)
def test_nor_from_several_versions_of_one_submission(versions: list[tuple[str, ...]]) -> None:
    spec = gated()
    chosen = [shut(spec, *codes) for codes in versions]
    assert worked_out(spec, answered(spec), *chosen) == {}


@pytest.mark.parametrize("make", [gated, waiting])
def test_an_answer_in_summary_is_as_safe(make: Callable[[], RubricSpec]) -> None:
    spec = make()
    sheets = [*answered(spec)]
    for _, question in spec.questions():
        assert worked_out(spec, sheets, choices(spec) | {question.code: SUMMARY}) == {}


def test_the_attacker_finds_what_bands_alone_would_give_away() -> None:
    def one_by_one(places: list[int], *_: object) -> list[tuple[int, ...]]:
        return [(place,) for place in places]

    spec = gated()
    sheets = [*answered(spec)]
    with patch.object(hiding, "grouped", one_by_one):
        found = worked_out(spec, sheets, shut(spec, "B-1"))
    assert {code for code, _ in found} == {"B-1"}


def test_opening_an_answer_later_is_refused_where_it_gives_away_another() -> None:
    spec = gated()
    one = next(answered(spec))
    first = published(spec, one, shut(spec, "A-1", "A-2"))
    assert first.report.dimensions[0].band
    with pytest.raises(hiding.GivenAway):
        for each in answered(spec):
            made = published(spec, each, shut(spec, "A-1", "A-2"))
            published(spec, each, shut(spec, "A-1"), made.after, 2)
