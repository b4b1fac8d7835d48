"""The worked example that the shipped rubric carries: a council with open gates.

Budget 5870/89, Training 6275/84, System integration 6635/94, Data quality 6165/94, Security 129/2;
overall (15 BUD + 20 TRA + 20 INT + 25 DAT + 20 SEC) / 100 = 239800963/3513720, shown 68.2:
Ready by score, Developing after a gate of SEC-01; the others cap at Ready.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessments.question_types import MARKER
from assessments.reports.documents import result_from_document, result_to_document
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from assessments.scoring.sheet import State
from tests.factories.shipped import example_sheet, shipped_rubric, worked_example


def one_decimal(exact: Fraction) -> str:
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(decimal.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@pytest.fixture(scope="module")
def example() -> Any:
    return worked_example()


@pytest.fixture(scope="module")
def result() -> Result:
    return score(shipped_rubric(), example_sheet(), MARKER)


def test_the_numbers_are_the_ones_that_were_worked_out(result: Result) -> None:
    assert result.overall
    assert result.overall.exact == Fraction(239800963, 3513720)
    assert str(result.overall.shown) == "68.2"


def test_every_step(result: Result, example: Any) -> None:
    steps = example["steps"]
    assert [step["dimension"] for step in steps] == [one.code for one in result.dimensions]
    for step, dimension in zip(steps, result.dimensions, strict=True):
        spec = shipped_rubric().dimension(dimension.code)
        counted = [one for one in result.questions if one.dimension == spec.code and one.share]
        weights = {one.code: Fraction(shipped_weight(one.code)) for one in counted}
        points = sum(weights[one.code] * (one.mark or 0) * 100 for one in counted)
        assert points == Fraction(step["weighted_points"])
        assert sum(weights.values()) == Fraction(step["counted_weight"])
        assert dimension.score
        assert dimension.score.exact == Fraction(step["exact"])
        assert str(dimension.score.shown) == step["rounded"]


def shipped_weight(code: str) -> Decimal:
    weight = shipped_rubric().question(code).weight
    assert weight is not None
    return weight


def test_shares_are_of_what_counts(result: Result) -> None:
    """BUD-03 (weight 11) is not applicable, TRA-10 and TRA-11 are for others: 89 and 84."""
    assert [one.share for one in result.dimensions] == [
        Fraction(share, 100) for share in (15, 20, 20, 25, 20)
    ]
    assert result.question("BUD-03").state is State.NOT_APPLICABLE
    assert result.question("TRA-10").state is State.NOT_ASKED
    assert result.question("BUD-01").share == Fraction(14, 89)
    assert result.question("TRA-01").share == Fraction(shipped_weight("TRA-01")) / 84
    for dimension in result.dimensions:
        shares = [one.share or 0 for one in result.questions if one.dimension == dimension.code]
        assert sum(shares) == 1


def test_bands_and_gates(result: Result, example: Any) -> None:
    bands = result.bands
    assert bands.from_score == example["band_from_score"] == "ready"
    assert bands.after_balance == example["band_after_balance_rule"] == "ready"
    assert bands.final == example["final_band"] == "developing"
    assert [
        {"question": gate.question, "level": gate.level, "cap_band": gate.cap_band}
        | ({"missing": list(gate.missing)} if gate.missing else {})
        for gate in bands.gates
    ] == example["gates_applied"]
    assert bands.balance == ()


def test_first_actions(result: Result, example: Any) -> None:
    expected = example["first_actions"]
    found = [
        {
            "question": one.question,
            "gate": one.gate,
            "effort": one.effort,
            "shortfall_points": one_decimal(one.shortfall),
            "gain_points": one_decimal(one.gain),
            "text": one.text,
        }
        for one in result.actions[: len(expected)]
    ]
    assert len(expected) == 6
    assert found == expected


def test_gaps_sum_to_what_is_missing(result: Result) -> None:
    assert result.overall
    assert sum(one.gap or 0 for one in result.questions) == 100 - result.overall.exact


def test_unknown_and_unconfirmed(result: Result) -> None:
    assert result.unknown == ("DAT-07",)
    assert "SEC-01" not in result.unconfirmed and "BUD-01" in result.unconfirmed
    assert len(result.unconfirmed) == sum(
        one.mark is not None and one.mark >= Fraction(3, 4) for one in result.questions
    )


def test_it_comes_back_from_its_document(result: Result) -> None:
    document = result_to_document(result, "uk-readiness-2026", "2026.2", "00")
    assert result_from_document(document, shipped_rubric()) == result
