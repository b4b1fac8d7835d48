"""Reading answers: as they are stored, with who saved them, and as the sheet that is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from assessments.models import AnswerRevision, Assessment
from assessments.queries.prepared import Prepared
from assessments.queries.rubrics import question_ids, spec_of
from assessments.question_types import JsonValue, marking
from assessments.rubric.definition import QuestionSpec
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
"""A question's code, and the revision of its answer that a writer was shown."""

_COLUMNS = (
    "answer__question_id",
    "answer__revision",
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


def _revisions(assessment: int, more: Q | None = None) -> QuerySet[Any, tuple[Any, ...]]:
    """The present revisions of the answers of an assessment, and those that are asked for."""
    present = Q(revision=F("answer__revision"))
    rows = AnswerRevision.objects.filter(
        present | more if more else present, answer__assessment=assessment
    )
    return rows.order_by().values_list(*_COLUMNS)


_present = Prepared(_revisions, -1)


def stored_answers(assessment: Assessment) -> dict[str, StoredAnswer]:
    """Every stored answer by question code, in one query; also of questions not asked now."""
    present, _ = stored_and_seen(assessment, ())
    return present


def stored_and_seen(
    assessment: Assessment, seen: Sequence[Seen]
) -> tuple[dict[str, StoredAnswer], dict[Seen, StoredAnswer]]:
    """Every stored answer by question code, and the earlier revisions asked for: one query.

    The present content is read from its own revision, which is written with it, so that both
    come from one table. An earlier revision that does not exist is left out.
    """
    spec, ids = spec_of(assessment.version), question_ids(assessment.version)
    codes = {pk: code for code, pk in ids.items()}
    questions = {question.code: question for _, question in spec.questions()}
    earlier_ones = Q()
    for code, revision in seen:
        earlier_ones |= Q(answer__question_id=ids[code], revision=revision)
    rows = _revisions(assessment.pk, earlier_ones) if seen else _present.rows(assessment.pk)
    present: dict[str, StoredAnswer] = {}
    earlier: dict[Seen, StoredAnswer] = {}
    for question_id, latest, *columns in rows:
        question = questions[codes[question_id]]
        answer = _stored(question, columns)
        if answer.revision == latest:
            present[question.code] = answer
        else:
            earlier[question.code, answer.revision] = answer
    return present, earlier


def reply_from(
    question: QuestionSpec,
    state: str,
    value: JsonValue | None,
    reason: str,
    note: str,
    evidence: Iterable[Mapping[str, str]],
) -> Reply:
    """A reply from its columns (`models.ReplyContent`) and its evidence as a list."""
    return Reply(
        state=State(state),
        value=None if value is None else marking(question.kind).clean(question, value),
        reason=reason,
        note=note,
        evidence=tuple(EvidenceItem(title=e["title"], link=e["link"]) for e in evidence),
    )


def _stored(question: QuestionSpec, columns: list[Any]) -> StoredAnswer:
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
    replies = {code: answer.reply for code, answer in stored.items()}
    return AnswerSheet(sector=assessment.sector, replies=replies)


def json_value(question: QuestionSpec, reply: Reply) -> JsonValue | None:
    """The reply's value as it is stored."""
    return None if reply.value is None else marking(question.kind).to_json(reply.value)


def evidence_list(reply: Reply) -> list[dict[str, str]]:
    """The reply's evidence as a revision keeps it."""
    return [{"title": item.title, "link": item.link} for item in reply.evidence]


def same(question: QuestionSpec, one: Reply, other: Reply) -> bool:
    """Whether two replies say the same, to the letter: 88.50 is not 88.5."""
    return _letters(question, one) == _letters(question, other)


def _letters(question: QuestionSpec, reply: Reply) -> tuple[object, ...]:
    value = json_value(question, reply)
    return reply.state, value, reply.reason, reply.note, tuple(reply.evidence)
