from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring.bands import band_of, fired_gates, settle
from assessments.scoring.result import FiredGate, rounded
from tests.factories import rubrics as r

SPEC = r.rubric()


def gate(cap: str) -> FiredGate:
    return FiredGate(question="Q", level=0, cap_band=cap, message="")


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(257, 4), "64.3"),
        (Fraction(6425, 100), "64.3"),
        (Fraction(6424999, 100000), "64.2"),
        (Fraction(1, 3), "0.3"),
        (Fraction(0), "0.0"),
        (Fraction(9995, 100), "100.0"),
        (Fraction(100), "100.0"),
    ],
)
def test_rounding_is_half_up(exact: Fraction, shown: str) -> None:
    assert str(rounded(exact)) == shown


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("0.0", "not_ready"),
        ("24.9", "not_ready"),
        ("25.0", "emerging"),
        ("64.9", "developing"),
        ("65.0", "ready"),
        ("100.0", "leading"),
    ],
)
def test_the_band_of_a_score(shown: str, code: str) -> None:
    assert band_of(SPEC, Decimal(shown)) == code


def test_what_people_read_and_what_they_are_called_never_disagree() -> None:
    """64.95 is shown as 65.0, so it is Ready."""
    assert settle(SPEC, Fraction(6495, 100), {"A": Fraction(50)}, []).from_score == "ready"
    assert settle(SPEC, Fraction(6494, 100), {"A": Fraction(50)}, []).from_score == "developing"


def test_the_lowest_cap_wins_and_every_gate_is_kept() -> None:
    gates = [gate("developing"), gate("emerging"), gate("leading")]
    bands = settle(SPEC, Fraction(90), {"A": Fraction(90)}, gates)
    assert (bands.after_balance, bands.final) == ("leading", "emerging")
    assert bands.gates == tuple(gates)


def test_a_cap_above_the_band_raises_nothing() -> None:
    assert settle(SPEC, Fraction(10), {"A": Fraction(10)}, [gate("leading")]).final == "not_ready"


def test_every_dimension_that_broke_the_balance_is_listed() -> None:
    scores = {"A": Fraction(60), "B": Fraction(100), "C": Fraction(50)}
    bands = settle(SPEC, Fraction(90), scores, [])
    assert bands.after_balance == "ready"
    assert [(one.dimension, one.band) for one in bands.balance] == [
        ("A", "leading"),
        ("C", "leading"),
    ]


def test_the_lowest_band_is_always_reached() -> None:
    spec = r.rubric(bands=[r.band("low", 0, "10.0"), r.band("high", 50, "10.0")])
    assert settle(spec, Fraction(60), {"A": Fraction(5)}, []).final == "low"


@pytest.mark.parametrize(
    ("level", "caps"),
    [(0, ["emerging", "developing"]), (1, ["developing"]), (2, [])],
)
def test_gates_fire_at_or_below_their_level(level: int, caps: list[str]) -> None:
    question = r.single(
        "Q", critical=True, gates=[r.gate(0, "emerging", "Stop."), r.gate(1, "developing")]
    )
    assert [one.cap_band for one in fired_gates(question, level)] == caps


def test_only_critical_questions_have_gates() -> None:
    assert fired_gates(r.single("Q", gates=[r.gate(4, "emerging")]), 0) == []
