"""Why a score changed: by hand, against the specification written out anew, and by its laws."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.question_types import MARKER, translated
from assessments.reports.effects import Effects, ScoreChange, explain
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.engine import score
from assessments.scoring.result import rounded
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories import rubrics as r
from tests.plugins.examples import thousands
from tests.scoring import strategies as made

Case = tuple[RubricSpec, AnswerSheet]
DONT_KNOW = Reply(state=State.DONT_KNOW)


def change(old: Case, new: Case) -> ScoreChange:
    return explain(old, new, MARKER)


def case(*questions: QuestionSpec, sector: str = r.COUNCIL, **replies: Reply | int) -> Case:
    """One dimension of these questions; a number is a level that was chosen."""
    given = {
        code: Reply(state=State.ANSWERED, value=reply) if isinstance(reply, int) else reply
        for code, reply in replies.items()
    }
    spec = r.rubric(r.dimension("D", 1, *questions))
    return spec, AnswerSheet(sector=sector, replies=given)


def effects(*parts: int | Fraction) -> Effects:
    return Effects(*map(Fraction, parts))


def test_what_answer_and_points_did_together_is_halved() -> None:
    """25 in the old; 75 with the new answer, 40 with the new points, 80 with both."""
    reworked = r.single("Q", levels=r.levels(0, 40, 60, 80, 100))
    found = change(case(r.single("Q"), Q=1), case(reworked, Q=3))
    assert found.effects == effects(45, 10, 0)
    assert found.questions == {"Q": found.effects} and found.dimensions == {"D": found.effects}
    assert str(found.difference) == "55.0"
    assert {name: str(shown) for name, shown in found.shown.items()} == {
        "answers": "45.0",
        "rubric": "10.0",
        "scope": "0.0",
    }


def test_a_question_that_comes_to_count_is_scope_not_answers() -> None:
    """Q1 is 50 in both, Q2 did not apply: what it says now takes the mean to 25."""
    pair = r.single("Q1"), r.single("Q2", not_applicable_allowed=True)
    old = case(*pair, Q1=2, Q2=r.NOT_APPLICABLE)
    found = change(old, case(*pair, Q1=2, Q2=0))
    assert found.effects == effects(0, 0, -25)
    assert sum(found.questions["Q2"]) + sum(found.questions["Q1"]) == -25


def test_a_question_that_only_one_rubric_has_is_rubric() -> None:
    found = change(case(r.single("Q1"), Q1=4), case(r.single("Q1"), r.single("Q2"), Q1=4, Q2=0))
    assert found.effects == effects(0, -50, 0)
    assert list(found.questions) == ["Q1", "Q2"]


def test_what_was_retired_comes_last() -> None:
    old = case(r.single("Q0"), r.single("Q1"), Q0=0, Q1=4)
    assert list(change(old, case(r.single("Q1"), r.single("Q2"), Q1=4, Q2=4)).questions) == [
        "Q1",
        "Q2",
        "Q0",
    ]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(state=State.ANSWERED, value=4),
        DONT_KNOW,
        Reply(),
    ],
)
def test_an_answer_that_the_other_rubric_refuses_keeps_its_mark(reply: Reply) -> None:
    """The new question has no level 4, so its rubric changes nothing for the old answer."""
    short = r.single("Q", levels=r.levels(0, 50, 100), required=False)
    old = case(r.single("Q", required=False), Q=reply)
    found = change(old, case(short, Q=1))
    mark = 100 if reply.value == 4 else 0
    assert found.effects == effects(Fraction(75, 2) - mark, Fraction(50 - 25, 2), 0)


def test_two_with_no_question_in_common_are_rubric_alone() -> None:
    found = change(case(r.single("P"), P=4), case(r.single("Q"), Q=1))
    assert found.effects == effects(0, -75, 0)


def test_too_little_in_common_is_no_split() -> None:
    """With the scope of the other side a state counts nothing."""
    pair = [r.single(code, not_applicable_allowed=True) for code in ("Q1", "Q2")]
    old = case(pair[0], r.single("R", not_applicable_allowed=True), Q1=1, R=r.NOT_APPLICABLE)
    new = case(pair[0], pair[1], Q1=r.NOT_APPLICABLE, Q2=2)
    found = change(old, new)
    assert (found.effects, found.questions, found.dimensions, found.shown) == (None, {}, {}, {})
    assert str(found.difference) == "25.0"


def test_without_a_score_there_is_nothing_to_explain() -> None:
    none = case(r.single("Q", not_applicable_allowed=True), Q=r.NOT_APPLICABLE)
    with pytest.raises(ValueError, match="no score"):
        change(none, case(r.single("Q"), Q=1))


@pytest.mark.parametrize(
    ("parts", "difference", "shown"),
    [
        ((Fraction(1, 30), Fraction(1, 30), Fraction(1, 30)), "0.1", "0.1 0.0 0.0"),
        ((Fraction(-1, 30), Fraction(-1, 30), Fraction(-1, 30)), "-0.1", "0.0 0.0 -0.1"),
        ((Fraction(1, 20), Fraction(2, 30), Fraction(0)), "0.1", "0.0 0.1 0.0"),
        ((Fraction(0), Fraction(0), Fraction(0)), "0.0", "0.0 0.0 0.0"),
    ],
)
def test_tenths_go_to_the_largest_remainders(
    parts: tuple[Fraction, ...], difference: str, shown: str
) -> None:
    assert " ".join(map(str, Effects(*parts).shown(Decimal(difference)))) == shown


def value_of(cases: tuple[Case, Case], answers: int, rubric: int, scope: int) -> Fraction | None:
    """The score of a state, written out plainly from the specification."""
    spec = cases[rubric][0]
    scored = [{q.code: q for _, q in one.questions() if q.scored} for one, _ in cases]
    results = [score(*one, MARKER) for one in cases]
    counts = [{q.code: q.mark for q in one.questions if q.share is not None} for one in results]
    means = []
    for dimension in spec.dimensions:
        total = weight = Fraction(0)
        for question in dimension.questions:
            code = question.code
            side = scope if code in scored[0] and code in scored[1] else rubric
            if code not in scored[rubric] or code not in counts[side]:
                continue
            replier = answers if code in counts[answers] else 1 - answers
            mark = counts[replier][code] or Fraction(0)
            reply = cases[replier][1].reply(code)
            if reply.value is not None:
                value = translated(scored[replier][code], question, reply.value)
                if value is not None:
                    earned = MARKER.mark(question, value)
                    mark = Fraction(earned.points) / Fraction(earned.full)
            total += Fraction(question.weight or 0) * mark
            weight += Fraction(question.weight or 0)
        if weight:
            means.append((Fraction(dimension.weight), total / weight))
    whole = sum(share for share, _ in means)
    return sum(share * mean for share, mean in means) * 100 / whole if means else None


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two complete cases with a score: of one rubric, of an edited one, or of two that differ."""
    old = draw(made.scored_cases())
    spec = draw(st.sampled_from(["same", "edited", "another"]))
    if spec == "another":
        new = draw(made.scored_cases())
    else:
        kept = old[0]
        if spec == "edited":
            kept = replace(
                kept,
                dimensions=[
                    replace(one, weight=draw(made.weights), questions=one.questions[:3])
                    for one in kept.dimensions
                ],
            )
            codes = {question.code for _, question in kept.questions()}
            assume(made.openers(kept) <= codes)
        new = kept, draw(made.sheets(kept, unanswered=False))
    assume(all(score(*one, MARKER).overall for one in (old, new)))
    return old, new


