"""What raised answers come to, and what cannot be supposed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from assessments.planning.raising import Cost
from assessments.planning.shortest_way import Wanted, WayRefused
from assessments.planning.what_if import Supposing
from assessments.question_types import MARKER
from assessments.rubric.definition import ConditionSpec, EffortSpec, RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories import rubrics as r
from tests.scoring import strategies as made

OPENS_AT_2 = ConditionSpec(question="A-1", level_at_least=2)
GATED = {"critical": True, "gates": [r.gate(0, "developing")]}


def spec_of() -> RubricSpec:
    return r.rubric(
        r.dimension(
            "D",
            1,
            r.single("A-1", **GATED),
            r.single("A-2", condition=OPENS_AT_2),
            r.text("A-3", required=False),
        ),
        r.dimension("E", 1, r.single("B-1"), r.single("B-2", not_applicable_allowed=True)),
    )


def supposing(**levels: int) -> Supposing:
    replies = {code.replace("_", "-"): r.answered(level) for code, level in levels.items()}
    replies["B-2"] = Reply(state=State.NOT_APPLICABLE, reason="We have none of these here.")
    efforts = {"S": Cost(Fraction(1)), "M": Cost(Fraction(5), Fraction(100))}
    sheet = AnswerSheet(sector=r.COUNCIL, replies=replies)
    return Supposing(spec_of(), sheet, MARKER, efforts=efforts, day_price=Fraction(10))


def test_a_raise_moves_score_dimension_band_and_gate() -> None:
    found = supposing(A_1=0, B_1=2).suppose({"A-1": 1, "B-1": 4})
    assert found.before.dimensions == {"D": 0, "E": 50}
    assert found.after.dimensions == {"D": 25, "E": 100}
    assert (found.before.overall, found.after.overall) == (25, Fraction(125, 2))
    assert (found.lifted, list(found.left)) == (["A-1"], [])
    assert (found.cost, found.total) == (Cost(Fraction(15), Fraction(300)), 450)


def test_a_question_that_comes_to_be_asked_can_be_raised_with_what_opens_it() -> None:
    sheet = supposing(A_1=1, B_1=0)
    choices = {one.code: one for one in sheet.choices()}
    assert choices.keys() == {"A-1", "A-2", "B-1"}
    assert not choices["A-2"].asked and choices["A-1"].asked
    assert sheet.suppose({"A-1": 2, "A-2": 4}).after.dimensions["D"] == 75
    with pytest.raises(WayRefused, match="A-2 would not be asked"):
        sheet.suppose({"A-2": 4})


def test_raises_of_questions_that_stay_closed_can_be_left_out() -> None:
    sheet = supposing(A_1=1, B_1=0)
    assert sheet.asked_of({"A-2": 4, "B-1": 1}) == {"B-1": 1}
    assert sheet.asked_of({"A-2": 4, "A-1": 2}) == {"A-2": 4, "A-1": 2}
    assert sheet.asked_of({"A-2": 4}) == {}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ({"A-1": 1}, "Level 1 of A-1 is the level today"),
        ({"A-1": 0}, "Level 0 of A-1 is below the level today, 1"),
        ({"A-1": 9}, "A-1 has no level 9 that can be reached"),
        ({"A-3": 1}, "A-3 cannot be raised: it is answered in words"),
        ({"B-2": 4}, "B-2 cannot be raised: it is not applicable"),
        ({"B-1": 4}, "B-1 cannot be raised: it is at its top"),
        ({"NO-SUCH": 1}, "NO-SUCH is no question of this assessment"),
    ],
)
def test_what_cannot_be_supposed_is_refused_with_why(raised: dict[str, int], said: str) -> None:
    with pytest.raises(WayRefused, match=said):
        supposing(A_1=1, B_1=4).suppose(raised)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(WayRefused) as refused:
        supposing(A_1=1, B_1=4).suppose({"A-1": 1, "A-3": 1})
    assert len(refused.value.reasons) == 2


@given(made.scored_cases())
def test_nothing_raised_is_what_the_engine_says_today(case: tuple[RubricSpec, AnswerSheet]) -> None:
    spec, sheet = case
    result, today = score(spec, sheet, MARKER), Supposing(spec, sheet, MARKER).suppose({}).before
    scored = {one.code: one.score.exact for one in result.dimensions if one.score}
    assert today.dimensions == scored
    assert today.overall == (result.overall.exact if result.overall else None)
    assert list(today.gates) == list(dict.fromkeys(one.question for one in result.bands.gates))


@pytest.mark.parametrize(
    ("efforts", "own", "unsaid"),
    [
        ((), {}, ["any action"]),
        (("S", "M"), {}, ["Small", "Medium"]),
        (("S", "M"), {"S": Cost(Fraction(2))}, ["Medium"]),
    ],
)
def test_efforts_without_costs_are_named_and_cost_nothing(
    efforts: tuple[str, ...], own: dict[str, Cost], unsaid: list[str]
) -> None:
    names = {"S": "Small", "M": "Medium"}
    spec = replace(spec_of(), efforts=[EffortSpec(code=code, name=names[code]) for code in efforts])
    replies = {code: r.answered(0) for code in ("A-1", "B-1")}
    replies["B-2"] = Reply(state=State.NOT_APPLICABLE, reason="We have none of these here.")
    made = Supposing(spec, AnswerSheet(sector=r.COUNCIL, replies=replies), MARKER, efforts=own)
    assert made.unsaid == unsaid
    way = made.shortest_way(
        Wanted(to=spec.bands[1].code, efforts=made.efforts, day_price=made.day_price)
    )
    assert way.reached and len(way.raises) >= 1
