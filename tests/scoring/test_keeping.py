"""Results that are kept by the objects that they were worked out from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.question_types import MARKER
from assessments.scoring.keeping import kept
from assessments.scoring.sheet import Reply, State
from assessments.scoring.weighing import marked_question
from tests.factories import rubrics as r


def test_the_same_objects_give_the_same_result_and_equal_ones_another() -> None:
    made: list[tuple[object, ...]] = []

    @kept(10)
    def joined(*parts: object) -> list[object]:
        made.append(parts)
        return list(parts)

    one, equal = [1], [1]
    assert joined(one) is joined(one)
    assert joined(equal) is not joined(one)
    assert made == [([1],), ([1],)]


def test_an_argument_by_name_is_refused_since_nothing_is_kept_by_it() -> None:
    @kept(10)
    def noted(part: object) -> object:
        return part

    with pytest.raises(TypeError, match="by place"):
        noted(part=1)


def test_no_more_is_kept_than_was_asked() -> None:
    made = []

    @kept(2)
    def noted(part: object) -> object:
        made.append(part)
        return part

    parts = [object() for _ in range(3)]
    for part in (*parts, parts[-1], parts[0]):
        assert noted(part) is part
    assert made == [*parts, parts[0]]


def test_another_question_of_the_same_code_is_marked_by_itself() -> None:
    question = r.single("Q")
    reply = Reply(state=State.ANSWERED, value=2)
    heavier = replace(question, weight=(question.weight or 0) * 2)
    one, other = (
        marked_question(each, reply, MARKER, settled=True) for each in (question, heavier)
    )
    assert one and other
    assert other.weight == 2 * one.weight
    assert marked_question(question, reply, MARKER, settled=True) is one


def test_a_value_that_only_equals_an_answer_is_refused_after_it() -> None:
    question = r.single("Q")
    assert marked_question(question, Reply(state=State.ANSWERED, value=2), MARKER, settled=True)
    equal = Reply(state=State.ANSWERED, value=Decimal(2))
    with pytest.raises(ValueError, match="not a level number"):
        marked_question(question, equal, MARKER, settled=True)
