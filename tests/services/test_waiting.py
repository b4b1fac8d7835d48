"""Of two at the same moment the second waits for the first, and then goes by what that one did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assessments.access.roles import Role
from assessments.models import Membership, User
from assessments.services import (
    discussions,
    members,
    own_account,
    people,
    plans,
    rubrics,
)
from assessments.workflow import ActionState, Refused
from tests.joining import asks
from tests.plans import planned
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
