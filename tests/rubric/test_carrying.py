"""What answers suggest in another rubric, and where the same code asks something else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.question_types import translated
from assessments.rubric.carrying import CarryPlan, plan, says_something
from assessments.rubric.definition import OptionSpec, QuestionSpec, RubricSpec, VariantSpec
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State
from tests.factories import rubrics as r
from tests.scoring.strategies import rubrics, sheets

MINUTES = (EvidenceItem(title="Minutes", link="https://example.org/"),)
A1 = r.single("A-1", 3, not_applicable_allowed=True)
A2 = r.checklist("A-2", 1)
A3 = r.percentage("A-3", 1)
B1 = r.yes_no("B-1", 1)
B2 = r.text("B-2")
SMALL = r.rubric(r.dimension("A", 60, A1, A2, A3), r.dimension("B", 40, B1, B2))
REPLIES = {
    "A-1": Reply(state=State.ANSWERED, value=2, note="So we think.", evidence=MINUTES),
    "A-2": Reply(state=State.ANSWERED, value=frozenset({"a", "b"})),
    "A-3": Reply(state=State.ANSWERED, value=Decimal("88.5")),
    "B-1": Reply(state=State.DONT_KNOW),
    "B-2": Reply(state=State.ANSWERED, value="We wrote it down."),
}


def planned(after: RubricSpec, sector: str = r.COUNCIL, **replies: Reply) -> CarryPlan:
    given = {**REPLIES, **{code.replace("_", "-"): reply for code, reply in replies.items()}}
    return plan(SMALL, after, AnswerSheet(sector=r.COUNCIL, replies=given), sector, translated)


def with_question(changed: QuestionSpec) -> RubricSpec:
    return r.with_question(SMALL, changed)


def codes(found: Any) -> list[str]:
    return [one.question.code for one in found]


def replies(found: CarryPlan) -> dict[str, Reply]:
    """Everything that is suggested, as if all of it were accepted."""
    return {one.question.code: one.reply for one in found.suggested if says_something(one.reply)}


@given(st.data())
def test_everything_is_carried_to_an_edition_that_asks_the_same(data: st.DataObject) -> None:
    spec = data.draw(rubrics())
    sheet = data.draw(sheets(spec, unanswered=True))
    found = plan(spec, replace(spec, edition="2"), sheet, sheet.sector, translated)
    assert (found.reworded, found.refused) == ((), ())
    own = {
        code: reply
        for code, reply in sheet.replies.items()
        if says_something(reply)
        and (not spec.question(code).applies_to or sheet.sector in spec.question(code).applies_to)
    }
    assert replies(found) == own
    assert not set(codes(found.gone)) & set(own)


@given(st.data())
def test_between_any_editions_no_reply_is_lost_without_being_named(data: st.DataObject) -> None:
    before, after = data.draw(rubrics()), data.draw(rubrics())
    sheet = data.draw(sheets(before, unanswered=True))
    found = plan(before, after, sheet, sheet.sector, translated)
    named = {*codes(found.suggested), *codes(found.gone)}
    assert named == {code for code, reply in sheet.replies.items() if says_something(reply)}
    new = AnswerSheet(sector=sheet.sector, replies=replies(found))
    from assessments.question_types import MARKER
    from assessments.scoring.engine import score

    score(after, new, MARKER)  # Raises for a reply that its question does not allow.


LEVELS = list(A1.levels)
ITEMS = list(A2.items)
OPTIONS = [OptionSpec(value="yes", text="Yes", level=4), OptionSpec(value="no", text="No", level=0)]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (replace(A1, text="What else about A-1?"), "The question is worded differently."),
        (
            replace(A1, variants=[VariantSpec(sector=r.COUNCIL, text="In your council?")]),
            "The question is worded differently.",
        ),
        (
            replace(A1, levels=[replace(LEVELS[0], text="Nothing"), *LEVELS[1:]]),
            "Its levels are not what they were.",
        ),
        (replace(A1, levels=LEVELS[:4]), "Its levels are not what they were."),
        (
            replace(A2, items=[replace(ITEMS[0], text="A list"), *ITEMS[1:]]),
            "The lines to choose from are not what they were.",
        ),
        (
            replace(A3, number=r.number_block(0, 20, 50, 75, 100)),
            "Its range is divided differently.",
        ),
        (
            replace(A3, number=r.number_block(0, 25, 50, 75, 100, unit="people")),
            "Its unit was “percent”.",
        ),
        (replace(B1, options=OPTIONS), "The lines to choose from are not what they were."),
    ],
)
def test_an_answer_whose_question_changed_is_suggested_and_says_what_changed(
    changed: QuestionSpec, why: str
) -> None:
    found = planned(with_question(changed))
    (one,) = found.reworded
    assert (one.question.code, found.refused) == (changed.code, ())
    assert one.reasons == (why,)
    assert one.reply == REPLIES[changed.code]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (
            replace(A3, number=r.number_block(0, 25, 50, 75, 80, maximum=85)),
            "Your number does not fit the range or the decimal places that it takes now.",
        ),
        (replace(A2, items=ITEMS[1:]), "“Item a” can no longer be chosen."),
        (r.yes_no("A-1", 3), "The question is answered in another way."),
        (replace(A1, levels=LEVELS[3:]), "“Level 2” can no longer be chosen."),
        (replace(B1, dont_know_allowed=False), "“Don’t know” can no longer be chosen."),
    ],
)
def test_an_answer_that_the_question_refuses_leaves_its_note_and_evidence_and_says_why(
    changed: QuestionSpec, why: str
) -> None:
    found = planned(with_question(changed))
    (one,) = found.refused
    before = REPLIES[changed.code]
    assert (one.question.code, one.was) == (changed.code, before)
    assert why in one.reasons
    assert one.reply == Reply(note=before.note, evidence=before.evidence)
    assert changed.code not in codes([*found.unchanged, *found.reworded])


@pytest.mark.parametrize(
    "changed",
    [
        replace(A1, weight=Decimal(9)),
        replace(A1, title="Another title", why="Because.", help="Look.", evidence="Minutes"),
        replace(A1, text="  What about\nA-1? "),
        replace(
            A1,
            levels=[
                replace(one, points=one.points + 1) for one in LEVELS if one.points is not None
            ],
        ),
        replace(A1, levels=[replace(one, action=None) for one in LEVELS]),
        replace(A1, variants=[VariantSpec(sector=r.TRUST, text="In your trust?")]),
        replace(A1, critical=True, not_applicable_allowed=False, gates=[r.gate(0, "emerging")]),
    ],
)
def test_what_an_answer_is_worth_and_what_advises_changes_no_answer(changed: QuestionSpec) -> None:
    found = planned(with_question(changed))
    assert codes(found.unchanged) == list(REPLIES)
    assert replies(found) == REPLIES


def test_not_applicable_falls_where_it_can_no_longer_be_said() -> None:
    changed = with_question(replace(A1, not_applicable_allowed=False))
    found = planned(changed, A_1=r.NOT_APPLICABLE)
    (one,) = found.refused
    assert one.reasons == ("“Not applicable” can no longer be chosen.",)
    assert replies(planned(SMALL, A_1=r.NOT_APPLICABLE))["A-1"] == r.NOT_APPLICABLE


def test_not_applicable_is_looked_at_again_where_it_may_be_said_for_another_reason() -> None:
    changed = with_question(replace(A1, not_applicable_when="You have no systems."))
    (one,) = planned(changed, A_1=r.NOT_APPLICABLE).reworded
    assert one.reasons == ("When “Not applicable” can be chosen is not what it was.",)
    assert planned(changed).reworded == (), "of another answer it changes nothing"


def test_a_note_on_an_open_question_is_kept_and_is_no_answer() -> None:
    note = Reply(note="Ask Priya.")
    found = planned(with_question(replace(A1, text="Another question?")), A_1=note)
    assert (found.reworded, found.refused) == ((), ())
    assert replies(found)["A-1"] == note
    assert "A-1" not in codes(found.answers)


def test_new_questions_and_those_that_fall_away_are_named() -> None:
    after = r.rubric(r.dimension("A", 60, A1, r.single("A-9")), r.dimension("B", 40, B1))
    found = planned(after)
    assert codes(found.new) == ["A-9"]
    assert codes(found.gone) == ["A-2", "A-3", "B-2"]
    assert {one.reason for one in found.gone} == {"This question is no longer asked."}


def test_a_question_that_moved_to_another_dimension_keeps_its_answer() -> None:
    after = r.rubric(r.dimension("A", 60, A2, A3), r.dimension("B", 40, A1, B1, B2))
    found = planned(after)
    assert replies(found) == REPLIES
    assert [one.dimension.code for one in found.unchanged if one.question.code == "A-1"] == ["B"]


def test_a_question_for_other_sectors_falls_away_and_one_for_this_sector_now_is_new() -> None:
    (gone,) = planned(with_question(replace(A1, applies_to=[r.TRUST]))).gone
    assert gone.question.code == "A-1"
    assert gone.reason == "This question is now asked of other sectors: trust."
    before = with_question(replace(A1, applies_to=[r.TRUST]))
    others = {code: reply for code, reply in REPLIES.items() if code != "A-1"}
    sheet = AnswerSheet(sector=r.COUNCIL, replies=others)
    found = plan(before, SMALL, sheet, r.COUNCIL, translated)
    assert codes(found.new) == ["A-1"]


def test_a_question_of_the_same_sectors_as_before_falls_away_with_the_sector() -> None:
    councils = with_question(replace(A1, applies_to=[r.COUNCIL]))
    sheet = AnswerSheet(sector=r.COUNCIL, replies=REPLIES)
    (gone,) = plan(councils, replace(councils, edition="2"), sheet, r.TRUST, translated).gone
    assert (gone.question.code, gone.reason) == ("A-1", "It is not asked of your sector (trust).")


def test_the_wording_of_the_sector_that_the_organisation_has_now_is_what_counts() -> None:
    after = with_question(replace(A1, variants=[VariantSpec(sector=r.TRUST, text="In wards?")]))
    assert planned(after, r.COUNCIL).reworded == ()
    assert codes(planned(after, r.TRUST).reworded) == ["A-1"]
