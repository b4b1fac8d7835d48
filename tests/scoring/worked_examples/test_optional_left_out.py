"""A scored question that need not be answered, and was not, counts as nothing in the end.

One dimension: Q1 weight 3, level 4 (mark 1); Q2 weight 1, optional, critical, its gate at level 0
caps at Emerging. While Q1 is open, the range runs from 0 to 100. With Q1 answered nothing
required is left: overall = 100 x (3 x 1 + 1 x 0) / 4 = 75.0, Ready by score, Emerging by the gate.
"""

from assessments.question_types import MARKER
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from assessments.scoring.sheet import Reply, State
from tests.factories import rubrics as r

SPEC = r.rubric(
    r.dimension(
        "A",
        1,
        r.single("Q1", 3),
        r.single("Q2", 1, required=False, critical=True, gates=[r.gate(0, "emerging")]),
    )
)


def result_of(**replies: Reply) -> Result:
    return score(SPEC, r.sheet(replies), MARKER)


def test_it_counts_as_nothing_when_the_rest_is_done() -> None:
    result = result_of(Q1=r.answered(4))
    assert result.complete and result.overall is not None
    assert result.overall.exact == 75
    assert result.low == result.high
    assert result.low.score == result.overall
    assert (result.bands.from_score, result.bands.final) == ("ready", "emerging")


def test_its_gap_and_its_action_are_given_and_it_is_no_unknown() -> None:
    result = result_of(Q1=r.answered(4))
    left_out = result.question("Q2")
    assert left_out.state is State.UNANSWERED
    assert (left_out.points, left_out.level, left_out.gap) == (0, 0, 25)
    assert [one.text for one in result.actions] == ["Leave level 0."]
    assert result.unknown == ()


def test_it_is_open_while_something_required_is() -> None:
    result = result_of()
    assert not result.complete and result.overall is None
    assert result.low.score and result.low.score.exact == 0
    assert result.high.score and result.high.score.exact == 100
    assert (result.low.final_band, result.high.final_band) == ("not_ready", "leading")


def test_answering_it_well_is_never_worse_than_leaving_it_out() -> None:
    without = result_of(Q1=r.answered(4)).overall
    worst = result_of(Q1=r.answered(4), Q2=r.answered(0)).overall
    better = result_of(Q1=r.answered(4), Q2=r.answered(1)).overall
    assert without and worst and better
    assert without.exact == worst.exact < better.exact
