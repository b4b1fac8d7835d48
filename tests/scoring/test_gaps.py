from fractions import Fraction

import pytest

from assessments.question_types import MARKER
from assessments.rubric.definition import LevelSpec, QuestionSpec
from assessments.scoring.engine import score
from assessments.scoring.result import Result
from assessments.scoring.sheet import Reply
from tests.factories import rubrics as r


def result_of(*questions: tuple[QuestionSpec, Reply], **more: object) -> Result:
    spec = r.rubric(r.dimension("A", 1, *(question for question, _ in questions)), **more)
    return score(spec, r.sheet({question.code: reply for question, reply in questions}), MARKER)


def order(result: Result) -> list[str]:
    return [one.question for one in result.actions]


def test_fired_gates_come_first_lowest_cap_first() -> None:
    result = result_of(
        (r.single("Q1", 50), r.answered(0)),
        (r.single("Q2", 9, critical=True, gates=[r.gate(0, "developing")]), r.answered(0)),
        (r.single("Q3", 1, critical=True, gates=[r.gate(0, "emerging")]), r.answered(0)),
    )
    assert order(result) == ["Q3", "Q2", "Q1"]
    assert [one.gate for one in result.actions] == [True, True, False]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_question_with_two_fired_gates_goes_by_its_lowest_cap(turn: int) -> None:
    both = [r.gate(1, "developing"), r.gate(0, "emerging")][::turn]
    result = result_of(
        (r.single("Q1", 9, critical=True, gates=[r.gate(0, "developing")]), r.answered(0)),
        (r.single("Q2", 1, critical=True, gates=both), r.answered(0)),
    )
    assert order(result) == ["Q2", "Q1"]


def test_same_cap_then_shortfall() -> None:
    gates = [r.gate(1, "emerging")]
    result = result_of(
        (r.single("Q1", 1, critical=True, gates=gates), r.answered(0)),
        (r.single("Q2", 9, critical=True, gates=gates), r.answered(0)),
    )
    assert order(result) == ["Q2", "Q1"]


def test_largest_shortfall_then_smaller_effort_then_code() -> None:
    result = result_of(
        (r.single("Q1", 1, levels=r.quarters("L")), r.answered(1)),
        (r.single("Q2", 1, levels=r.quarters("S")), r.answered(1)),
        (r.single("Q4", 1, levels=r.quarters("M")), r.answered(1)),
        (r.single("Q3", 1, levels=r.quarters("M")), r.answered(1)),
        (r.single("Q5", 1, levels=r.quarters("L")), r.answered(0)),
    )
    assert order(result) == ["Q5", "Q2", "Q3", "Q4", "Q1"]


def test_good_answers_come_last_by_gain() -> None:
    result = result_of(
        (r.single("Q1", 1), r.answered(3)),
        (r.single("Q2", 9), r.answered(3)),
        (r.single("Q3", 1), r.answered(2)),
    )
    assert order(result) == ["Q3", "Q2", "Q1"]
    assert [one.shortfall > 0 for one in result.actions] == [True, False, False]


def test_no_action_at_the_top_nor_where_the_level_has_none() -> None:
    bare = [LevelSpec(number=n, text="?", points=r.Decimal(50 * n)) for n in range(3)]
    result = result_of(
        (r.single("Q1", levels=r.quarters()), r.answered(4)),
        (r.single("Q2", levels=bare), r.answered(0)),
    )
    assert result.actions == ()


def test_an_advised_top_level_is_still_the_top() -> None:
    advised = [LevelSpec(number=0, text="?", points=r.Decimal(1), action=r.action())]
    assert result_of((r.single("Q1", levels=advised), r.answered(0))).actions == ()


def test_dont_know_gets_the_rubrics_own_action() -> None:
    action = result_of((r.single("Q1"), r.DONT_KNOW)).actions[0]
    assert (action.text, action.effort) == ("Find out.", "S")
    assert (action.shortfall, action.gain) == (75, 25)
    assert result_of((r.single("Q1"), r.DONT_KNOW), dont_know_action=None).actions == ()


def test_guidance_is_the_sectors() -> None:
    advice = r.action(guidance="all", guidance_by_sector={r.TRUST: "nhs"})
    steps = [
        LevelSpec(number=0, text="?", points=r.Decimal(0), action=advice),
        LevelSpec(number=1, text="?", points=r.Decimal(1)),
    ]
    spec = r.rubric(r.dimension("A", 1, r.single("Q1", levels=steps)))
    replies = {"Q1": r.answered(0)}
    found = [
        score(spec, r.sheet(replies, sector=sector), MARKER).actions[0].guidance
        for sector in (r.COUNCIL, r.TRUST)
    ]
    assert found == ["all", "nhs"]


def test_gain_of_each_kind() -> None:
    """Each alone in its rubric, so a gain is the marks between today and the next step x 100."""
    cases = [
        (r.single("Q"), r.answered(1), 25),
        (r.single("Q"), r.answered(4), 0),
        (r.single("Q", levels=r.levels(0, 10, 40)), r.answered(1), 75),
        (r.yes_no("Q"), r.answered("yes"), 0),
        (r.percentage("Q"), r.answered(r.Decimal("74.9")), 25),
        (r.checklist("Q"), r.answered({"a"}), 30),
        (r.checklist("Q"), r.answered({"none"}), 40),
        (r.checklist("Q"), r.DONT_KNOW, 40),
        (r.checklist("Q"), r.answered({"a", "b", "c", "d"}), 0),
        (r.checklist("Q", 1, 60, 40, -20), r.answered({"a", "c"}), 40),
    ]
    for question, reply, expected in cases:
        assert result_of((question, reply)).questions[0].gain == expected, (question, reply)


def test_shortfall_is_never_below_nothing() -> None:
    result = result_of((r.single("Q1", levels=r.levels(0, 80, 100)), r.answered(1)))
    assert result.actions[0].shortfall == Fraction(0)
