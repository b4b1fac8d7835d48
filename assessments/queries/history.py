"""Reading what happened: the audit trail, and every value that answers have had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from assessments.models import AnswerRevision, Assessment, AuditEvent, Organisation
from assessments.question_types import AnswerRefused, marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import State

EVENTS_SHOWN = 100
"""The most steps of one assessment that its history lists: it has a handful in practice."""


def events_of_organisation(organisation: Organisation) -> QuerySet[AuditEvent]:
    """Everything recorded about the organisation, newest first."""
    return AuditEvent.objects.filter(organisation=organisation.slug).order_by("-at", "-pk")


def events_of_assessment(assessment: Assessment) -> QuerySet[AuditEvent]:
    """The steps of one assessment, newest first."""
    return events_of_organisation(assessment.organisation).filter(
        target_kind="assessment", target_ref=assessment.reference
    )[:EVENTS_SHOWN]


def revisions_of(assessment: Assessment, question: str = "") -> QuerySet[AnswerRevision]:
    """Every value saved in the assessment, newest first; of one question if its code is given."""
    rows = AnswerRevision.objects.filter(answer__assessment=assessment)
    if question:
        rows = rows.filter(answer__question__code=question)
    return (
        rows.select_related("saved_by")
        .annotate(code=F("answer__question__code"))
        .order_by("-saved_at", "-pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of the trail as a sentence."""

    text: str
    at: datetime


def happenings(events: Iterable[AuditEvent]) -> list[Happening]:
    """The events as sentences, each with its full stop. Takes no query of its own."""
    return [Happening(text=_with_stop(event.sentence), at=event.at) for event in events]


def _with_stop(sentence: str) -> str:
    """Some sentences end with what a person wrote, which may bring its own stop."""
    return sentence if sentence.rstrip().endswith((".", "!", "?")) else f"{sentence}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One save of one answer, in words."""

    who: str
    at: datetime
    code: str
    title: str
    did: str
    text: str
    reason: str
    note: str
    evidence: Sequence[Mapping[str, str]]
    revision: int


def read_aloud(spec: RubricSpec, revisions: Sequence[AnswerRevision]) -> list[Change]:
    """The revisions in words. Takes no query."""
    questions = {question.code: question for _, question in spec.questions()}
    return [_change(revision, questions) for revision in revisions]


def _change(revision: AnswerRevision, questions: Mapping[str, QuestionSpec]) -> Change:
    code = revision.__dict__["code"]
    question = questions[code]
    did, text = _what(revision, question)
    return Change(
        who=str(revision.saved_by),
        at=revision.saved_at,
        code=code,
        title=question.title,
        did=did,
        text=text,
        reason=revision.reason,
        note=revision.note,
        evidence=revision.evidence,
        revision=revision.revision,
    )


def _what(revision: AnswerRevision, question: QuestionSpec) -> tuple[str, str]:
    """What was done to the answer, and the answer in words where there is one."""
    match State(revision.state):
        case State.ANSWERED:
            return _answered(question, revision.value)
        case State.DONT_KNOW:
            return "answered “Don’t know”", ""
        case State.NOT_APPLICABLE:
            return "said that it does not apply", ""
        case _:
            return "cleared the answer", ""


def _answered(question: QuestionSpec, stored: object) -> tuple[str, str]:
    kind = marking(question.kind)
    try:
        value = kind.clean(question, stored)
    except AnswerRefused:
        # Kept by an older release that allowed more: history shows it rather than fail.
        return "set the answer", str(stored)
    text = kind.text(question, value)
    if question.scored:
        return f"set it to level {kind.mark(question, value).level}", text
    return "set the answer", text
