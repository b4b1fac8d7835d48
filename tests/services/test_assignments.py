"""Giving work to people, and its steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments import clock
from assessments.assigning import Work
from assessments.models import AssignedPerson, Assignment, AuditEvent
from assessments.queries.answers import stored_answers
from assessments.queries.assignments import saves_of, work_across, work_of
from assessments.services import assessments, assignments, members
from assessments.workflow import Refused, WorkState, WorkStep
from tests.assigning import given_to, handed_over
from tests.worlds import World

REASON = "The plan was replaced."


def works(world: World) -> list[Work]:
    return work_of(world.assessment, saves_of(stored_answers(world.assessment)))


def last_sentence() -> str:
    event = AuditEvent.objects.latest("pk")
    return event.sentence


def test_a_part_is_given_to_several_people(world: World) -> None:
    due = clock.today() + timedelta(days=10)
    given_to(world, world.contributor, world.approver, due=due)
    (work,) = works(world)
    assert {one.key for one in work.people} == {world.contributor.pk, world.approver.pk}
    assert (work.due, work.state, work.questions) == (due, WorkState.TO_DO, ())
    assert "assigned Budget" in last_sentence()


def test_questions_are_kept_in_the_order_of_their_part(world: World) -> None:
    first, second = [one.code for one in world.spec.dimensions[0].questions[:2]]
    given_to(world, questions=[second, first])
    (work,) = works(world)
    assert list(work.questions) == [first, second]


def test_assigning_never_limits_who_may_answer(world: World) -> None:
    given_to(world, world.approver)
    code = world.spec.dimensions[0].questions[0].code
    world.answer({code: "dont_know"}, by=world.contributor)
    (work,) = works(world)
    assert work.state is WorkState.IN_PROGRESS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"dimension": "NONE"}, "part of this questionnaire"),
        ({"questions": ["NONE"]}, "questions of the part"),
        ({"due": date(1900, 1, 1)}, "today or later"),
    ],
)
def test_what_cannot_be_given_is_refused(world: World, given: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        given_to(world, **given)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["viewer", "stranger", "moderator"])
def test_work_goes_only_to_members_who_may_answer(world: World, who: str) -> None:
    with pytest.raises(Refused, match="no longer a member who may answer"):
        given_to(world, world.contributor, getattr(world, who))
    assert not Assignment.objects.exists()


def test_the_same_is_not_given_twice(world: World) -> None:
    given_to(world)
    with pytest.raises(Refused, match="assigned to .* already"):
        given_to(world, world.approver)
    assert Assignment.objects.count() == 1


def test_nothing_is_given_out_once_the_assessment_is_submitted(world: World) -> None:
    world.submit()
    with pytest.raises(Refused, match="submitted"):
        given_to(world)


def test_work_is_handed_over_and_accepted(world: World) -> None:
    made = given_to(world)
    handed = handed_over(made, by=world.contributor, said="All but one.")
    assert (handed.state, handed.said) == (WorkState.HANDED_OVER, "All but one.")
    assert last_sentence().endswith("handed over Budget in Readiness 2026: All but one.")
    done = assignments.take_step(
        assignment=made,
        step=WorkStep.ACCEPT,
        seen=WorkState.HANDED_OVER,
        said="",
        by=world.approver,
    )
    assert done.state == WorkState.DONE


def test_who_comes_second_reads_first(world: World) -> None:
    made = given_to(world)
    handed_over(made, by=world.contributor)
    with pytest.raises(Refused, match="cannot be done"):
        handed_over(made, by=world.approver)
    assert Assignment.objects.get().changed_by == world.contributor


def test_a_day_that_passed_may_stay_while_people_change(world: World) -> None:
    made = given_to(world, due=clock.today())
    yesterday = clock.today() - timedelta(days=1)
    Assignment.objects.filter(pk=made.pk).update(due=yesterday)
    changed = assignments.change(
        assignment=made, people=[world.approver.pk], due=yesterday, by=world.administrator
    )
    assert [one.user for one in changed.people.all()] == [world.approver]
    assert "from" in last_sentence()


def test_an_unchanged_assignment_records_nothing(world: World) -> None:
    made = given_to(world)
    before = AuditEvent.objects.count()
    assignments.change(
        assignment=made, people=[world.contributor.pk], due=None, by=world.administrator
    )
    assert AuditEvent.objects.count() == before


def test_what_was_ended_cannot_be_changed(world: World) -> None:
    made = given_to(world)
    assignments.end(assignment=made, by=world.administrator)
    assert not AssignedPerson.objects.exists()
    with pytest.raises(Refused, match="ended meanwhile"):
        assignments.change(
            assignment=made, people=[world.approver.pk], due=None, by=world.administrator
        )


def test_the_work_of_a_person_who_leaves_is_listed_until_it_is_given_to_another(
    world: World,
) -> None:
    made = given_to(world)
    membership = world.organisation.memberships.get(user=world.contributor)
    members.remove(membership=membership, by=world.administrator)
    (work,) = works(world)
    assert work.without_owner
    assignments.change(
        assignment=made, people=[world.approver.pk], due=None, by=world.administrator
    )
    (work,) = works(world)
    assert not work.without_owner


def test_my_work_comes_from_every_organisation_and_no_other(world: World) -> None:
    given_to(world)
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    given_to(world, world.stranger, assessment=theirs, by=world.stranger)
    own, _ = work_across(world.contributor)
    assert [one.assessment for one in own] == [world.assessment]


def test_what_is_handed_over_waits_for_those_who_may_accept_it(world: World) -> None:
    made = given_to(world)
    handed_over(made, by=world.contributor)
    for person, waits in [
        (world.approver, 1),
        (world.administrator, 1),
        (world.viewer, 0),
        (world.contributor, 0),
        (world.stranger, 0),
    ]:
        _, to_review = work_across(person)
        assert len(to_review) == waits, person


def test_what_others_changed_since_i_looked_is_marked(world: World) -> None:
    given_to(world)
    code = world.spec.dimensions[0].questions[0].code
    world.answer({code: "dont_know"}, by=world.approver)
    ((mine,), _) = work_across(world.contributor)
    assert mine.changed_at is not None
    assignments.look_at(
        world.assessment,
        world.spec.dimensions[0],
        stored_answers(world.assessment),
        by=world.contributor,
    )
    ((mine,), _) = work_across(world.contributor)
    assert mine.changed_at is None


def test_what_i_changed_myself_is_no_news(world: World) -> None:
    given_to(world)
    code = world.spec.dimensions[0].questions[0].code
    world.answer({code: "dont_know"}, by=world.contributor)
    ((mine,), _) = work_across(world.contributor)
    assert mine.changed_at is None


def test_withdrawn_work_waits_for_no_one(world: World) -> None:
    given_to(world)
    assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)
    assert work_across(world.contributor) == ([], [])
