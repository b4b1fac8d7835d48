"""Saving answers: what is kept, who wins when two people write, and what it costs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments import clock
from assessments.models import Answer, AnswerRevision, Assessment, User, answer_writing
from assessments.queries.answers import sheet_of, stored_answers
from assessments.queries.prepared import Prepared
from assessments.scoring.sheet import UNANSWERED, EvidenceItem, Reply, State
from assessments.services import answers, assessments
from assessments.services.answers import Change, Outcome, Saved
from assessments.workflow import Refused
from tests.services.together import together
from tests.worlds import World

LEVEL_1, LEVEL_2, LEVEL_3 = (Reply(state=State.ANSWERED, value=level) for level in (1, 2, 3))
DONT_KNOW = Reply(state=State.DONT_KNOW)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def save(world: World, by: User, *changes: Change) -> Saved:
    return answers.save(assessment=world.assessment, by=by, changes=changes)


def change(reply: Reply, seen: int = 0, code: str = "BUD-01", **more: int) -> Change:
    return Change(code=code, reply=reply, seen=seen, **more)


def with_evidence(*titles: str) -> Reply:
    return Reply(
        state=State.ANSWERED,
        value=2,
        evidence=tuple(EvidenceItem(title=title, link=f"ref {title}") for title in titles),
    )


def statements(queries: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, without the ends of transactions."""
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [q["sql"] for q in queries if not q["sql"].startswith(control)]


def test_an_answer_is_kept_with_who_and_when(world: World) -> None:
    reply = Reply(
        state=State.ANSWERED,
        value=3,
        note="  Two spaces, then\nlines \U0001f600 <b> =1+1 ",
        evidence=(EvidenceItem(title="Plan", link="https://example.org/plan"),),
    )
    with clock.at(NOON):
        saved = save(world, world.contributor, change(reply))
    assert saved.outcomes == {"BUD-01": Outcome.SAVED}
    assert saved.at == NOON
    stored = stored_answers(world.assessment)["BUD-01"]
    assert stored == saved.answers["BUD-01"]
    assert (stored.reply, stored.revision, stored.saved_at) == (reply, 1, NOON)
    assert (stored.saved_by, stored.saved_by_id) == ("Connie Contributor", world.contributor.pk)
    (answer, row) = (Answer.objects.get(), AnswerRevision.objects.get())
    assert (answer.state, answer.revision) == ("answered", 1)
    assert (row.state, row.value, row.note, row.revision) == ("answered", 3, reply.note, 1)
    assert sheet_of(world.assessment).replies == {"BUD-01": reply}


def test_every_value_is_kept(world: World) -> None:
    save(world, world.contributor, change(LEVEL_1))
    save(world, world.approver, change(with_evidence("Plan"), seen=1))
    save(world, world.contributor, change(DONT_KNOW, seen=2))
    kept = AnswerRevision.objects.order_by("revision").values_list(
        "revision", "state", "value", "evidence", "saved_by__name"
    )
    assert list(kept) == [
        (1, "answered", 1, [], "Connie Contributor"),
        (2, "answered", 2, [{"title": "Plan", "link": "ref Plan"}], "Ash Approver"),
        (3, "dont_know", None, [], "Connie Contributor"),
    ]
    assert Answer.objects.count() == 1


def test_a_number_keeps_its_letters(world: World) -> None:
    code = "BUD-03"
    first = Reply(state=State.ANSWERED, value=Decimal("88.5"))
    again = Reply(state=State.ANSWERED, value=Decimal("88.50"))
    save(world, world.contributor, change(first, code=code))
    assert save(world, world.contributor, change(first, 1, code)).outcomes[code] == "unchanged"
    assert save(world, world.contributor, change(again, 1, code)).outcomes[code] == "saved"
    assert AnswerRevision.objects.latest("revision").value == "88.50"


