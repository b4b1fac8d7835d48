"""The verb of answers: save, with the revision that the writer had seen.

Why a contradiction is kept is saved with them, as a note under the key of its pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments import clock
from assessments.models import Answer, AnswerRevision, Assessment, ContradictionReason, User
from assessments.models.answer_writing import write
from assessments.queries.answers import (
    Seen,
    StoredAnswer,
    answers_asked,
    earlier_replies,
    evidence_list,
    json_value,
    same,
    stored_answers,
)
from assessments.queries.prepared import Prepared, together
from assessments.queries.rubrics import question_ids, spec_of
from assessments.rubric.definition import PAIR, QuestionSpec, RubricSpec
from assessments.scoring.sheet import UNANSWERED, Reply, State
from assessments.services.typed_evidence import Typed, make_items
from assessments.wording import clock_time
from assessments.workflow import Step, allows, check

EVIDENCE_MOST = 10
"""The most lines of evidence that one answer may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A new answer to one question, whole: the reply replaces the stored one.

    A reason for a pair is a note and nothing else, under the pair's key (`ContradictionSpec.key`).

    `seen` is the revision that was in front of them, 0 when nothing had been saved. `overwrite`
    is another person's revision that they were shown and chose to replace.
    """

    code: str
    reply: Reply
    seen: int
    overwrite: int | None = None


class Outcome(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    """It says what is stored already."""
    UNTOUCHED = "untouched"
    """Another person has saved since, and this writer had changed nothing: theirs is kept."""
    CLASH = "clash"
    """Both have changed it: nothing is written until the writer chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did, and every answer of the assessment after it."""

    outcomes: Mapping[str, Outcome]
    answers: Mapping[str, StoredAnswer]
    before: Mapping[str, StoredAnswer]
    """Every answer as it was before it."""
    at: datetime

    @property
    def time(self) -> str:
        """The time of day, in the time of the service: "2:02pm"."""
        return clock_time(timezone.localtime(self.at))


def save(*, assessment: Assessment, by: User, changes: Sequence[Change]) -> Saved:
    """Saves each change that does not clash with another person's, and the fate of each.

    Savers of one assessment take turns, so what was compared is what is replaced. Every value is
    kept with who and when. Two statements on PostgreSQL and four on SQLite, however many questions
    there are, one more for reasons, one where another person has saved since, and up to four for
    evidence that is new (`services.typed_evidence`).

    Raises `Refused` when the assessment is not in progress, and `ValueError` for a reply that
    its question does not allow, which a form never lets through.
    """
    questions = _checked(spec_of(assessment.version), changes)
    # No savepoint of its own, so the refusal must be raised after the block, not inside it.
    with transaction.atomic(savepoint=False):
        # PostgreSQL looks at the answers once the row is locked, though it is asked for both.
        with together(_locked.asked(assessment.pk), answers_asked(assessment)):
            [status] = _locked.rows(assessment.pk)
            before = stored_answers(assessment)
        if allows(Step.ANSWER, status):
            return _save(assessment, by, changes, questions, before)
    check(Step.ANSWER, status)
    raise AssertionError("a step that is not allowed was not refused")


def _locks(assessment: int) -> QuerySet[Assessment, str]:
    locked = Assessment.objects.select_for_update().filter(pk=assessment)
    return locked.values_list("status", flat=True)


_locked = Prepared(_locks, -1)
"""The status of an assessment whose savers wait from now on for the end of the transaction."""


def _checked(spec: RubricSpec, changes: Sequence[Change]) -> Mapping[str, QuestionSpec]:
    """The questions that are answered. A reason has none."""
    pairs = {one.key for one in spec.contradictions}
    questions = {}
    for change in changes:
        if change.code not in pairs:
            questions[change.code] = spec.question(change.code)
            _check(questions[change.code], change.reply)
        elif change.reply != replace(UNANSWERED, note=change.reply.note):
            raise ValueError(f"{change.code}: a reason is a note, not {change.reply}")
    return questions


def _check(question: QuestionSpec, reply: Reply) -> None:
    allowed = {
        State.ANSWERED: reply.value is not None,
        State.DONT_KNOW: question.dont_know_allowed,
        State.NOT_APPLICABLE: question.not_applicable_allowed and not question.critical,
        State.UNANSWERED: True,
    }
    if not allowed.get(reply.state, False) or len(reply.evidence) > EVIDENCE_MOST:
        raise ValueError(f"{question.code} does not allow {reply}")
    if reply.state is not State.ANSWERED and reply.value is not None:
        raise ValueError(f"{question.code}: {reply.state} comes with a value")


def _save(
    assessment: Assessment,
    by: User,
    changes: Sequence[Change],
    questions: Mapping[str, QuestionSpec],
    before: Mapping[str, StoredAnswer],
) -> Saved:
    outcomes = _outcomes(assessment, changes, questions, before)
    at = clock.now()
    written = {
        change.code: StoredAnswer(
            reply=change.reply,
            revision=(before[change.code].revision if change.code in before else 0) + 1,
            saved_at=at,
            saved_by=str(by),
            saved_by_id=by.pk,
        )
        for change in changes
        if outcomes[change.code] is Outcome.SAVED
    }
    replies = {code: one for code, one in written.items() if code in questions}
    if replies:
        _write(assessment, by, questions, replies, before)
    if len(written) > len(replies):
        _write_reasons(
            assessment, by, {key: one for key, one in written.items() if key not in questions}
        )
    return Saved(outcomes=outcomes, answers={**before, **written}, before=before, at=at)


def _outcomes(
    assessment: Assessment,
    changes: Sequence[Change],
    questions: Mapping[str, QuestionSpec],
    before: Mapping[str, StoredAnswer],
) -> dict[str, Outcome]:
    """What becomes of each change. An earlier revision is read only where one is asked for."""
    found = {
        change.code: _compared(questions.get(change.code), change, before.get(change.code))
        for change in changes
    }
    apart = [change for change in changes if found[change.code] is Outcome.CLASH]
    seen: set[Seen] = {(change.code, change.seen) for change in apart if change.seen > 0}
    earlier = earlier_replies(assessment, seen) if seen else {}
    for change in apart:
        was = UNANSWERED if change.seen == 0 else earlier.get((change.code, change.seen))
        if was is not None and same(questions.get(change.code), change.reply, was):
            found[change.code] = Outcome.UNTOUCHED
    return found


def _compared(
    question: QuestionSpec | None, change: Change, current: StoredAnswer | None
) -> Outcome:
    """A clash wherever what is stored is not what was seen."""
    stored, revision = (current.reply, current.revision) if current else (UNANSWERED, 0)
    if same(question, change.reply, stored):
        return Outcome.UNCHANGED
    return Outcome.SAVED if revision in (change.seen, change.overwrite) else Outcome.CLASH


def _save_of(answer: StoredAnswer, by: User) -> dict[str, object]:
    """The columns that an answer and its revision both have."""
    return {
        "state": answer.reply.state,
        "revision": answer.revision,
        "saved_at": answer.saved_at,
        "saved_by": by,
    }


def _write(
    assessment: Assessment,
    by: User,
    questions: Mapping[str, QuestionSpec],
    written: Mapping[str, StoredAnswer],
    before: Mapping[str, StoredAnswer],
) -> None:
    """The answers, a revision of each with its evidence, and items of what of it is new."""
    ids = question_ids(assessment.version)
    answers = {
        code: Answer(assessment=assessment, question_id=ids[code], **_save_of(answer, by))
        for code, answer in written.items()
    }
    write(
        [
            AnswerRevision(
                answer=answers[code],
                value=json_value(questions[code], answer.reply),
                reason=answer.reply.reason,
                note=answer.reply.note,
                evidence=evidence_list(answer.reply),
                **_save_of(answer, by),
            )
            for code, answer in written.items()
        ]
    )
    typed = [
        Typed(
            answer=answers[code],
            before=before[code].reply.evidence if code in before else (),
            after=one.reply.evidence,
        )
        for code, one in written.items()
    ]
    make_items(organisation=assessment.organisation_id, typed=typed, by=by)


def _write_reasons(assessment: Assessment, by: User, written: Mapping[str, StoredAnswer]) -> None:
    ContradictionReason.objects.bulk_create(
        ContradictionReason(
            assessment=assessment,
            contradiction=key.removeprefix(PAIR),
            reason=said.reply.note,
            revision=said.revision,
            saved_at=said.saved_at,
            saved_by=by,
        )
        for key, said in written.items()
    )
