"""Which contradictions are met. Pure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.contradictions import met, named, possible
from assessments.question_types import MARKER
from assessments.rubric.definition import ConditionSpec, ContradictionSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import Reply
from tests.factories.rubrics import (
    COUNCIL,
    DONT_KNOW,
    NOT_APPLICABLE,
    TRUST,
    answered,
    checklist,
    dimension,
    percentage,
    rubric,
    sheet,
    single,
    yes_no,
)

PAIR = ContradictionSpec(
    code="C", question="A", when_level_at_most=1, other="B", other_level_at_least=3, message="How?"
)
TWO = rubric(
    dimension("D", 1, single("A", not_applicable_allowed=True), single("B")), contradictions=[PAIR]
)


def met_by(replies: dict[str, Reply], spec=TWO, **more: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [one.code for one in met(spec, score(spec, sheet(replies, **more), MARKER))]


@pytest.mark.parametrize("low", range(5))
@pytest.mark.parametrize("high", range(5))
def test_it_is_met_at_the_levels_named_and_beyond_them(low: int, high: int) -> None:
    wanted = ["C"] if low <= 1 and high >= 3 else []
    assert met_by({"A": answered(low), "B": answered(high)}) == wanted


@pytest.mark.parametrize("reply", [DONT_KNOW, NOT_APPLICABLE, Reply(), Reply(note="A note.")])
def test_what_is_no_answer_never_meets_it(reply: Reply) -> None:
    assert met_by({"A": reply, "B": answered(4)}) == []
    assert met_by({"B": answered(4)}) == []


def test_an_answer_that_is_not_asked_for_never_meets_it() -> None:
    waits = single("B", condition=ConditionSpec(question="A", level_at_least=1))
    spec = rubric(dimension("D", 1, single("A"), waits), contradictions=[PAIR])
    assert met_by({"A": answered(0), "B": answered(4)}, spec) == []
    assert met_by({"A": answered(1), "B": answered(4)}, spec) == ["C"]
    spec = rubric(
        dimension("D", 1, single("A"), single("B", applies_to=(TRUST,))), contradictions=[PAIR]
    )
    assert met_by({"A": answered(0), "B": answered(4)}, spec, sector=COUNCIL) == []
    assert [list(possible(spec, sector)) for sector in (COUNCIL, TRUST)] == [[], [PAIR]]


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        (checklist("B"), answered({"a"}), answered({"a", "b", "c"})),
        (yes_no("B"), answered("no"), answered("yes")),
        (percentage("B"), answered(Decimal(50)), answered(Decimal("88.5"))),
    ],
    ids=["checklist", "yes_no", "percentage"],
)
def test_every_scored_kind_has_a_level(question, low: Reply, high: Reply) -> None:  # type: ignore[no-untyped-def]
    spec = rubric(dimension("D", 1, single("A"), question), contradictions=[PAIR])
    assert met_by({"A": answered(0), "B": low}, spec) == []
    assert met_by({"A": answered(0), "B": high}, spec) == ["C"]


def test_a_rubric_without_a_score_has_them_too_and_no_score_changes() -> None:
    replies = {"A": answered(0), "B": answered(4)}
    assert met_by(replies, replace(TWO, shows_score=False)) == ["C"]
    without = replace(TWO, contradictions=())
    assert score(TWO, sheet(replies), MARKER) == score(without, sheet(replies), MARKER)


def test_a_draft_that_names_no_level_meets_nothing() -> None:
    unsound = replace(TWO, contradictions=[replace(PAIR, when_level_at_most=None)])
    assert met_by({"A": answered(0), "B": answered(4)}, unsound) == []


def test_a_reason_is_named_in_a_sentence() -> None:
    assert named(PAIR.key, TWO) == "the reason for A and B"
    assert named("A", TWO) == "A"