# Stored by Ash: level 1 (revision 1), then level 2 (revision 2). What Connie then posts:
@pytest.mark.parametrize(
    ("reply", "seen", "overwrite", "outcome", "revision"),
    [
        (LEVEL_3, 2, None, Outcome.SAVED, 3),
        (LEVEL_2, 2, None, Outcome.UNCHANGED, 2),
        (LEVEL_2, 1, None, Outcome.UNCHANGED, 2),
        (LEVEL_2, 0, None, Outcome.UNCHANGED, 2),
        (LEVEL_1, 1, None, Outcome.UNTOUCHED, 2),
        (UNANSWERED, 0, None, Outcome.UNTOUCHED, 2),
        (LEVEL_3, 1, None, Outcome.CLASH, 2),
        (LEVEL_3, 0, None, Outcome.CLASH, 2),
        (UNANSWERED, 1, None, Outcome.CLASH, 2),
        (LEVEL_1, 0, None, Outcome.CLASH, 2),
        (LEVEL_3, 1, 2, Outcome.SAVED, 3),
        (LEVEL_3, 0, 2, Outcome.SAVED, 3),
        (LEVEL_3, 0, 1, Outcome.CLASH, 2),
        # Revisions that never were: a made-up number overwrites no answer.
        (LEVEL_3, 99, None, Outcome.CLASH, 2),
        (LEVEL_1, 99, None, Outcome.CLASH, 2),
        (LEVEL_3, 1, 99, Outcome.CLASH, 2),
    ],
)
def test_two_people_one_question(
    world: World, reply: Reply, seen: int, overwrite: int | None, outcome: Outcome, revision: int
) -> None:
    save(world, world.approver, change(LEVEL_1))
    save(world, world.approver, change(LEVEL_2, seen=1))
    wanted = Change(code="BUD-01", reply=reply, seen=seen, overwrite=overwrite)
    saved = save(world, world.contributor, wanted)
    assert saved.outcomes["BUD-01"] is outcome
    stored = stored_answers(world.assessment)["BUD-01"]
    assert saved.answers["BUD-01"] == stored
    assert stored.revision == revision
    assert stored.reply == (reply if outcome is Outcome.SAVED else LEVEL_2)
    assert AnswerRevision.objects.count() == revision


def test_people_on_different_questions_never_disturb_each_other(world: World) -> None:
    mine = [change(LEVEL_1, code="BUD-01"), change(UNANSWERED, code="BUD-02")]
    theirs = [change(UNANSWERED, code="BUD-01"), change(LEVEL_2, code="BUD-02")]
    assert save(world, world.contributor, *mine).outcomes["BUD-01"] is Outcome.SAVED
    assert save(world, world.approver, *theirs).outcomes == {
        "BUD-01": Outcome.UNTOUCHED,
        "BUD-02": Outcome.SAVED,
    }
    replies = sheet_of(world.assessment).replies
    assert (replies["BUD-01"], replies["BUD-02"]) == (LEVEL_1, LEVEL_2)


def test_one_clash_does_not_keep_the_other_answers_from_being_saved(world: World) -> None:
    save(world, world.approver, change(LEVEL_1))
    saved = save(world, world.contributor, change(LEVEL_2), change(LEVEL_3, code="BUD-02"))
    assert saved.outcomes == {"BUD-01": Outcome.CLASH, "BUD-02": Outcome.SAVED}
    assert set(saved.answers) == {"BUD-01", "BUD-02"}


def test_a_note_alone_can_clash(world: World) -> None:
    noted = [Reply(state=State.ANSWERED, value=1, note=note) for note in ("mine", "theirs")]
    save(world, world.approver, change(LEVEL_1))
    save(world, world.approver, change(noted[1], seen=1))
    assert save(world, world.contributor, change(noted[0], seen=1)).outcomes["BUD-01"] == "clash"


