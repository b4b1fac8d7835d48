"""Of two at the same moment the second waits for the first, and then goes by what that one did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assessments.access.roles import Role
from assessments.models import AuditEvent, Membership, User
from assessments.queries.answers import stored_answers
from assessments.services import (
    discussions,
    evidence,
    members,
    own_account,
    people,
    plans,
    rubrics,
    scenarios,
    suggestions,
    trials,
)
from assessments.workflow import ActionState, Refused
from tests.evidence import recorded
from tests.joining import asks
from tests.plans import planned, supposed
from tests.services.test_suggestions import bring, full
from tests.services.test_suggestions import short as short_one
from tests.services.test_trials import a_draft, reweighted, trial_world
from tests.services.together import behind
from tests.worlds import World, person

pytestmark = pytest.mark.django_db(transaction=True)


def progress(world: World, by: User, state: ActionState, said: str = "") -> Any:
    [action] = world.organisation.actions.all()
    return lambda: plans.report_progress(action=action, state=state, said=said, seen=1, by=by)


def test_what_is_said_of_an_action_that_another_just_changed_is_kept(small: World) -> None:
    """Who changed it is read apart from its lock: the row was not found where that had changed."""
    action = planned(small)
    done = progress(small, small.approver, ActionState.DONE)
    noted = behind(done, progress(small, small.contributor, ActionState.DONE, "Agreed."))
    assert noted == action and [one.said for one in action.notes.all()] == ["Agreed."]


def test_of_two_who_change_an_action_the_second_reads_who_was_first(small: World) -> None:
    planned(small)
    done = progress(small, small.approver, ActionState.DONE)
    refused = behind(done, progress(small, small.contributor, ActionState.IN_PROGRESS))
    assert isinstance(refused, plans.ChangedMeanwhile), refused
    assert refused.reason.startswith("Ash Approver changed this action")


def test_who_comments_reads_by_whom_the_discussion_was_just_resolved(small: World) -> None:
    asked = {"assessment": small.assessment, "question": "A-1", "by": small.contributor}
    made = discussions.start(text="Why?", **asked)
    refused = behind(
        lambda: discussions.resolve(discussion=made, by=small.approver),
        lambda: discussions.comment(discussion=made, text="Because.", by=small.contributor),
    )
    assert isinstance(refused, Refused), refused
    assert refused.reason.startswith("Ash Approver has resolved this discussion")


def test_of_two_files_one_becomes_the_draft(small: World) -> None:
    spec = replace(small.spec, edition="next")

    def read() -> Any:
        return rubrics.import_draft(spec=spec, by=small.publisher)

    refused = behind(read, read)
    assert isinstance(refused, Refused) and "already has a draft" in refused.reason, refused


def test_one_account_is_made_of_an_address(small: World) -> None:
    def make() -> Any:
        return people.make_user(email="ann@example.org", name="Ann", by=small.publisher)

    assert behind(make, make) == User.objects.get(email="ann@example.org")


def adding(world: World, user: User) -> Any:
    given = {"organisation": world.organisation, "user": user, "by": world.administrator}
    return lambda: members.add(role=Role.VIEWER, **given)


def test_who_was_just_let_in_asks_no_more(small: World) -> None:
    """Before, each waited for the other, and the database ended one of them."""
    refused = behind(adding(small, small.stranger), lambda: asks(small))
    assert isinstance(refused, Refused) and "are a member" in refused.reason, refused


def test_who_just_closed_the_account_is_let_in_nowhere(small: World) -> None:
    guest = person("Una Guest")
    refused = behind(lambda: own_account.close(user=guest), adding(small, guest))
    assert isinstance(refused, Refused) and "is closed" in refused.reason, refused
    assert not Membership.everything.filter(user=guest).exists()


def test_evidence_that_was_just_removed_backs_no_action(small: World) -> None:
    action, item = planned(small), recorded(small)
    refused = behind(
        lambda: evidence.remove(evidence=item, by=small.approver),
        lambda: plans.back(action=action, added=[item.reference], by=small.contributor),
    )
    assert isinstance(refused, Refused) and refused.reason == plans.NOT_YOURS, refused


def test_a_scenario_is_deleted_once(short: World) -> None:
    scenario = supposed(short, short.submit())

    def delete() -> None:
        scenarios.delete(scenario=scenario, by=short.contributor)

    assert behind(delete, delete) is None
    assert AuditEvent.objects.filter(event="scenario.deleted").count() == 1


def test_a_suggestion_that_was_just_left_out_is_no_answer(small: World) -> None:
    other = short_one(small)
    bring(small, other, full(small))
    given: dict[str, Any] = {"assessment": other, "codes": ["A-1"]}
    accepted = behind(
        lambda: suggestions.leave_out(by=small.approver, **given),
        lambda: suggestions.accept(by=small.contributor, over={}, **given),
    )
    assert accepted == [] and "A-1" not in stored_answers(other)


def test_a_trial_that_is_ended_by_the_next_keeps_what_it_just_found() -> None:
    world = trial_world(3)
    draft = a_draft(world)
    trial = trials.start(version=draft, by=world.publisher)

    behind(
        lambda: trials.advance(trial=trial, by=world.publisher, batch=2),
        lambda: trials.start(version=reweighted(draft, 5, world), by=world.publisher),
    )
    trial.refresh_from_db()
    assert (trial.status, trial.done, trial.outcomes.count()) == (trials.CANCELLED, 2, 2)
    assert "local_authority" in trial.tallies["sectors"]
