"""Discussing questions: what is said, to whom, and when it is settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments import clock
from assessments.models import AuditEvent, Comment, Discussion, Mention
from assessments.queries.discussions import (
    OpenDiscussions,
    finished_before,
    mentions_waiting,
    open_by_question,
    open_in,
)
from assessments.services import assessments, discussions, members
from assessments.workflow import Refused
from tests.discussions import SECRET, said_in, started
from tests.worlds import World

REASON = "The plan was replaced."


def sentences() -> list[str]:
    return [event.sentence for event in AuditEvent.objects.order_by("pk")]


def test_a_discussion_begins_with_a_comment(world: World) -> None:
    made = started(world, mentions=[world.approver.pk])
    (comment,) = made.comments.all()
    assert (comment.text, comment.written_by, made.is_open) == (SECRET, world.contributor, True)
    assert [one.user for one in comment.mentions.all()] == [world.approver]


def test_the_trail_says_who_did_what_and_never_what_was_said(world: World) -> None:
    made = started(world, needs=True)
    said = discussions.comment(discussion=made, text=SECRET, by=world.viewer)
    discussions.resolve(discussion=made, text=SECRET, by=world.approver)
    discussions.reopen(discussion=made, text=SECRET, by=world.approver)
    discussions.remove(comment=said, by=world.administrator)
    assert [one.partition(" in ")[0] for one in sentences()[-6:]] == [
        "Connie Contributor started a discussion of BUD-01",
        "Connie Contributor said that BUD-01",
        "Vic Viewer commented on BUD-01",
        "Ash Approver resolved a discussion of BUD-01",
        "Ash Approver reopened a discussion of BUD-01",
        "Ada Administrator removed a comment by Vic Viewer on BUD-01",
    ]
    assert "Zanzibar" not in str(list(AuditEvent.objects.values()))


def test_what_is_open_is_counted_by_question_and_part(world: World) -> None:
    started(world)
    started(world, needs=True)
    discussions.resolve(discussion=started(world, question="SEC-01"), by=world.contributor)
    found = open_by_question(world.assessment)
    assert found == {"BUD-01": OpenDiscussions(number=2, needed=1)}
    assert found["BUD-01"].said == "2 open discussions, 1 to settle before submission"
    parts = {one.code: open_in(found, one).said for one in world.spec.dimensions}
    assert [code for code, said in parts.items() if said] == ["BUD"]


def test_a_comment_can_say_why_the_question_needs_discussion(world: World) -> None:
    made = started(world)
    discussions.comment(
        discussion=made, text="The two figures differ.", needs=True, by=world.viewer
    )
    made.refresh_from_db()
    assert made.needed
    assert [one.needs for one in made.comments.all()] == [False, True]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": ""}, "Enter a comment"),
        ({"text": "\u200b \u2060"}, "Enter a comment"),
        ({"text": "x" * 5_001}, "5,000 characters or fewer"),
        ({"text": "Pay \u202egnp.exe"}, "Remove the hidden character"),
        ({"question": "NO-99"}, "not asked this question"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    world: World, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        started(world, **given)
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "moderator"])
def test_only_members_can_be_mentioned(world: World, who: str) -> None:
    with pytest.raises(Refused, match="no longer a member"):
        started(world, mentions=[getattr(world, who).pk])
    with pytest.raises(Refused, match="no longer a member"):
        started(world, mentions=[987_654])
    assert not Comment.objects.exists()


def test_a_question_takes_so_many_discussions(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(discussions, "EACH_MOST", 1)
    started(world)
    with pytest.raises(Refused, match="already"):
        started(world)


def test_of_two_who_resolve_the_second_is_informed_and_no_word_is_added(world: World) -> None:
    made = started(world)
    discussions.resolve(discussion=made, by=world.approver)
    with pytest.raises(Refused, match="Ash Approver has resolved this discussion already"):
        discussions.resolve(discussion=made, by=world.administrator)
    for verb in (discussions.resolve, discussions.comment):
        with pytest.raises(Refused, match="Ash Approver has resolved .* was not added"):
            verb(discussion=made, text="One more thing.", by=world.administrator)
    assert made.comments.count() == 1


def test_of_two_who_reopen_the_second_is_informed(world: World) -> None:
    made = started(world)
    discussions.resolve(discussion=made, by=world.approver)
    discussions.reopen(discussion=made, text="It is not settled.", by=world.approver)
    with pytest.raises(Refused, match="reopened this discussion already"):
        discussions.reopen(discussion=made, text="It is not settled.", by=world.contributor)
    made.refresh_from_db()
    assert made.is_open


def test_reopening_takes_a_comment_that_says_why(world: World) -> None:
    made = started(world)
    discussions.resolve(discussion=made, by=world.approver)
    with pytest.raises(Refused, match="Enter a comment"):
        discussions.reopen(discussion=made, text=" ", by=world.approver)


def test_a_removed_comment_leaves_who_removed_it_in_place_of_its_words(world: World) -> None:
    comment = said_in(world, None, world.contributor)
    gone = discussions.remove(comment=comment, by=world.administrator)
    assert (gone.text, gone.removed_by) == ("", world.administrator)
    assert not Mention.objects.exists()
    with pytest.raises(Refused, match="already"):
        discussions.remove(comment=comment, by=world.administrator)


def submitted(world: World) -> str:
    world.submit()
    return "has been submitted, so its discussions can only be read"


def withdrawn(world: World) -> str:
    assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=REASON)
    return "has been withdrawn, so its discussions can only be read"


@pytest.mark.parametrize("closed", [submitted, withdrawn])
def test_a_closed_assessment_takes_no_word_but_lets_one_be_removed(
    world: World, closed: Any
) -> None:
    made = started(world)
    why = closed(world)
    for verb in (
        lambda: started(world),
        lambda: discussions.comment(discussion=made, text="Late.", by=world.viewer),
        lambda: discussions.resolve(discussion=made, by=world.approver),
    ):
        with pytest.raises(Refused, match=why):
            verb()
    discussions.remove(comment=made.comments.get(), by=world.contributor)


def test_a_mention_waits_until_it_is_looked_at(world: World) -> None:
    comment = said_in(world, None, world.contributor, world.administrator)
    (waiting,) = mentions_waiting()
    assert (waiting.user, waiting.comment) == (world.contributor, comment)
    assert not mentions_waiting(world.approver).exists()
    discussions.look_at([comment], by=world.approver)
    assert mentions_waiting(world.contributor).exists()
    discussions.look_at([comment], by=world.contributor)
    assert not mentions_waiting().exists()


def test_who_left_is_not_waited_for(world: World) -> None:
    said_in(world, None, world.contributor)
    membership = world.organisation.memberships.get(user=world.contributor)
    members.remove(membership=membership, by=world.administrator)
    assert not mentions_waiting().exists()


def test_discussions_may_go_once_their_assessment_is_done_and_they_are_old(world: World) -> None:
    made = started(world)
    soon = clock.now() + timedelta(seconds=1)
    assert not finished_before(soon).exists()
    world.submit()
    assert list(finished_before(soon)) == [made]
    assert not finished_before(made.opened_at).exists()