def test_evidence_that_goes_stays_in_the_revision_that_had_it(world: World) -> None:
    save(world, world.contributor, change(with_evidence("A", "B", "C")))
    with clock.at(NOON):
        save(world, world.approver, change(with_evidence("A", "C"), seen=1))
    save(world, world.approver, change(with_evidence("A", "C", "D"), seen=2))
    revisions = AnswerRevision.objects.order_by("revision")
    assert [[one["title"] for one in row.evidence] for row in revisions] == [
        ["A", "B", "C"], ["A", "C"], ["A", "C", "D"],
    ]  # fmt: skip
    assert (revisions[1].saved_at, str(revisions[1].saved_by)) == (NOON, "Ash Approver")
    evidence = sheet_of(world.assessment).reply("BUD-01").evidence
    assert [item.title for item in evidence] == ["A", "C", "D"]


def test_what_is_read_is_what_the_rows_say(world: World) -> None:
    """Answers are read from their newest revision: the other table must agree with it."""
    world.complete()
    save(world, world.approver, change(with_evidence("A", "B"), seen=1))
    save(world, world.approver, change(with_evidence("B"), seen=2))
    for row in Answer.objects.all():
        newest = row.revisions.get(revision=row.revision)
        for name in ("state", "saved_at", "saved_by_id"):
            assert getattr(row, name) == getattr(newest, name)


@pytest.mark.parametrize("end", ["submitted", "withdrawn"])
def test_a_closed_assessment_refuses(world: World, end: str) -> None:
    if end == "submitted":
        world.submit()
    else:
        reason = "Started by mistake, sorry."
        assessments.withdraw(assessment=world.assessment, by=world.administrator, reason=reason)
    before = AnswerRevision.objects.count()
    # The row in hand still says that it is in progress: what counts is the row under the lock.
    assert world.assessment.status == "in_progress"
    with pytest.raises(Refused, match=f"has been {end}"):
        save(world, world.contributor, change(LEVEL_1, seen=1))
    assert AnswerRevision.objects.count() == before


@pytest.mark.parametrize(
    ("code", "reply"),
    [
        ("BUD-01", Reply(state=State.NOT_APPLICABLE, reason="x" * 30)),
        ("BUD-01", Reply(state=State.ANSWERED)),
        ("BUD-01", Reply(state=State.DONT_KNOW, value=2)),
        ("BUD-01", Reply(state=State.NOT_ASKED)),
        ("BUD-01", with_evidence(*"ABCDEFGHIJK")),
    ],
)
def test_what_a_question_does_not_allow_is_a_callers_mistake(
    world: World, code: str, reply: Reply
) -> None:
    with pytest.raises(ValueError, match=code):
        save(world, world.contributor, change(reply, code=code))
    assert not Answer.objects.exists()


