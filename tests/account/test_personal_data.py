"""What is held about a person, as a file: of every organisation, and of no other person."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from assessments.access.roles import Role
from assessments.audit.events import Event
from assessments.models import AuditEvent, User
from assessments.queries.personal_data import held_about
from assessments.scoring.sheet import Reply, State
from assessments.services import assessments, assignments, members, reviews, suggestions
from assessments.workflow import WorkState, WorkStep
from tests.account.test_own_account import inside, surely
from tests.assigning import given_to, handed_over
from tests.discussions import started
from tests.evidence import recorded
from tests.exports.reading import rows
from tests.joining import asks, invited
from tests.worlds import World

pytestmark = pytest.mark.django_db


def busy(world: World) -> World:
    """Each of the cast has done something next to the others."""
    members.add(
        organisation=world.neighbour, user=world.viewer, role=Role.VIEWER, by=world.stranger
    )
    world.submit()
    under_way = world.start()
    for person, words in ((world.contributor, "=mine"), (world.approver, "not yours")):
        note = Reply(state=State.DONT_KNOW, note=f"{words} note")
        code = "BUD-01" if person == world.contributor else "BUD-02"
        world.answer({code: note}, assessment=under_way, by=person)
    made = given_to(world, assessment=under_way)
    handed_over(made, by=world.contributor, said="mine handed over")
    assignments.take_step(
        assignment=made,
        step=WorkStep.ASK_FOR_CHANGES,
        seen=WorkState.HANDED_OVER,
        said="not yours, change it",
        by=world.approver,
    )
    recorded(world)
    started(world, under_way, text="mine to discuss", mentions=[world.approver.pk])
    invited(world)
    asks(world)
    return world


def whole(kept: Any) -> str:
    return json.dumps(kept, default=str, ensure_ascii=False)


def test_a_person_gets_what_they_wrote_and_nothing_of_others(world: World) -> None:
    kept = held_about(busy(world).contributor)
    said = whole(kept)
    assert "=mine note" in said and "not yours" not in said
    [theirs] = [row for row in kept["Answer revisions"] if row["Note"]]
    assert theirs["Question"] == "BUD-01" and theirs["Organisation"] == "Wexcombe Borough Council"
    assert theirs["Saved by"] == "You" and theirs["Assessment"] == "Readiness 2026"
    assert kept["Account"][0]["Email address"] == world.contributor.email
    people = User.objects.exclude(pk=world.contributor.pk)
    named = [one for one in people if one.name in said or one.email in said]
    assert named == []
    assert world.contributor.password not in said


@pytest.mark.parametrize("who", ["administrator", "approver", "viewer", "stranger", "moderator"])
def test_the_same_holds_for_each_of_the_cast(world: World, who: str) -> None:
    person = getattr(busy(world), who)
    said = whole(held_about(person))
    others = User.objects.exclude(pk=person.pk)
    assert [one for one in others if one.name in said or one.email in said] == []
    assert person.email in said
    if who == "viewer":
        assert "Nextdoor Council" in said and "Wexcombe" in said
    assert "tom@" not in said


def test_whoever_submits_and_starts_again_gets_nothing_that_others_signed_or_wrote(
    world: World,
) -> None:
    earlier = Reply(state=State.DONT_KNOW, note="not yours either")
    done = world.answer({"BUD-01": earlier}, by=world.contributor)
    reviews.send(assessment=world.complete(), by=world.contributor, word="not yours to approve")
    submission = assessments.submit(assessment=done, by=world.approver)
    again = world.start(by=world.approver)
    assert suggestions.bring_last(assessment=again, submission=submission, by=world.approver)
    kept = held_about(world.approver)
    assert kept["Submissions"] and kept["Suggested answers"] and kept["Decisions"]
    said = whole(kept)
    assert "not yours" not in said and world.contributor.name not in said


def test_it_is_a_file_of_tables_for_which_the_password_is_asked(world: World) -> None:
    client = inside(busy(world).contributor)
    answer = surely(client, "account-data", {"csrfmiddlewaretoken": ""})
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = set(archive.namelist())
    assert {"READ-ME.txt", "about-you.json", "account.csv", "answers.csv", "history.csv"} <= names
    table = rows(archive.read("answer-revisions.csv"))
    assert "'=mine note" in {row["Note"] for row in table}
    assert json.loads(archive.read("about-you.json"))["Account"]
    assert "answers.csv: " in archive.read("READ-ME.txt").decode()
    [given] = AuditEvent.objects.filter(event=Event.ACCOUNT_DATA_GIVEN)
    assert given.sentence == "Connie Contributor downloaded what is held about them"
    assert given.target_ref == str(world.contributor.pk)
