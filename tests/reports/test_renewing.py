"""Which answers of last time have to be looked at again: each rule by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from assessments.evidence import NOTHING, Held, Holding
from assessments.question_types import MARKER
from assessments.reports.renewing import (
    CRITICAL,
    IN_THE_LOWER_HALF,
    NO_ANSWER,
    NOT_KNOWN,
    to_look_at,
)
from assessments.rubric.definition import ContradictionSpec, QuestionSpec
from assessments.scoring.engine import score
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.factories import rubrics as r

CERTIFICATE = Held(
    reference="k7m2-p9x4",
    title="Cyber Essentials",
    framework="ce-3.3",
    parts=(),
    achieved_on=date(2026, 3, 4),
    good_until=date(2027, 3, 3),
    link="",
)


@dataclass(frozen=True)
class Said:
    question: QuestionSpec
    reply: Reply
    changes: Sequence[str] = ()
    refused: bool = False


def answered(level: int, **more: Any) -> Reply:
    return Reply(state=State.ANSWERED, value=level, **more)


def looked_at(
    reply: Reply,
    *,
    changes: Sequence[str] = (),
    refused: bool = False,
    holding: Holding = NOTHING,
    left: Sequence[str] = (),
    done: Sequence[str] = (),
    other: int = 4,
    contradictions: Sequence[ContradictionSpec] = (),
    **question: Any,
) -> list[str]:
    """Why the first of two questions is to be looked at; the second was answered with `other`."""
    first, second = r.single("A-1", **question), r.single("A-2")
    spec = r.rubric(r.dimension("A", 1, first, second), contradictions=contradictions)
    replies = {"A-1": reply, "A-2": answered(other)}
    said = {"A-1": Said(first, reply, changes, refused), "A-2": Said(second, replies["A-2"])}
    result = score(spec, AnswerSheet(sector=r.COUNCIL, replies=replies), MARKER)
    found = to_look_at(spec, said, result, holding, {"A-1": left}, {"A-1": done})
    return found.get("A-1", [])


def test_an_answer_in_the_upper_half_to_the_same_question_is_not_asked_for_again() -> None:
    assert looked_at(answered(3)) == []
    assert looked_at(answered(2)) == [], "a half is not under a half"


@pytest.mark.parametrize(
    ("reply", "why"),
    [(answered(1), IN_THE_LOWER_HALF), (Reply(state=State.DONT_KNOW), NOT_KNOWN)],
)
def test_a_low_answer_is_and_so_is_one_that_was_not_known(reply: Reply, why: str) -> None:
    assert looked_at(reply) == [why]


def test_a_note_without_an_answer_is() -> None:
    assert looked_at(Reply(note="Ask finance.")) == [NO_ANSWER]


def test_of_an_answer_that_is_refused_it_is_not_said_that_there_was_none() -> None:
    why = ["“Don’t know” can no longer be chosen."]
    assert looked_at(Reply(note="Ask finance."), changes=why, refused=True) == why


def test_a_critical_question_is_critical_no_matter_what_was_said() -> None:
    assert looked_at(answered(4), critical=True) == [CRITICAL]


def test_a_reworded_question_is_and_says_what_changed() -> None:
    assert looked_at(answered(4), changes=["The question has changed."]) == [
        "The question has changed."
    ]


@pytest.mark.parametrize(("day", "past"), [(date(2027, 3, 3), False), (date(2027, 3, 4), True)])
def test_evidence_that_is_past_its_date_on_the_day_is(day: date, past: bool) -> None:
    holding = Holding(items=[CERTIFICATE], day=day)
    reply = answered(4, evidence=(CERTIFICATE.line,))
    why = f"Its evidence is past its date: {CERTIFICATE.line.title}."
    assert looked_at(reply, holding=holding) == ([why] if past else [])
    typed = answered(4, evidence=(EvidenceItem(title="Minutes"),))
    assert looked_at(typed, holding=holding) == []


def test_one_that_a_finished_action_was_to_raise_is() -> None:
    assert looked_at(answered(4), done=["Your plan finished it."]) == ["Your plan finished it."]


def test_one_whose_owners_are_gone_is() -> None:
    assert looked_at(answered(4), left=["Sam Okafor", "Jo Lee"]) == [
        "Sam Okafor and Jo Lee, who looked after it, left."
    ]


def test_one_whose_evidence_lost_its_owner_is() -> None:
    holding = Holding(items=[CERTIFICATE], left={CERTIFICATE.reference: "Sam Okafor"})
    said = "Sam Okafor, who looked after its evidence, left."
    assert looked_at(answered(4, evidence=(CERTIFICATE.line,)), holding=holding) == [said]
    typed = answered(4, evidence=(EvidenceItem(title="Minutes"),))
    assert looked_at(typed, holding=holding) == []


def test_one_that_another_answer_contradicts_is() -> None:
    pair = ContradictionSpec(
        code="x",
        question="A-1",
        when_level_at_least=4,
        other="A-2",
        other_level_at_most=2,
        message="Which is right?",
    )
    assert looked_at(answered(4), other=2, contradictions=[pair]) == [
        "It does not fit the answer to A-2."
    ]
    assert looked_at(answered(4), other=3, contradictions=[pair]) == []


def test_reasons_add_up() -> None:
    found = looked_at(answered(1), critical=True, changes=["The question has changed."])
    assert found == ["The question has changed.", CRITICAL, IN_THE_LOWER_HALF]
