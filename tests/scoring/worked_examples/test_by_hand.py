"""Two dimensions, every state and four kinds, worked out on paper.

A has weight 60, B weight 40.
A: A1 weight 2, level 3 of 4 (75 of 100 points); A2 weight 1, not applicable; A3 weight 1, don't
   know.
   Score A = 100 x (2 x 3/4 + 1 x 0) / (2 + 1) = 50.
B: B1 weight 1, 83 per cent, in the band of level 2: 50 of 100 points.
   B2 weight 3, ticked 40 + 20 of full 90: 2/3. Score B = 100 x (1 x 1/2 + 3 x 2/3) / 4 = 62.5.
Overall = (60 x 50 + 40 x 62.5) / 100 = 55.0: Developing.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.question_types import MARKER
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from tests.factories import rubrics as r


def the_rubric(*, gated: bool) -> RubricSpec:
    gates = [r.gate(0, "emerging", "Find out.")] if gated else []
    return r.rubric(
        r.dimension(
            "A",
            60,
            r.single("A1", 2),
            r.single("A2", 1, not_applicable_allowed=True),
            r.single("A3", 1, critical=gated, gates=gates),
        ),
        r.dimension(
            "B",
            40,
            r.percentage("B1", 1, number=r.number_block(0, 50, 80, 90, 100)),
            r.checklist(
                "B2", 3, 40, 20, 30, points_to_level=r.rows((0, 29), (30, 59), (60, 89), (90, 90))
            ),
        ),
    )


def the_result(*, gated: bool = False) -> Result:
    replies = {
        "A1": r.answered(3),
        "A2": r.NOT_APPLICABLE,
        "A3": r.DONT_KNOW,
        "B1": r.answered(Decimal(83)),
        "B2": r.answered({"a", "b"}),
    }
    return score(the_rubric(gated=gated), r.sheet(replies), MARKER)


def test_scores() -> None:
    result = the_result()
    assert result.complete
    assert [one.score and one.score.exact for one in result.dimensions] == [50, Fraction(125, 2)]
    assert result.overall is not None
    assert (result.overall.exact, str(result.overall.shown)) == (55, "55.0")
    assert result.low.score == result.high.score == result.overall


def test_bands_without_a_gate() -> None:
    bands = the_result().bands
    assert (bands.from_score, bands.after_balance, bands.final) == ("developing",) * 3
    assert [one.band for one in the_result().dimensions] == ["developing", "developing"]


def test_dont_know_fires_the_gate_and_the_score_stays() -> None:
    result = the_result(gated=True)
    assert result.overall is not None and result.overall.exact == 55
    assert (result.bands.after_balance, result.bands.final) == ("developing", "emerging")
    assert [(one.question, one.level, one.cap_band) for one in result.bands.gates] == [
        ("A3", 0, "emerging")
    ]
    assert result.unknown == ("A3",)


@pytest.mark.parametrize(
    ("code", "points", "full", "level", "gap"),
    [
        ("A1", 75, 100, 3, 10),
        ("A2", None, None, None, None),
        ("A3", 0, 100, 0, 20),
        ("B1", 50, 100, 2, 5),
        ("B2", 60, 90, 2, 10),
    ],
)
def test_each_question(
    code: str, points: int | None, full: int | None, level: int | None, gap: int | None
) -> None:
    found = the_result().question(code)
    assert (found.points, found.full, found.level, found.gap) == (points, full, level, gap)


def test_gains_reach_one_step_up() -> None:
    """A1 and B1 gain a quarter, A3 from nothing to level 1, B2 its missing item of 30."""
    gains = {one.code: one.gain for one in the_result().questions}
    assert gains == {
        "A1": 10,
        "A2": None,
        "A3": 5,
        "B1": Fraction(5, 2),
        "B2": 10,
    }


def test_actions_gate_first_then_shortfall_then_the_good_ones() -> None:
    """Shortfalls: A3 0.6 x 1/3 x 3/4 = 15; B1 0.1 x 1/4 = 2.5; B2 0.3 x 1/12 = 2.5; A1 none.

    B1 and B2 are equal in shortfall and effort, so the code decides.
    """
    plain = [(one.question, one.shortfall) for one in the_result().actions]
    assert plain == [("A3", 15), ("B1", Fraction(5, 2)), ("B2", Fraction(5, 2)), ("A1", 0)]
    assert the_result().actions[0].text == "Find out."
    assert [one.question for one in the_result(gated=True).actions if one.gate] == ["A3"]


def test_good_answers_without_evidence_are_unconfirmed() -> None:
    assert the_result().unconfirmed == ("A1",)
