"""How sure a result is: each sentence by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessments.evidence import Holding
from assessments.question_types import MARKER
from assessments.reports.confidence import how_sure
from assessments.reports.replies import Sitting
from assessments.rubric.definition import RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.factories import rubrics as r
from tests.reports.test_backing import HOLDING, ITEM, PAST

DONT_KNOW = Reply(state=State.DONT_KNOW)


def sentences(
    spec: RubricSpec, *replies: Reply | int, holding: Holding = HOLDING
) -> tuple[str, ...]:
    codes = [question.code for _, question in spec.questions()]
    given = {
        code: Reply(state=State.ANSWERED, value=one) if isinstance(one, int) else one
        for code, one in zip(codes, replies, strict=False)
    }
    sheet = AnswerSheet(sector=r.COUNCIL, replies=given)
    return how_sure(Sitting.of(spec, sheet, score(spec, sheet, MARKER), holding))


def spread(*weights: int) -> RubricSpec:
    return r.rubric(*(r.dimension(f"D{n}", w, r.single(f"D{n}-1")) for n, w in enumerate(weights)))


def backed(level: int, *evidence: EvidenceItem) -> Reply:
    return Reply(state=State.ANSWERED, value=level, evidence=evidence)


def test_where_nothing_is_in_doubt_only_the_band_is_spoken_of() -> None:
    assert sentences(spread(1, 1), backed(4, ITEM.line), backed(4, ITEM.line)) == (
        "With the weight of each dimension a quarter higher or lower, in every combination, the "
        "final band stays Leading, with the same score.",
    )


def test_what_is_not_known_and_what_is_not_shown_with_its_points() -> None:
    found = sentences(spread(1, 1), DONT_KNOW, 4)
    assert found[0] == (
        "1 answer is “don’t know” and counts as the lowest level: full marks there would add 50.0 "
        "to the score."
    )
    assert found[1] == (
        "1 answer at three quarters of full marks or above has no evidence: 50.0 of the score of "
        "50.0 rests on that."
    )


def test_a_band_that_hangs_on_the_weights_says_how_often() -> None:
    """100 and 0: half of it, or 62.5 or 37.5 where one weight rises and the other falls."""
    found = sentences(spread(1, 1), backed(4, ITEM.line), backed(0))
    assert found[-1] == (
        "With the weight of each dimension a quarter higher or lower, in every combination, the "
        "final band is Emerging once and Developing 3 times, with scores from 37.5 to 62.5."
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (6, "in every combination,"),
        (7, "in 64 combinations drawn from 128, the same for every report,"),
    ],
)
def test_past_six_dimensions_combinations_are_drawn_and_it_says_so(count: int, said: str) -> None:
    spec = spread(*range(1, count + 1))
    found = sentences(spec, *[3] * count)
    assert said in found[-1] and found == sentences(spec, *[3] * count)


def test_a_gate_holds_in_every_combination() -> None:
    capped = r.dimension("D9", 1, r.single("D9-1", critical=True, gates=[r.gate(0, "not_ready")]))
    spec = replace(spread(1, 1), dimensions=[*spread(1, 1).dimensions, capped])
    assert "the final band stays Not ready" in sentences(spec, 4, 4, 0)[-1]


def test_one_dimension_has_no_weight_to_vary_and_no_doubt_is_not_spoken_of() -> None:
    assert sentences(spread(3), backed(4, ITEM.line)) == ()


def test_without_a_score_only_what_is_not_known_and_what_is_past_its_date() -> None:
    silent = replace(spread(1, 1), shows_score=False)
    assert sentences(silent, backed(4, ITEM.line), DONT_KNOW) == (
        "1 answer is “don’t know” and counts as the lowest level.",
    )
    assert sentences(silent, 4, 2) == ()
    found = sentences(silent, backed(4, PAST.line, ITEM.line), 2)
    assert found[0] == "1 answer names evidence that is past its date."
    later = Holding(items=HOLDING.items, day=date(2027, 1, 1))
    lapsed = sentences(silent, backed(4, ITEM.line), backed(4, PAST.line), holding=later)
    assert lapsed[0] == "2 answers name evidence that is past its date."


def test_before_it_is_complete_there_is_no_band_to_hang_on_weights() -> None:
    found = sentences(spread(1, 1), 4)
    assert "weight" not in " ".join(found)
    assert found[0] == "1 answer at three quarters of full marks or above has no evidence."
