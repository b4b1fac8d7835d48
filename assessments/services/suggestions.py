"""Verbs of suggested answers: bring them into an assessment, accept them, leave them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db import transaction

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, Submission, SuggestedAnswer, User
from assessments.queries.answers import (
    StoredAnswer,
    evidence_list,
    json_value,
    stored_answers,
)
from assessments.queries.carrying import is_open, plan_of, plan_of_submission
from assessments.queries.rubrics import question_ids
from assessments.queries.suggestions import WITHOUT_AN_ACCOUNT, Suggestion, offered_to
from assessments.question_types import TEXT_MOST, marking
from assessments.reports.answered import STATE_TEXTS
from assessments.rubric.carrying import Carried, CarryPlan, says_something
from assessments.rubric.definition import QuestionSpec
from assessments.scoring.sheet import UNANSWERED, Reply
from assessments.services import answers
from assessments.services.answers import EVIDENCE_MOST, Change, Outcome
from assessments.wording import counted
from assessments.workflow import Refused, Status, Step, check

NOTHING_NEW = (
    "That assessment has no answer to a question that is still open in this one, "
    "so nothing was suggested."
)
ANOTHER = "Choose another assessment of your organisation."


@transaction.atomic
def bring(*, assessment: Assessment, source: Assessment, by: User) -> int:
    """The answers of another assessment of the organisation, as suggestions; how many.

    Questions that have an answer are left alone; a suggestion that waits gives way to the new one.
    Raises `Refused` when the assessment is not in progress, when the other is not the
    organisation's, and when there is nothing to suggest.
    """
    _lock(assessment)
    if source.organisation_id != assessment.organisation_id or source.pk == assessment.pk:
        raise Refused(ANOTHER)
    found = plan_of(source, assessment.version, assessment.sector)
    return _brought(assessment, found, source=source, said=str(source), by=by)


def begin_with(
    *,
    assessment: Assessment,
    source: Assessment | None,
    last: Submission | None,
    tried: CarryPlan | None,
    by: User,
) -> None:
    """What a new assessment begins with, from whichever of these there is."""
    if source is not None:
        bring(assessment=assessment, source=source, by=by)
    if last is not None:
        bring_last(assessment=assessment, submission=last, by=by)
    if tried is not None:
        bring_tried(assessment=assessment, plan=tried, by=by)


@transaction.atomic
def bring_last(*, assessment: Assessment, submission: Submission, by: User) -> int:
    """What the organisation submitted, as it was frozen, as suggestions; how many.

    Raises `Refused` as `bring` does.
    """
    _lock(assessment)
    if submission.assessment.organisation_id != assessment.organisation_id:
        raise Refused(ANOTHER)
    found = plan_of_submission(submission, assessment.version, assessment.sector)
    said = f"report {submission.reference}"
    return _brought(assessment, found, source=submission.assessment, said=said, by=by)


def _brought(
    assessment: Assessment, plan: CarryPlan, *, source: Assessment, said: str, by: User
) -> int:
    """Offers what a plan suggests, and records that it came from what is `said`; how many.

    Raises `Refused` when that is nothing.
    """
    number = offer(assessment=assessment, plan=plan, source=source, by=by)
    if not number:
        raise Refused(NOTHING_NEW)
    count = counted(number, "answer")
    record(Event.ANSWERS_SUGGESTED, assessment, by=by, count=count, source=said)
    return number


def _lock(assessment: Assessment) -> None:
    """Holds the assessment until the transaction ends; raises `Refused` when it is not open."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    check(Step.ANSWER, locked.status)


def bring_tried(*, assessment: Assessment, plan: CarryPlan, by: User) -> None:
    """What the person answered without an account, as suggestions in a new assessment."""
    number = offer(assessment=assessment, plan=plan, source=None, by=by)
    count = counted(number, "answer")
    record(Event.ANSWERS_SUGGESTED, assessment, by=by, count=count, source=WITHOUT_AN_ACCOUNT)


