"""A low dimension holds the band down, however high the overall score is."""

from decimal import Decimal

from assessments.question_types import MARKER
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from tests.factories import rubrics as r


def result_with(low: int, others: int = 4) -> Result:
    """Dimension A of weight 1 answered at level `low`, B of weight 9 at level `others`."""
    spec = r.rubric(
        r.dimension("A", 1, r.single("A1")),
        r.dimension("B", 9, r.single("B1", critical=True, gates=[r.gate(4, "leading")])),
    )
    return score(spec, r.sheet({"A1": r.answered(low), "B1": r.answered(others)}), MARKER)


def test_leading_falls_to_ready() -> None:
    """A is 50.0: below 65.0, which Leading asks, and above 45.0, which Ready asks."""
    bands = result_with(2).bands
    assert (bands.from_score, bands.after_balance, bands.final) == ("leading", "ready", "ready")
    assert [(one.dimension, one.score, one.minimum, one.band) for one in bands.balance] == [
        ("A", Decimal("50.0"), Decimal("65.0"), "leading")
    ]


def test_leading_falls_two_bands_and_each_break_is_listed() -> None:
    bands = result_with(1).bands
    assert (bands.from_score, bands.after_balance) == ("leading", "developing")
    assert [(one.dimension, one.band) for one in bands.balance] == [
        ("A", "leading"),
        ("A", "ready"),
    ]


def test_a_gate_that_lowers_nothing_is_kept() -> None:
    bands = result_with(2).bands
    assert [gate.cap_band for gate in bands.gates] == ["leading"]
    assert bands.final == bands.after_balance


def test_the_balance_compares_rounded_scores() -> None:
    """A is 44.96, shown 45.0, which is enough for Ready; 44.94, shown 44.9, is not."""

    def band_with(points: str) -> str | None:
        questions = [r.single("A1", levels=r.levels(0, points, 100))]
        spec = r.rubric(r.dimension("A", 1, *questions), r.dimension("B", 1, r.single("B1")))
        replies = {"A1": r.answered(1), "B1": r.answered(4)}
        return score(spec, r.sheet(replies), MARKER).bands.after_balance

    assert (band_with("44.96"), band_with("44.94")) == ("ready", "developing")


def test_a_dimension_without_a_score_breaks_nothing() -> None:
    spec = r.rubric(
        r.dimension("A", 5, r.single("A1", not_applicable_allowed=True)),
        r.dimension("B", 1, r.single("B1")),
    )
    result = score(spec, r.sheet({"A1": r.NOT_APPLICABLE, "B1": r.answered(4)}), MARKER)
    assert result.overall and result.overall.exact == 100
    assert (result.bands.final, result.bands.balance) == ("leading", ())
    assert (result.dimensions[0].score, result.dimensions[0].share) == (None, None)
    assert result.dimensions[1].share == 1