@given(pairs())
def test_the_effects_are_the_means_over_every_order(cases: tuple[Case, Case]) -> None:
    found = change(*cases)
    values = {(a, b, c): value_of(cases, a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)}
    assert (found.old.exact, found.new.exact) == (values[0, 0, 0], values[1, 1, 1])
    if None in values.values():
        assert found.effects is None
        return
    sums = [Fraction(0)] * 3
    for order in permutations(range(3)):
        state = [0, 0, 0]
        for factor in order:
            before = values[state[0], state[1], state[2]]
            state[factor] = 1
            after = values[state[0], state[1], state[2]]
            sums[factor] += Fraction((after or 0) - (before or 0)) / 6
    assert found.effects == Effects(*sums)


def near(shown: Decimal, exact: Fraction) -> None:
    """Less than a tenth off, exactly right where one decimal can be, and no zero with a sign."""
    assert abs(Fraction(shown) - exact) < Fraction(1, 10)
    assert Fraction(shown) == exact or (exact * 10).denominator > 1
    assert not (shown.is_zero() and shown.is_signed())


@thousands()
@given(pairs())
def test_parts_sum_and_what_is_shown_adds_up_and_swapping_turns_every_sign(
    cases: tuple[Case, Case],
) -> None:
    """In one test, because making up a pair takes longer than all three."""
    found, back = change(*cases), change(*reversed(cases))
    adds_up(found)
    adds_up(back)
    assert found.questions.keys() == back.questions.keys()
    for code, one in found.questions.items():
        assert [-part for part in one] == list(back.questions[code])


def adds_up(found: ScoreChange) -> None:
    if found.effects is None:
        assert not found.shown
        return
    assert sum(found.effects) == found.new.exact - found.old.exact
    for parts in (found.questions, found.dimensions):
        assert sum(parts.values(), Effects()) == found.effects
    assert sum(found.shown.values()) == found.difference
    dimensions, questions = found.shown_parts()
    assert list(dimensions) == list(found.dimensions) and list(questions) == list(found.questions)
    for name, whole in found.shown.items():
        assert sum(getattr(one, name) for one in dimensions.values()) == whole
        for code, one in dimensions.items():
            own = [part for each, part in questions.items() if found.homes[each] == code]
            assert sum(getattr(part, name) for part in own) == getattr(one, name)
        near(whole, getattr(found.effects, name))
        for shown, exact in ((dimensions, found.dimensions), (questions, found.questions)):
            for code, one in shown.items():
                near(getattr(one, name), getattr(exact[code], name))
    assert rounded(found.new.exact) - rounded(found.old.exact) == found.difference


@given(made.scored_cases())
def test_nothing_changed_is_nothing_to_explain(one: Case) -> None:
    assume(score(*one, MARKER).overall)
    assert change(one, one).effects == Effects()