def written(world: World) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a first and a second save of answers of every kind leave, but for their keys."""
    begun = world.start(organisation=world.neighbour, by=world.stranger)
    noon = lambda: NOON  # noqa: E731
    for note, more in (("", ()), ("A “note” & 100%s", (EvidenceItem(title="{One}", link="x"),))):
        spec, sheet = world.spec, sheet_of(world.assessment)
        changes = [
            change(replace(sheet.reply(q.code), note=note, evidence=more), int(bool(more)), q.code)
            for _, q in spec.questions()
        ]
        with pytest.MonkeyPatch.context() as at:
            at.setattr(clock, "now", noon)
            answers.save(assessment=begun, by=world.stranger, changes=changes)
    assessments.withdraw(assessment=begun, by=world.stranger, reason="Only a try.")
    save, words = answer_writing._SAVE, answer_writing._WORDS
    kept = Answer.objects.filter(assessment=begun).order_by("question")
    revisions = AnswerRevision.objects.filter(answer__assessment=begun)
    ordered = revisions.order_by("answer__question", "revision")
    return list(kept.values("question", *save)), list(
        ordered.values("answer__question", *save, *words)
    )


def test_one_statement_writes_what_two_would(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.complete()
    at_once = written(world)
    assert [len(rows) for rows in at_once] == [n := len(at_once[0]), 2 * n] and n > 40
    monkeypatch.setattr(answer_writing, "_write_at_once", answer_writing._write_in_turn)
    assert written(world) == at_once


def test_a_revision_is_written_once(world: World) -> None:
    save(world, world.contributor, change(LEVEL_1))
    again = AnswerRevision.objects.select_related("answer").get()
    again.pk, again._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        answer_writing.write([again])
    assert AnswerRevision.objects.count() == 1


FOR_ANSWERS = {"postgresql": 2, "sqlite": 4}
"""Statements of a save without evidence that is new."""


def test_a_save_costs_the_same_however_much_is_in_it(world: World) -> None:
    """Also where an earlier revision has to be looked up, and evidence comes and goes."""
    codes = [question.code for _, question in world.spec.questions()][:9]
    save(world, world.approver, change(with_evidence("A"), code=codes[0]))
    save(world, world.approver, change(with_evidence("A", "B"), seen=1, code=codes[0]))
    counts = []
    for titles, some in (("CD", codes[:1]), ("EFGH", codes)):
        evidence = tuple(EvidenceItem(title=title) for title in titles)
        reply = Reply(state=State.DONT_KNOW, evidence=evidence)
        stored = stored_answers(world.assessment)
        changes = [
            Change(
                code=code,
                reply=reply,
                seen=1 if code in stored else 0,
                overwrite=stored[code].revision if code in stored else None,
            )
            for code in some
        ]
        with CaptureQueriesContext(connection) as queries:
            saved = save(world, world.contributor, *changes)
        assert set(saved.outcomes.values()) == {Outcome.SAVED}
        counts.append(len(statements(queries)))
    more = [counts[0] - FOR_ANSWERS[connection.vendor], counts[1] - FOR_ANSWERS[connection.vendor]]
    assert more == [3, 4], "for the evidence that is new"
    fewer = Reply(state=State.DONT_KNOW, evidence=(EvidenceItem(title="E"),))
    for some in (codes[:1], codes):
        stored = stored_answers(world.assessment)
        changes = [change(fewer, code=code, seen=stored[code].revision) for code in some]
        with CaptureQueriesContext(connection) as queries:
            save(world, world.contributor, *changes)
        assert len(statements(queries)) == FOR_ANSWERS[connection.vendor]


def test_reading_answers_costs_one_query(world: World) -> None:
    world.complete()
    assessment = world.assessment
    stored_answers(assessment)
    with CaptureQueriesContext(connection) as queries:
        assert len(stored_answers(assessment)) > 40
    assert len(queries) == 1


def raced(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What becomes of two changes of the same answer, whose writers have both seen revision 1."""
    save(world, world.administrator, change(LEVEL_1))
    both, write = Barrier(2), answers._write

    def slowly(*given: Any) -> None:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)  # Only without a lock have both compared before one writes.
        write(*given)

    monkeypatch.setattr(answers, "_write", slowly)
    runs = [
        lambda: save(world, world.contributor, change(LEVEL_2, seen=1)),
        lambda: save(world, world.approver, change(LEVEL_3, seen=1)),
    ]
    return sorted(
        str(each.outcomes["BUD-01"]) if isinstance(each, Saved) else repr(each)
        for each in together(*runs)
    )


ONE_OF_THEM = sorted(map(str, (Outcome.SAVED, Outcome.CLASH)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_an_answer_at_once_the_second_compares_with_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert raced(world, monkeypatch) == ONE_OF_THEM
    assert AnswerRevision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_do_not_take_turns_are_found_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time in any case."""
    unlocked = Assessment.objects.values_list("status", flat=True)
    monkeypatch.setattr(answers, "_locked", Prepared(lambda pk: unlocked.filter(pk=pk), -1))
    assert (raced(world, monkeypatch) == ONE_OF_THEM) is (connection.vendor == "sqlite")
