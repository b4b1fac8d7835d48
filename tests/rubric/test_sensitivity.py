"""How far results depend on the weights: held against the engine, weight by weight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.question_types import MARKER
from assessments.rubric.definition import RubricSpec
from assessments.rubric.generated import sheets as made_up
from assessments.rubric.sensitivity import Case, robustness, sensitivity
from assessments.scoring.bands import settle
from assessments.scoring.engine import score
from assessments.scoring.result import rounded
from assessments.scoring.sheet import State
from tests.factories import rubrics as r
from tests.factories.shipped import shipped_rubric
from tests.scoring.strategies import rubrics, sheets
from tests.steps import steps

QUARTERS = (Fraction(3, 4), Fraction(5, 4))


def case_of(spec: RubricSpec, data: st.DataObject) -> Case | None:
    result = score(spec, data.draw(sheets(spec, unanswered=False)), MARKER)
    if result.overall is None:
        return None
    dimensions = {one.code: one.score.exact for one in result.dimensions if one.score}
    return Case(dimensions=dimensions, caps=[gate.cap_band for gate in result.bands.gates])


def reweighted(spec: RubricSpec, factors: tuple[Fraction, ...]) -> list[Fraction]:
    return [
        Fraction(one.weight) * factor for one, factor in zip(spec.dimensions, factors, strict=True)
    ]


def by_hand(spec: RubricSpec, case: Case, weights: list[Fraction]) -> tuple[Decimal, str]:
    """The published score and the final band under other weights, by the specification."""
    scored = [
        (weight, case.dimensions[one.code])
        for weight, one in zip(weights, spec.dimensions, strict=True)
        if one.code in case.dimensions
    ]
    total = sum((weight for weight, _ in scored), Fraction(0))
    overall = sum((weight * each for weight, each in scored), Fraction(0)) / total
    places = [one.code for one in spec.bands]
    balanced = places.index(settle(spec, overall, case.dimensions, ()).after_balance or "")
    return rounded(overall), places[min([balanced, *(places.index(cap) for cap in case.caps)])]


@given(st.data())
def test_every_variation_is_worked_out_as_the_specification_says(data: st.DataObject) -> None:
    spec = data.draw(rubrics())
    case = case_of(spec, data)
    if case is None:
        return
    count = len(spec.dimensions)
    same = (Fraction(1),) * count
    ones = [
        (*same[:place], factor, *same[place + 1 :]) for place in range(count) for factor in QUARTERS
    ]
    every = [same, *ones, *product(QUARTERS, repeat=count)]
    expected = [by_hand(spec, case, reweighted(spec, factors)) for factors in every]
    found = sensitivity(spec, [case])
    shown = [each for each, _ in expected]
    assert found.variations == len(every) - 1
    assert found.robust == (len({band for _, band in expected}) == 1)
    assert found.mean_spread == found.largest_spread == Fraction(max(shown) - min(shown))
    effects = {one.code: one for one in found.weights}
    for place, one in enumerate(spec.dimensions):
        own = expected[1 + 2 * place : 3 + 2 * place]
        moved = sum((Fraction(abs(each - shown[0])) for each, _ in own), Fraction(0)) / 2
        assert effects[one.code].moves == moved
        assert effects[one.code].flips == any(band != expected[0][1] for _, band in own)


SMALL = r.rubric(
    r.dimension("A", 60, r.single("A-1")),
    r.dimension("B", 40, r.single("B-1")),
    bands=r.five_bands(),
)


def case(a: int, b: int, *caps: str) -> Case:
    return Case(dimensions={"A": Fraction(a), "B": Fraction(b)}, caps=caps)


def test_equal_dimensions_are_robust_at_any_weight() -> None:
    found = sensitivity(SMALL, [case(50, 50), case(10, 10)])
    assert (found.cases, found.robust, found.robust_share) == (2, 2, 1)
    assert (found.mean_spread, found.largest_spread) == (0, 0)


def test_the_sums_by_hand() -> None:
    """A 80 and B 0 at 60 to 40: 48.0. The extremes are 75 to 30 (57.1) and 45 to 50 (37.9)."""
    found = sensitivity(SMALL, [case(80, 0)])
    assert found.largest_spread == Fraction(192, 10)
    assert found.robust == 0
    # A alone: 45 to 40 is 42.4, 75 to 40 is 52.2. B alone: 60 to 30 is 53.3, 60 to 50 is 43.6.
    assert {one.code: one.moves for one in found.weights} == {
        "A": Fraction(49, 10),
        "B": Fraction(485, 100),
    }
    assert [one.code for one in found.weights] == ["A", "B"]


def test_a_gate_that_fired_makes_a_band_robust_at_its_cap() -> None:
    found = sensitivity(SMALL, [case(80, 0, "not_ready")])
    assert (found.robust, found.largest_spread) == (1, Fraction(192, 10))


def test_a_dimension_without_a_score_varies_nothing() -> None:
    found = sensitivity(SMALL, [Case(dimensions={"A": Fraction(33)})])
    assert (found.cases, found.robust, found.largest_spread) == (1, 1, 0)


def test_without_cases_there_is_nothing_to_say() -> None:
    found = sensitivity(SMALL, [Case(dimensions={})])
    assert (found.cases, found.robust_share, found.mean_spread) == (0, None, 0)


@pytest.mark.parametrize(
    ("count", "variations", "drawn"), [(6, 12 + 64, False), (7, 14 + 64, True)]
)
def test_with_many_dimensions_the_combinations_are_drawn_and_always_the_same(
    count: int, variations: int, drawn: bool
) -> None:
    codes = "ABCDEFG"[:count]
    spec = r.rubric(*(r.dimension(code, 1, r.single(f"{code}-1")) for code in codes))
    cases = [Case(dimensions={code: Fraction(7 * place) for place, code in enumerate(codes)})]
    found = sensitivity(spec, cases)
    assert (found.variations, found.drawn) == (variations, drawn)
    assert sensitivity(spec, cases) == found


def test_made_up_sheets_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    spec = shipped_rubric()
    assert list(made_up(spec, 5, "one")) == list(made_up(spec, 5, "one"))
    assert list(made_up(spec, 5, "one")) != list(made_up(spec, 5, "two"))


@given(rubrics(), st.text(max_size=5))
def test_made_up_sheets_can_be_scored_with_every_rubric(spec: RubricSpec, seed: str) -> None:
    for sheet in made_up(spec, 4, seed):
        for code, reply in sheet.replies.items():
            if reply.state is State.ANSWERED and reply.value is not None:
                from assessments.question_types import marking

                question = spec.question(code)
                kind = marking(question.kind)
                assert kind.clean(question, kind.to_json(reply.value)) == reply.value
        assert score(spec, sheet, MARKER) is not None


def test_made_up_sheets_of_the_shipped_rubric_reach_every_band_and_sector() -> None:
    spec = shipped_rubric()
    found = list(made_up(spec, 200, "spread"))
    bands = {score(spec, sheet, MARKER).bands.final for sheet in found}
    assert bands == {one.code for one in spec.bands}
    assert {sheet.sector for sheet in found} == {one.code for one in spec.sectors}


def test_the_work_grows_no_faster_than_the_cases() -> None:
    spec = shipped_rubric()
    cases = [
        Case(
            dimensions={
                one.code: Fraction(number * (place + 3) % 1000, 10)
                for place, one in enumerate(spec.dimensions)
            }
        )
        for number in range(400)
    ]
    few = steps(lambda: sensitivity(spec, cases[:100]))
    assert steps(lambda: sensitivity(spec, cases)) < 5 * few


@given(st.data())
def test_one_case_is_tried_with_the_weights_of_what_has_a_score(data: st.DataObject) -> None:
    """Every combination as the specification says, and no weights between lead further out."""
    spec = data.draw(rubrics())
    case = case_of(spec, data)
    if case is None:
        return
    scored = replace(spec, dimensions=[d for d in spec.dimensions if d.code in case.dimensions])
    every = list(product(QUARTERS, repeat=len(scored.dimensions)))
    expected = [by_hand(scored, case, reweighted(scored, factors)) for factors in every]
    order = [band.code for band in spec.bands]
    shown, bands = [one for one, _ in expected], [order.index(band) for _, band in expected]
    found = robustness(spec, case)
    assert (found.tried, found.possible) == (len(every), len(every))
    assert (found.lowest, found.highest) == (min(shown), max(shown))
    assert {order[band]: bands.count(band) for band in sorted(set(bands))} == found.bands
    between = st.fractions(QUARTERS[0], QUARTERS[1], max_denominator=20)
    inside = tuple(data.draw(between) for _ in scored.dimensions)
    score_inside, band_inside = by_hand(scored, case, reweighted(scored, inside))
    assert found.lowest <= score_inside <= found.highest
    assert min(bands) <= order.index(band_inside) <= max(bands)


def test_with_no_score_there_is_nothing_to_vary() -> None:
    with pytest.raises(ValueError, match="No dimension"):
        robustness(r.rubric(r.dimension("A", 1, r.single("A1"))), Case(dimensions={}))