def offer(
    *,
    assessment: Assessment,
    plan: CarryPlan,
    source: Assessment | None,
    by: User,
    waiting: Mapping[str, Suggestion] | None = None,
    over: Mapping[str, StoredAnswer] | None = None,
) -> int:
    """Keeps what a plan suggests for the questions that are open; how many. For other services,
    in their transaction and their event.

    What was `waiting` in the source goes on saying where it came from. `over` are the answers of
    the source: where they have a note or evidence since, that stays ahead of what waited, and all
    of it comes from the source.
    """
    stored, ids = stored_answers(assessment), question_ids(assessment.version)
    own = source.pk if source else None
    waits = waiting or {}
    present = {
        code: one.reply
        for code, one in (over or {}).items()
        if code in waits and says_something(one.reply)
    }
    sources = {code: one.source_id for code, one in waits.items() if code not in present}
    rows = [
        _row(
            replace(one, reply=merged(present[code], one)) if code in present else one,
            assessment=assessment,
            question_id=ids[code],
            source=sources.get(code, own),
            by=by,
        )
        for one in plan.suggested
        if is_open(code := one.question.code, stored)
    ]
    SuggestedAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=[
            *("state", "value", "reason", "note", "evidence"),
            *("said", "changes", "source", "offered_at", "offered_by"),
            *("settled_at", "settled_by"),
        ],
    )
    return len(rows)


def _row(
    one: Carried, *, assessment: Assessment, question_id: int, source: int | None, by: User
) -> SuggestedAnswer:
    return SuggestedAnswer(
        assessment=assessment,
        question_id=question_id,
        source_id=source,
        state=one.reply.state,
        value=json_value(one.question, one.reply),
        reason=one.reply.reason,
        note=one.reply.note,
        evidence=evidence_list(one.reply),
        said=one.said or (_said(one.old, one.was) if one.refused else ""),
        changes=list(one.reasons),
        offered_by=by,
    )


def _said(question: QuestionSpec, reply: Reply) -> str:
    """An answer in words, for where it cannot be given."""
    if reply.value is not None:
        return marking(question.kind).text(question, reply.value)
    return ": ".join(filter(None, [STATE_TEXTS[reply.state], reply.reason]))


@transaction.atomic
def accept(
    *,
    assessment: Assessment,
    by: User,
    codes: Collection[str],
    over: Mapping[str, StoredAnswer],
) -> list[str]:
    """Makes suggestions of these questions answers; the codes of those that became one.

    `over` are the answers that the person saw. An answer that has changed since is kept, and its
    suggestion waits. A note or evidence that is there already stays, ahead of the suggested one.
    Raises `Refused` when the assessment is not in progress.
    """
    _lock(assessment)
    found, _ = offered_to(assessment, {})
    changes = [
        Change(
            code=code,
            reply=merged(over[code].reply if code in over else UNANSWERED, found[code]),
            seen=over[code].revision if code in over else 0,
        )
        for code in codes
        if code in found
    ]
    if not changes:
        return []
    saved = answers.save(assessment=assessment, by=by, changes=changes)
    done = [
        code for code, end in saved.outcomes.items() if end in (Outcome.SAVED, Outcome.UNCHANGED)
    ]
    _settle(Event.SUGGESTIONS_ACCEPTED, assessment, by, done)
    return done


def merged(present: Reply, suggestion: Suggestion | Carried) -> Reply:
    """The suggested reply, with what the question has of notes and evidence kept ahead of it."""
    reply = suggestion.reply
    if suggestion.refused:
        reply = replace(reply, state=present.state, value=present.value, reason=present.reason)
    notes = dict.fromkeys(note for note in (present.note, reply.note) if note)
    note = "\n\n".join(notes)
    evidence = tuple(dict.fromkeys((*present.evidence, *reply.evidence)))
    return replace(
        reply,
        note=note if len(note) <= TEXT_MOST else present.note,
        evidence=evidence[:EVIDENCE_MOST],
    )


@transaction.atomic
def leave_out(*, assessment: Assessment, by: User, codes: Collection[str]) -> None:
    """Suggestions that wait no more; what they came from is as it was.

    Raises `Refused` when the assessment is not in progress.
    """
    _lock(assessment)
    _settle(Event.SUGGESTIONS_LEFT_OUT, assessment, by, codes)


def _settle(event: Event, assessment: Assessment, by: User, codes: Collection[str]) -> None:
    """Ends the wait of the suggestions, and records what was done; nothing where none waited.

    What was submitted last can still be read, and the others are deleted.
    """
    rows = SuggestedAnswer.objects.filter(
        assessment=assessment, question__code__in=codes, settled_at=None
    )
    last_time = rows.filter(source__status=Status.SUBMITTED)
    gone = last_time.update(settled_at=clock.now(), settled_by=by) + rows.delete()[0]
    if gone:
        one = f"the suggested answer to {next(iter(codes))}"
        what = one if gone == 1 else f"{gone} suggested answers"
        record(event, assessment, by=by, what=what)
