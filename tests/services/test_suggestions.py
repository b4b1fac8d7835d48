"""Suggested answers: brought from any rubric that shares questions, and nothing until accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.models import Assessment, AuditEvent, SuggestedAnswer
from assessments.queries.answers import stored_answers
from assessments.queries.assessments import standing_of
from assessments.queries.carrying import sources_for
from assessments.queries.suggestions import offered_to, ready_in, suggestions_of
from assessments.rubric.definition import ConditionSpec, RubricSpec
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import answers, assessments, suggestions
from assessments.workflow import Refused
from tests.factories import rubrics as r
from tests.services.together import together
from tests.views.small import ANSWERS, small_spec
from tests.worlds import World, published

TYPED = Reply(note="Typed here.", evidence=(EvidenceItem(title="Here"),))


def short_spec() -> RubricSpec:
    """Another rubric, which asks the first question of the small one, and one of its own."""
    first = small_spec().question("A-1")
    own = r.single("S-1", condition=ConditionSpec(question="A-1", level_at_least=2))
    return replace(
        small_spec(), code="short", title="Short", dimensions=[r.dimension("S", 1, first, own)]
    )


def full(world: World) -> Assessment:
    return world.answer(ANSWERS, assessment=world.start())


def short(world: World) -> Assessment:
    return world.start(version=published(short_spec(), by=world.publisher))


def bring(world: World, into: Assessment, source: Assessment) -> int:
    return suggestions.bring(assessment=into, source=source, by=world.contributor)


def accept(world: World, assessment: Assessment, *codes: str) -> list[str]:
    over = stored_answers(assessment)
    return suggestions.accept(assessment=assessment, by=world.contributor, codes=codes, over=over)


def waiting(assessment: Assessment) -> list[str]:
    return list(suggestions_of(assessment, stored_answers(assessment)))


def test_answers_go_from_one_rubric_to_another_and_back(small: World) -> None:
    first = full(small)
    other = short(small)
    assert bring(small, other, first) == 1
    assert accept(small, other, "A-1") == ["A-1"]
    small.answer({"A-1": 1}, assessment=other)
    assessments.submit(assessment=first, by=small.approver)
    again = small.start(title="Next year")
    assert bring(small, again, other) == 1
    assert accept(small, again, "A-1") == ["A-1"]
    assert stored_answers(again)["A-1"].reply.value == 1


def test_what_waits_counts_for_nothing_and_submits_nothing(small: World) -> None:
    other = short(small)
    before = standing_of(other)
    bring(small, other, full(small))
    after = standing_of(other)
    assert (after.result, after.progress, after.sheet) == (
        before.result,
        before.progress,
        before.sheet,
    )
    with pytest.raises(Refused, match="still need"):
        assessments.submit(assessment=other, by=small.approver)


def test_an_earlier_submission_and_its_assessment_stay_as_they_were(small: World) -> None:
    first = full(small)
    sent = assessments.submit(assessment=first, by=small.approver)
    kept = (sent.answers, sent.answers_hash, stored_answers(first))
    other = short(small)
    bring(small, other, first)
    accept(small, other, "A-1")
    small.answer({"A-1": 0}, assessment=other)
    sent.refresh_from_db()
    assert (sent.answers, sent.answers_hash, stored_answers(first)) == kept


def test_a_note_that_is_there_already_is_kept_ahead_of_the_suggested_one(small: World) -> None:
    first = full(small)
    note = Reply(
        state=State.ANSWERED, value=3, note="Then.", evidence=(EvidenceItem(title="There"),)
    )
    small.answer({"A-1": note}, assessment=first)
    other = small.answer({"A-1": TYPED}, assessment=short(small))
    bring(small, other, first)
    accept(small, other, "A-1")
    reply = stored_answers(other)["A-1"].reply
    assert (reply.value, reply.note) == (3, "Typed here.\n\nThen.")
    assert [item.title for item in reply.evidence] == ["Here", "There"]


def test_a_question_that_is_answered_waits_for_nothing_until_it_is_cleared(small: World) -> None:
    other = short(small)
    bring(small, other, full(small))
    small.answer({"A-1": 4}, assessment=other)
    assert waiting(other) == []
    small.answer({"A-1": Reply()}, assessment=other)
    assert waiting(other) == ["A-1"]


def test_an_answer_given_since_the_page_was_opened_is_kept(small: World) -> None:
    other = short(small)
    bring(small, other, full(small))
    seen = stored_answers(other)
    small.answer({"A-1": 4}, assessment=other, by=small.approver)
    assert not suggestions.accept(assessment=other, by=small.contributor, codes=["A-1"], over=seen)
    assert stored_answers(other)["A-1"].reply.value == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_answer_is_kept_and_nothing_fails(small: World) -> None:
    other = short(small)
    bring(small, other, full(small))
    outcomes = together(
        *(
            lambda by=by: suggestions.accept(assessment=other, by=by, codes=["A-1"], over={})
            for by in (small.contributor, small.approver)
        )
    )
    assert ["A-1"] in outcomes
    assert all(isinstance(one, list) for one in outcomes)
    assert stored_answers(other)["A-1"].revision == 1


def test_what_is_left_out_is_gone_and_its_source_is_as_it_was(small: World) -> None:
    first, other = full(small), short(small)
    bring(small, other, first)
    suggestions.leave_out(assessment=other, by=small.contributor, codes=["A-1"])
    assert not SuggestedAnswer.objects.exists()
    assert stored_answers(first)["A-1"].reply.value == 3


def test_the_history_says_what_was_brought_accepted_and_left_out(small: World) -> None:
    first, other = full(small), short(small)
    bring(small, other, first)
    suggestions.leave_out(assessment=other, by=small.contributor, codes=["A-1"])
    bring(small, other, first)
    accept(small, other, "A-1")
    rows = AuditEvent.objects.filter(target_ref=other.reference).order_by("pk")
    assert [row.sentence for row in rows][1:] == [
        f"Connie Contributor brought 1 answer into {other.title} as suggestions, from {first}",
        f"Connie Contributor left out the suggested answer to A-1 in {other.title}",
        f"Connie Contributor brought 1 answer into {other.title} as suggestions, from {first}",
        f"Connie Contributor accepted the suggested answer to A-1 in {other.title}",
    ]


def test_all_of_a_dimension_are_those_that_are_asked_once_they_are_accepted(small: World) -> None:
    own = Reply(state=State.ANSWERED, value=3)
    source = small.answer({"A-1": 1, "S-1": own}, assessment=short(small))
    assessments.withdraw(assessment=source, by=small.administrator, reason="We start again.")
    other = small.start(version=source.version, title="Again")
    bring(small, other, source)
    (dimension,) = short_spec().dimensions
    assert list(ready_in(other, dimension, suggestions_of(other, {}), {})) == ["A-1"]
    small.answer({"A-1": 2}, assessment=other)
    stored = stored_answers(other)
    assert list(ready_in(other, dimension, suggestions_of(other, stored), stored)) == ["S-1"]


def test_what_is_suggested_to_a_question_waits_only_while_it_is_asked(small: World) -> None:
    own = Reply(state=State.ANSWERED, value=3)
    source = small.answer({"A-1": 3, "S-1": own}, assessment=short(small))
    assessments.withdraw(assessment=source, by=small.administrator, reason="We start again.")
    other = small.start(version=source.version, title="Again")
    bring(small, other, source)
    assert waiting(other) == ["A-1", "S-1"], "the answer that waits would open the other question"
    small.answer({"A-1": 1}, assessment=other)
    assert waiting(other) == []
    assert "S-1" in offered_to(other, stored_answers(other))[0], "it is kept"
    small.answer({"A-1": 2}, assessment=other)
    assert waiting(other) == ["S-1"]
    assert accept(small, other, "S-1") == ["S-1"]


def test_only_answers_of_the_organisation_itself_are_brought(small: World) -> None:
    theirs = small.start(organisation=small.neighbour, by=small.stranger)
    small.answer(ANSWERS, assessment=theirs, by=small.stranger)
    other = short(small)
    for source in (theirs, other):
        with pytest.raises(Refused, match="another assessment of your organisation"):
            bring(small, other, source)
    assert not SuggestedAnswer.objects.exists()


def test_nothing_is_brought_where_nothing_is_open_or_the_assessment_is_closed(
    small: World,
) -> None:
    first, other = full(small), short(small)
    small.answer({"A-1": 2}, assessment=other)
    with pytest.raises(Refused, match="nothing was suggested"):
        bring(small, other, first)
    small.answer({"A-1": Reply()}, assessment=other)
    bring(small, other, first)
    assessments.withdraw(assessment=other, by=small.administrator, reason="We start again.")
    with pytest.raises(Refused):
        bring(small, other, first)
    with pytest.raises(Refused):
        suggestions.leave_out(assessment=other, by=small.contributor, codes=["A-1"])
    other.refresh_from_db()
    assert waiting(other) == []
    with pytest.raises(Refused):
        answers.save(assessment=other, by=small.contributor, changes=[])


def test_assessments_with_answers_in_common_are_offered_the_latest_first(small: World) -> None:
    first = full(small)
    other = short(small)
    assert [
        (one.assessment, one.common)
        for one in sources_for(small.organisation, other.version, other.sector)
    ] == [(first, 1)]
    small.answer({"A-1": 1}, assessment=other)
    found = sources_for(small.organisation, first.version, first.sector, apart=first)
    assert [(one.assessment, one.common) for one in found] == [(other, 1)]
    assert sources_for(small.neighbour, first.version, first.sector) == []
