"""Reading answers: as they are stored, with who saved them, and as the sheet that is scored.

Why a contradiction is kept is read with them, as a note without an answer under the key of its pair
(`ContradictionSpec.key`): so it has a revision, a clash and a history as they have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value

from assessments.models import AnswerRevision, Assessment, ContradictionReason
from assessments.models.answer import sent_entry, words_of
from assessments.queries.prepared import Asked, Columns, Prepared
from assessments.queries.rubrics import question_ids, spec_of
from assessments.question_types import JsonValue, marking
from assessments.rubric.definition import PAIR, QuestionSpec, RubricSpec
from assessments.scoring.sheet import AnswerSheet, EvidenceItem, Reply, State


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """A reply as it was saved. `revision` counts the saves of the answer from 1."""

    reply: Reply
    revision: int
    saved_at: datetime
    saved_by: str
    saved_by_id: int


Seen = tuple[str, int]
"""A question's code or a pair's key, and the revision that a writer was shown."""

_COLUMNS = (
    "answer__question_id",
    "revision",
    "state",
    "value",
    "reason",
    "note",
    "evidence",
    "saved_at",
    "saved_by_id",
    "saved_by__name",
    "saved_by__email",
)


_NULL = Value(None, output_field=TextField())
"""Of no type, so that it may be in a column of any."""


def _columns_of(rows: QuerySet[AnswerRevision]) -> QuerySet[Model, Columns]:
    return rows.order_by().values_list(*_COLUMNS, sent_entry(), Value(""))


def _columns_of_reasons(rows: QuerySet[ContradictionReason]) -> QuerySet[Model, Columns]:
    """The same columns of reasons."""
    return (
        rows.annotate(blank=Value(""), nothing=_NULL)
        .order_by()
        .values_list(
            Value(0),
            "revision",
            Value(State.UNANSWERED.value),
            "nothing",
            "blank",
            "reason",
            "nothing",
            "saved_at",
            "saved_by_id",
            "saved_by__name",
            "saved_by__email",
            "nothing",
            "contradiction",
        )
    )


def _revisions(assessment: int) -> QuerySet[Model, Columns]:
    """The present revisions of the answers of an assessment."""
    return _columns_of(
        AnswerRevision.objects.filter(revision=F("answer__revision"), answer__assessment=assessment)
    )


def _with_reasons(assessment: int) -> QuerySet[Model, Columns]:
    """The same, and after them those of the reasons: one query."""
    latest = (
        ContradictionReason.objects.filter(
            assessment=OuterRef("assessment"), contradiction=OuterRef("contradiction")
        )
        .order_by("-revision")
        .values("revision")[:1]
    )
    rows = ContradictionReason.objects.filter(assessment=assessment, revision=Subquery(latest))
    return _revisions(assessment).union(_columns_of_reasons(rows), all=True)


_present = {False: Prepared(_revisions, -1), True: Prepared(_with_reasons, -1)}
"""By whether the edition has contradictions."""


def answers_asked(assessment: Assessment) -> Asked[Columns]:
    """What `stored_answers` asks."""
    return _present[bool(spec_of(assessment.version).contradictions)].asked(assessment.pk)


def stored_answers(assessment: Assessment) -> dict[str, StoredAnswer]:
    """Every stored answer by question code, and the reason of every pair by its key, in one query.

    Those of questions not asked now, and of pairs that fit together now, are among them. The
    content is read from the present revision, which is written with it, so that earlier ones come
    from the same table.
    """
    return dict(_read(assessment, spec_of(assessment.version), answers_asked(assessment).rows()))


def earlier_replies(assessment: Assessment, seen: Collection[Seen]) -> dict[Seen, Reply]:
    """What those revisions said, in one query; one that does not exist is left out."""
    spec, ids = spec_of(assessment.version), question_ids(assessment.version)
    answers, reasons = Q(pk__in=[]), Q(pk__in=[])
    for key, revision in seen:
        if key.startswith(PAIR):
            reasons |= Q(contradiction=key.removeprefix(PAIR), revision=revision)
        else:
            answers |= Q(answer__question_id=ids[key], revision=revision)
    rows = _columns_of(AnswerRevision.objects.filter(answers, answer__assessment=assessment))
    if any(key.startswith(PAIR) for key, _ in seen):
        said = ContradictionReason.objects.filter(reasons, assessment=assessment)
        rows = rows.union(_columns_of_reasons(said), all=True)
    return {(key, answer.revision): answer.reply for key, answer in _read(assessment, spec, rows)}


def _read(
    assessment: Assessment, spec: RubricSpec, rows: Iterable[Columns]
) -> Iterator[tuple[str, StoredAnswer]]:
    codes = {pk: code for code, pk in question_ids(assessment.version).items()}
    questions = {question.code: question for _, question in spec.questions()}
    for question_id, *columns, entry, contradiction in rows:
        key = f"{PAIR}{contradiction}" if contradiction else codes[question_id]
        if entry is not None:
            columns[2:6] = words_of(entry).values()
        yield key, _stored(questions.get(key), tuple(columns))


def reply_from(
    question: QuestionSpec | None,
    state: str,
    value: JsonValue | None,
    reason: str,
    note: str,
    evidence: Iterable[Mapping[str, str]] | None,
) -> Reply:
    """A reply from its columns (`models.ReplyContent`) and its evidence as a list."""
    return Reply(
        state=State(state),
        value=(
            None
            if value is None or question is None
            else marking(question.kind).clean(question, value)
        ),
        reason=reason,
        note=note,
        evidence=tuple(EvidenceItem(title=e["title"], link=e["link"]) for e in evidence or ()),
    )


def _stored(question: QuestionSpec | None, columns: Columns) -> StoredAnswer:
    revision, state, value, reason, note, evidence, saved_at, saved_by_id, name, email = columns
    return StoredAnswer(
        reply=reply_from(question, state, value, reason, note, evidence),
        revision=revision,
        saved_at=saved_at,
        saved_by=name or email,
        saved_by_id=saved_by_id,
    )


def sheet_of(assessment: Assessment) -> AnswerSheet:
    """What the assessment has answered so far, as the engine takes it. One query."""
    return sheet_from(assessment, stored_answers(assessment))


def sheet_from(assessment: Assessment, stored: Mapping[str, StoredAnswer]) -> AnswerSheet:
    """The same from answers that have been read already."""
    replies = {code: answer.reply for code, answer in stored.items() if not code.startswith(PAIR)}
    return AnswerSheet(sector=assessment.sector, replies=replies)


def json_value(question: QuestionSpec, reply: Reply) -> JsonValue | None:
    """The reply's value as it is stored."""
    return None if reply.value is None else marking(question.kind).to_json(reply.value)


def evidence_list(reply: Reply) -> list[dict[str, str]]:
    """The reply's evidence as a revision keeps it."""
    return [{"title": item.title, "link": item.link} for item in reply.evidence]


def same(question: QuestionSpec | None, one: Reply, other: Reply) -> bool:
    """Whether two replies say the same, to the letter: 88.50 is not 88.5.

    A reason belongs to no question, and has no value.
    """
    return _letters(question, one) == _letters(question, other)


def _letters(question: QuestionSpec | None, reply: Reply) -> Columns:
    value = json_value(question, reply) if question else None
    return reply.state, value, reply.reason, reply.note, tuple(reply.evidence)
