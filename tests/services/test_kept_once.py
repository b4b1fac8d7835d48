"""The words of an answer are kept once: in its revision, then in the submission that sent it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments import clock
from assessments.models import AnswerRevision, Assessment, AuditEvent, Submission, User
from assessments.models.answer import LENGTH_LEAST, RevisionQuerySet
from assessments.queries.answers import earlier_replies, stored_answers
from assessments.queries.history import changes_of, saves_of
from assessments.queries.personal_data import held_about
from assessments.rubric.files.answers import STATES
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.services import answers, assessments, own_account
from assessments.services.retention import thin_submitted
from tests.contradictions import MEETS_BOTH, explain
from tests.views.pages import MOST_QUERIES, queries_of, text_of
from tests.views.small import ANSWERS, small_spec
from tests.worlds import World, build_world

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | AnonymousUser | None], Client]
LONG = "The board agreed this in May, “for now”, and the minutes are on the shared drive. " * 2
LINK = "https://example.org/" + "minutes/" * 12
MAY = datetime.fromisoformat("2026-05-04T12:00:00+00:00")
REASON = "A figure was wrong, we found."
SAYS: dict[str, Any] = {
    "BUD-01": {"note": LONG},
    "BUD-02": {
        "evidence": (
            EvidenceItem(title="Minutes", link="https://example.org/minutes"),
            EvidenceItem(title="A reference without a link", link=""),
            EvidenceItem(title=LINK, link=LINK),
        )
    },
    "BUD-03": {"state": State.NOT_APPLICABLE, "value": None, "reason": LONG},
    "TRA-01": {"state": State.DONT_KNOW, "value": None, "note": f"{LONG}\r\n<b>Two</b> lines."},
}
"""What is said at questions, in each way in which something can be said at length."""


@pytest.fixture
def sent(world: World) -> Submission:
    """Answers with much to say, one of them replaced by another person, submitted."""
    with clock.at(MAY):
        world.complete()
    with clock.at(MAY + timedelta(hours=1)):
        world.answer({"BUD-01": 1}, by=world.approver)
    shown = stored_answers(world.assessment)
    world.answer({code: replace(shown[code].reply, **said) for code, said in SAYS.items()})
    return assessments.submit(assessment=world.assessment, by=world.approver)


def rows(code: str = "") -> QuerySet[AnswerRevision]:
    found = AnswerRevision.objects.order_by("pk")
    return found.filter(answer__question__code=code) if code else found


def reread(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("organisation", "version").get(pk=assessment.pk)


def everything(world: World, signed_in: SignIn) -> dict[str, object]:
    """All that may be read of the answers."""
    assessment = reread(world.assessment)
    base, client = assessment.get_absolute_url(), signed_in(world.approver)
    dimension = f"{base}dimensions/BUD/"
    pages = [base, f"{base}history/", f"{base}history/?question=BUD-02", dimension]
    revisions = {(code, 1) for code in SAYS} | {(code, 2) for code in SAYS}
    return {
        "answers": stored_answers(assessment),
        "earlier": earlier_replies(assessment, revisions),
        "history": changes_of(assessment, saves_of(assessment)),
        "rows": [(one.value, one.reason, one.note, one.evidence) for one in rows()],
        "pages": [text_of(client.get(page, follow=True)) for page in pages],
        "file": client.get(f"{base}history/download/").content,
        "held": [
            held_about(one)["Answer revisions"] for one in (world.contributor, world.approver)
        ],
        "frozen": list(Submission.objects.values()),
        "trail": list(AuditEvent.objects.values()),
    }


def test_all_that_can_be_read_stays_as_it_was(
    world: World, sent: Submission, signed_in: SignIn
) -> None:
    before = everything(world, signed_in)
    assert LONG.strip() in str(before["pages"]) and LONG.strip() in str(before["file"], "utf-8-sig")  # type: ignore[call-overload]
    assert LINK in str(before["held"]) and LINK in str(before["history"])
    thin_submitted()
    kept = rows().filter(kept_in=sent.number).values_list("answer__question__code", flat=True)
    assert set(SAYS) <= set(kept)
    assert everything(world, signed_in) == before


def test_the_words_are_in_the_submission_and_nowhere_else(sent: Submission) -> None:
    thin_submitted()
    for code in SAYS:
        stored = rows(code).filter(kept_in=sent.number)
        columns = stored.values_list("value", "reason", "note", "evidence")
        assert list(columns) == [(None, "", "", [])]


def test_what_takes_no_room_and_what_was_not_sent_stays_in_its_row(sent: Submission) -> None:
    thin_submitted()
    first = rows("BUD-01").earliest("revision")
    assert not first.kept_in
    short = rows().filter(kept_in=0).values_list("note", "reason")
    assert all(len(note) + len(reason) < LENGTH_LEAST for note, reason in short)


def test_words_that_the_submission_does_not_say_to_the_letter_stay(
    sent: Submission, world: World
) -> None:
    document = sent.answers
    document["answers"]["BUD-01"]["note"] += "!"
    document["answers"]["BUD-02"]["evidence"].reverse()
    del document["answers"]["BUD-03"]
    QuerySet(model=Submission).update(answers=document)  # past every guard
    before = stored_answers(reread(world.assessment))
    thin_submitted()
    kept = set(rows().exclude(kept_in=0).values_list("answer__question__code", flat=True))
    assert not kept & {"BUD-01", "BUD-02", "BUD-03"} and "TRA-01" in kept
    assert stored_answers(reread(world.assessment)) == before


def test_one_that_is_opened_again_is_answered_as_before(sent: Submission, world: World) -> None:
    thin_submitted()
    assessments.reopen(assessment=world.assessment, by=world.approver, reason=REASON)
    stored = stored_answers(world.assessment)
    assert stored["BUD-01"].reply.note == LONG
    # What a page showed that was opened before the contributor saved, and was left alone in it.
    untouched, mine = stored["BUD-01"], replace(stored["TRA-01"].reply, note="Found it.")
    world.answer({"BUD-01": replace(untouched.reply, note=f"{LONG} And in June.")})
    changes = [
        answers.Change(code="BUD-01", reply=untouched.reply, seen=untouched.revision),
        answers.Change(code="TRA-01", reply=mine, seen=stored["TRA-01"].revision),
    ]
    saved = answers.save(assessment=world.assessment, by=world.approver, changes=changes)
    assert saved.outcomes == {
        "BUD-01": answers.Outcome.UNTOUCHED,
        "TRA-01": answers.Outcome.SAVED,
    }
    again = assessments.submit(assessment=world.assessment, by=world.approver)
    assert again.answers["answers"]["BUD-03"] == sent.answers["answers"]["BUD-03"]
    thin_submitted()
    where = rows().exclude(kept_in=0).values_list("answer__question__code", "kept_in")
    assert set(where) >= {("BUD-01", 1), ("BUD-01", 2), ("BUD-02", 1), ("BUD-03", 1), ("TRA-01", 1)}
    assert ("BUD-02", 2) not in where and ("TRA-01", 2) not in where
    notes = [one.note for one in rows("BUD-01").order_by("revision")]
    assert notes[-2:] == [LONG, f"{LONG} And in June."]


def test_answers_and_their_history_take_no_query_more(
    sent: Submission, world: World, signed_in: SignIn
) -> None:
    base, client = world.assessment.get_absolute_url(), signed_in(world.approver)
    pages = [base, f"{base}dimensions/BUD/", f"{base}history/", f"{base}history/?question=BUD-01"]
    before = [queries_of(client, page) for page in pages]
    thin_submitted()
    after = [queries_of(client, page) for page in pages]
    assert after == before
    assert max(after) <= MOST_QUERIES


def test_a_history_of_answers_and_reasons_stays_within_its_queries(
    paired: World, signed_in: SignIn
) -> None:
    paired.answer({**ANSWERS, **MEETS_BOTH, "B-2": Reply(state=State.ANSWERED, value=2, note=LONG)})
    explain(paired, LONG, by=paired.approver)
    assessments.submit(assessment=paired.assessment, by=paired.approver)
    thin_submitted()
    assert rows().exclude(kept_in=0).exists()
    history = f"{paired.assessment.get_absolute_url()}history/"
    assert queries_of(signed_in(paired.approver), history) <= MOST_QUERIES


def test_all_of_them_are_read_in_one_query_more(
    sent: Submission, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thin_submitted()
    with django_assert_num_queries(2):
        list(rows())
    with django_assert_num_queries(1):
        list(rows().filter(kept_in=0))


def test_a_row_read_in_part_and_again_says_the_same(sent: Submission) -> None:
    thin_submitted()
    row = rows("BUD-01").latest("revision")
    row.refresh_from_db()
    assert row.note == LONG
    assert row.answer.revisions.get(pk=row.pk).note == LONG
    row.refresh_from_db(fields=["note"])
    assert row.note == LONG
    assert [one.note for one in rows().only("revision").filter(pk=row.pk)] == [LONG]


def test_a_persons_file_has_words_that_are_left_to_a_submission_while_it_is_made(
    sent: Submission, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held_about(world.contributor)["Answer revisions"]
    ask = RevisionQuerySet.sent_words

    def asked_just_before(self: RevisionQuerySet[AnswerRevision], *number: int) -> Any:
        found = ask(self, *number)
        with monkeypatch.context() as undone:
            undone.setattr(RevisionQuerySet, "sent_words", ask)
            thin_submitted()
        return found

    monkeypatch.setattr(RevisionQuerySet, "sent_words", asked_just_before)
    assert held_about(world.contributor)["Answer revisions"] == before


def test_whoever_closes_their_account_leaves_what_they_wrote(
    sent: Submission, world: World
) -> None:
    thin_submitted()
    own_account.close(user=world.contributor)
    assessment = reread(world.assessment)
    assert LONG in {one.note for one in changes_of(assessment, saves_of(assessment))}


def test_an_answer_in_each_state_can_be_kept() -> None:
    """Where this fails: say something at length in that state, above."""
    said = {one.get("state", State.ANSWERED) for one in SAYS.values()}
    assert said | {State.UNANSWERED} == set(STATES.values())


def test_a_note_without_an_answer_is_kept_too(db: None) -> None:
    spec = small_spec()
    [dimension] = spec.dimensions
    free = [replace(one, required=one.code != "A-3") for one in dimension.questions]
    world = build_world(replace(spec, dimensions=[replace(dimension, questions=free)]))
    bare = Reply(state=State.UNANSWERED, note=LONG)
    world.answer({**ANSWERS, "A-3": bare})
    number = assessments.submit(assessment=world.assessment, by=world.approver).number
    thin_submitted()
    assert rows("A-3").get().kept_in == number
    assert stored_answers(reread(world.assessment))["A-3"].reply == bare


def test_words_are_left_to_no_submission_that_is_not_there(sent: Submission) -> None:
    assert AnswerRevision.objects.keep_in(sent.number + 1) == 0
    assert not rows().exclude(kept_in=0).exists()


def test_it_is_done_once(sent: Submission) -> None:
    thin_submitted()
    assert AnswerRevision.objects.keep_in(sent.number) == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert thin_submitted() == 0


def test_the_way_back_is_refused_once_words_are_kept(sent: Submission) -> None:
    migration = import_module("assessments.migrations.0054_words_kept_in_submissions")
    migration.refuse_where_words_are_kept(apps, None)
    thin_submitted()
    with pytest.raises(CommandError, match="restore the backup"):
        migration.refuse_where_words_are_kept(apps, None)
