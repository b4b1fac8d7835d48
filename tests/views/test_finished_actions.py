"""What the plan has finished, where an assessment asks what it was to raise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.models import Assessment, PlannedAction, Submission
from assessments.queries.answers import stored_answers
from assessments.queries.discussions import said_at_questions
from assessments.services import plans
from assessments.workflow import ActionState
from tests.factories.shipped import at_level
from tests.plans import taken
from tests.views.pages import MOST_QUERIES, SignIn, queries_of, text_of
from tests.views.test_renewal import begun
from tests.worlds import World

SAID = "Actions of your plan that are done"


def finished(world: World, submission: Submission, number: int) -> list[PlannedAction]:
    """The first actions that the report recommends, done today."""
    made = taken(world, submission)[:number]
    for action in made:
        plans.report_progress(action=action, state=ActionState.DONE, seen=1, by=world.contributor)
    return made


def part_page(world: World, assessment: Assessment, code: str) -> str:
    part = next(one for one, question in world.spec.questions() if question.code == code)
    return f"{assessment.get_absolute_url()}dimensions/{part.code}/?question={code}"


def test_it_is_said_at_the_question_and_in_the_check_and_fills_nothing_in(
    world: World, signed_in: SignIn
) -> None:
    first, second = finished(world, world.submit(), 2)
    new, client = world.start(), signed_in(world.contributor)
    page, check = part_page(world, new, first.question), f"{new.get_absolute_url()}check/"
    level = first.to_level or 0
    said = f"it was to raise this to “{world.spec.level_name(level)}”."
    assert f"Your plan finished “{first.title.removesuffix('.')}” in" in text_of(client.get(page))
    assert said in text_of(client.get(page))
    assert ", action done" in text_of(client.get(page)), "in the list of questions"
    assert said in text_of(signed_in(world.viewer).get(page)), "to whoever reads only"
    assert f"{SAID} (2)" in text_of(client.get(check))
    assert second.question in text_of(client.get(f"{check}?show=done"))
    assert all(queries_of(client, one) <= MOST_QUERIES for one in (page, check))
    assert stored_answers(new) == {}
    reached = at_level(world.spec.question(first.question), level)
    world.answer({first.question: reached}, assessment=new)
    assert first.title.removesuffix(".") not in text_of(client.get(page))
    assert f"{SAID} (1)" in text_of(client.get(check))


def test_an_answer_of_last_time_that_it_was_to_raise_is_looked_at_again(
    world: World, signed_in: SignIn
) -> None:
    (action,) = finished(world, world.submit(), 1)
    client = signed_in(world.contributor)
    new, _ = begun(client, world)
    renewal = reverse("assessment-renewal", args=[world.organisation.slug, new.reference])
    assert f"Your plan finished “{action.title.removesuffix('.')}”" in text_of(client.get(renewal))
    assert queries_of(client, renewal) <= MOST_QUERIES
    page = part_page(world, new, action.question)
    client.post(page, {f"{action.question}-revision": "0", "accept-all": "all"})
    assert action.question not in stored_answers(new)
    assert (
        text_of(client.get(page)).count(f"Your plan finished “{action.title.removesuffix('.')}”")
        == 1
    )
    assert queries_of(client, page) <= MOST_QUERIES


@pytest.mark.engine
def test_what_was_finished_before_the_last_submission_was_weighed_then(world: World) -> None:
    (action,) = finished(world, world.submit(), 1)
    new = world.start()
    (found,) = said_at_questions(new).finished
    today = timezone.localdate(clock.now())
    assert (found.title, found.to_level, found.done_on) == (action.title, action.to_level, today)
    PlannedAction.objects.filter(pk=action.pk).update(done_on=today - timedelta(days=1))
    assert said_at_questions(new).finished == []


def test_another_organisation_s_plan_says_nothing_here(world: World) -> None:
    finished(world, world.submit(), 1)
    theirs = world.start(organisation=world.neighbour, by=world.stranger)
    assert said_at_questions(theirs).finished == []
