"""The range of an incomplete assessment, worked out on paper.

A weight 3: A1 weight 1 at level 2 (mark 1/2); A2 weight 1 unanswered, critical, capping at
Emerging at level 0. B weight 1: B1 unanswered.
Low:  A = 25, B = 0, overall 18.75: 18.8, Not ready; A2's gate fires at its lowest level.
High: A = 75, B = 100, overall 81.25: 81.3, Ready (every dimension is above 45); no gate.
"""

from fractions import Fraction

from assessments.question_types import MARKER
from assessments.rubric.definition import GateSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from tests.factories import rubrics as r


def result_with(*gates: GateSpec, a1: int = 2) -> Result:
    spec = r.rubric(
        r.dimension("A", 3, r.single("A1"), r.single("A2", critical=True, gates=gates)),
        r.dimension("B", 1, r.single("B1")),
    )
    return score(spec, r.sheet({"A1": r.answered(a1)}), MARKER)


def test_both_ends() -> None:
    result = result_with(r.gate(0, "emerging"))
    assert result.low.score and result.high.score
    assert (result.low.score.exact, str(result.low.score.shown)) == (Fraction(75, 4), "18.8")
    assert (result.high.score.exact, str(result.high.score.shown)) == (Fraction(325, 4), "81.3")
    assert (result.low.final_band, result.high.final_band) == ("not_ready", "ready")


def test_a_gate_of_an_open_question_fires_at_the_low_end_only() -> None:
    """With A1 at level 4 the low score is 37.5, Emerging, and the gate brings it to Not ready."""
    free, gated = result_with(a1=4), result_with(r.gate(0, "not_ready"), a1=4)
    assert (free.low.final_band, gated.low.final_band) == ("emerging", "not_ready")
    assert free.high.final_band == gated.high.final_band == "leading"
    assert gated.bands.gates == ()


def test_no_score_and_no_band_until_it_is_complete() -> None:
    result = result_with()
    assert not result.complete and result.overall is None
    bands = result.bands
    assert (bands.from_score, bands.after_balance, bands.final) == (None, None, None)
    assert [one.score for one in result.dimensions] == [None, None]
    assert [one.share for one in result.dimensions] == [Fraction(3, 4), Fraction(1, 4)]


def test_gaps_and_actions_are_given_for_what_is_done() -> None:
    """A1's gap: 3/4 of the whole x 1/2 of A x 1/2 missing = 18.75."""
    result = result_with()
    assert [one.gap for one in result.questions] == [Fraction(75, 4), None, None]
    assert [one.share for one in result.questions] == [Fraction(1, 2), Fraction(1, 2), 1]
    assert [one.question for one in result.actions] == ["A1"]


def test_a_dimension_has_its_score_once_its_own_questions_are_done() -> None:
    spec = r.rubric(
        r.dimension("A", 3, r.single("A1"), r.text("A2")), r.dimension("B", 1, r.single("B1"))
    )
    result = score(spec, r.sheet({"A1": r.answered(2)}), MARKER)
    first, second = result.dimensions
    assert first.score and first.score.exact == 50 and first.band == "developing"
    assert second.score is None and second.band is None


def test_a_question_that_need_not_be_answered_does_not_withhold_the_dimensions_score() -> None:
    """A2 is optional and open, so it counts as nothing in A: 100 x (1/2 + 0) / 2 = 25."""
    spec = r.rubric(
        r.dimension("A", 1, r.single("A1"), r.single("A2", required=False)),
        r.dimension("B", 1, r.single("B1")),
    )
    result = score(spec, r.sheet({"A1": r.answered(2)}), MARKER)
    assert result.dimensions[0].score and result.dimensions[0].score.exact == 25
