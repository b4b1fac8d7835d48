"""Reading what happened: the audit trail, and every value that answers and reasons have had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Model, QuerySet, Value

from assessments.models import (
    AnswerRevision,
    Assessment,
    AuditEvent,
    ContradictionReason,
    Organisation,
)
from assessments.models import (
    User as User,
)
from assessments.models.answer import sent_entry
from assessments.queries.rubrics import spec_of
from assessments.question_types import AnswerRefused, marking
from assessments.rubric.definition import QuestionSpec, RubricSpec
from assessments.scoring.sheet import State

EVENTS_SHOWN = 100
"""The most steps of one assessment that its history lists: the file has all of them."""


def events_of_organisation(organisation: Organisation) -> QuerySet[AuditEvent]:
    """Everything recorded about the organisation, newest first."""
    return AuditEvent.objects.filter(organisation=organisation.slug).order_by("-at", "-pk")


def events_of_assessment(assessment: Assessment) -> QuerySet[AuditEvent]:
    """The steps of one assessment, newest first. A page lists `EVENTS_SHOWN` at most."""
    return events_of_organisation(assessment.organisation).filter(
        target_kind="assessment", target_ref=assessment.reference
    )


def revisions_of(assessment: Assessment) -> QuerySet[AnswerRevision]:
    """Every value saved in the assessment, newest first."""
    return (
        AnswerRevision.objects.filter(answer__assessment=assessment)
        .select_related("saved_by")
        .annotate(code=F("answer__question__code"), sent=sent_entry())
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
    """One save of one answer, or of the reason for keeping two, in words. `what` says which."""

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
    what: str = "answer"


Save = tuple[datetime, int, int]
"""When something was saved, its key, and 1 for a reason or 0 for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which saves are asked for: of one question or one part, by their codes, and by one person."""

    question: str = ""
    part: str = ""
    person: int | None = None


EVERY_SAVE = Asked()


def saves_of(assessment: Assessment, asked: Asked = EVERY_SAVE) -> QuerySet[Model, Save]:
    """Every save of an answer or a reason that is asked for, newest first. `changes_of` puts a page
    of them into words.
    """
    spec = spec_of(assessment.version)
    revisions = AnswerRevision.objects.filter(answer__assessment=assessment)
    reasons = ContradictionReason.objects.filter(assessment=assessment)
    about = {one.code for _, one in spec.questions()}
    if asked.part:
        about = {one.code for dimension, one in spec.questions() if dimension.code == asked.part}
        revisions = revisions.filter(answer__question__dimension__code=asked.part)
    if asked.question:
        about &= {asked.question}
        revisions = revisions.filter(answer__question__code=asked.question)
    if asked.person is not None:
        revisions = revisions.filter(saved_by=asked.person)
        reasons = reasons.filter(saved_by=asked.person)
    codes = [one.code for one in spec.contradictions if about.intersection(one.pair)]
    if not codes:
        return _keys(revisions, 0)
    answers = _keys(revisions, 0).order_by()
    given = _keys(reasons.filter(contradiction__in=codes), 1).order_by()
    both: QuerySet[Model, Save] = answers.union(given, all=True)
    return both.order_by("-saved_at", "-about", "-id")


def savers_of(assessment: Assessment) -> list[User]:
    """Those who saved an answer or a reason of the assessment, by name. One query."""
    saved = AnswerRevision.objects.filter(answer__assessment=assessment).order_by()
    gave = ContradictionReason.objects.filter(assessment=assessment).order_by()
    both = saved.values("saved_by").union(gave.values("saved_by"))
    # One list: every account would be compared with either of two.
    return list(User.objects.filter(pk__in=both).order_by("name", "email"))


def _keys(rows: QuerySet[Model], about: int) -> QuerySet[Model, Save]:
    keys: QuerySet[Model, Save]
    keys = rows.annotate(about=Value(about)).values_list("saved_at", "id", "about")
    return keys.order_by("-saved_at", "-id")


def changes_of(assessment: Assessment, saves: Iterable[Save]) -> list[Change]:
    """The saves in words, in their order. A query for the answers and one for the reasons."""
    spec, kept = spec_of(assessment.version), list(saves)
    answers = [pk for _, pk, about in kept if not about]
    reasons = [pk for _, pk, about in kept if about]
    found: dict[tuple[int, int], Change] = {}
    if answers:
        revisions = list(revisions_of(assessment).filter(pk__in=answers))
        words = read_aloud(spec, revisions)
        found |= {(0, row.pk): change for row, change in zip(revisions, words, strict=True)}
    if reasons:
        rows = ContradictionReason.objects.filter(pk__in=reasons).select_related("saved_by")
        found |= {(1, row.pk): _reason_given(spec, row) for row in rows}
    return [found[about, pk] for _, pk, about in kept]


def _reason_given(spec: RubricSpec, row: ContradictionReason) -> Change:
    one = next(each for each in spec.contradictions if each.code == row.contradiction)
    return Change(
        who=str(row.saved_by),
        at=row.saved_at,
        code=f"{one.question} and {one.other}",
        title="why both are right",
        did="said why both are right" if row.reason else "took the reason back",
        text=row.reason,
        reason="",
        note="",
        evidence=(),
        revision=row.revision,
        what="reason",
    )


def read_aloud(spec: RubricSpec, revisions: Sequence[AnswerRevision]) -> list[Change]:
    """The revisions in words. Takes no query."""
    questions = {question.code: question for _, question in spec.questions()}
    return [_change(revision, questions, spec) for revision in revisions]


def _change(
    revision: AnswerRevision, questions: Mapping[str, QuestionSpec], spec: RubricSpec
) -> Change:
    code = revision.__dict__["code"]
    question = questions[code]
    did, text = _what(revision, question, spec)
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


def _what(revision: AnswerRevision, question: QuestionSpec, spec: RubricSpec) -> tuple[str, str]:
    """What was done to the answer, and the answer in words where there is one."""
    match State(revision.state):
        case State.ANSWERED:
            return _answered(question, revision.value, spec)
        case State.DONT_KNOW:
            return "answered “Don’t know”", ""
        case State.NOT_APPLICABLE:
            return "said that it does not apply", ""
        case _:
            return "cleared the answer", ""


def _answered(question: QuestionSpec, stored: object, spec: RubricSpec) -> tuple[str, str]:
    kind = marking(question.kind)
    try:
        value = kind.clean(question, stored)
    except AnswerRefused:
        # Kept by an older release that allowed more: history shows it rather than fail.
        return "set the answer", str(stored)
    text = kind.text(question, value)
    if question.scored:
        return f"set it to {spec.level_within(kind.mark(question, value).level)}", text
    return "set the answer", text
