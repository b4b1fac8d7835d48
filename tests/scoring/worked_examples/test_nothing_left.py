"""With every question not applicable there is no overall score, and no band, and no crash."""

from assessments.question_types import MARKER
from assessments.scoring.engine import score
from tests.factories import rubrics as r


def test_no_dimension_left() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("A1", not_applicable_allowed=True)))
    result = score(spec, r.sheet({"A1": r.NOT_APPLICABLE}), MARKER)
    assert result.complete
    assert result.overall is None
    assert (result.low.score, result.low.final_band) == (None, None)
    assert result.bands.final is None
    assert (result.actions, result.unknown, result.unconfirmed) == ((), (), ())


def test_a_required_text_keeps_it_incomplete_though_every_score_is_known() -> None:
    spec = r.rubric(r.dimension("A", 1, r.single("A1"), r.text("A2")))
    result = score(spec, r.sheet({"A1": r.answered(3)}), MARKER)
    assert not result.complete and result.overall is None
    assert result.low == result.high
    assert result.low.score and result.low.score.exact == 75
