"""Reading the answers that are suggested in an assessment and wait for a person to accept them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from assessments.models import Assessment, SuggestedAnswer
from assessments.queries.answers import StoredAnswer, reply_from, sheet_from
from assessments.queries.prepared import Asked, Prepared
from assessments.queries.rubrics import question_ids, spec_of
from assessments.question_types import MARKER
from assessments.rubric.definition import DimensionSpec, QuestionSpec
from assessments.scoring.sheet import UNANSWERED, AnswerSheet, Reply, State, asked
from assessments.workflow import Status

_READ = (
    "question",
    "state",
    "value",
    "reason",
    "note",
    "evidence",
    "said",
    "changes",
    "settled_at",
    "source__title",
    "source__reference",
    "source__status",
)
WITHOUT_AN_ACCOUNT = "what was tried without an account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A reply that waits. Where it is `refused`, `said` has the earlier answer in words.

    `changes` say what differs in the question since it was given, or why it is refused. It is of
    a `finished` assessment where that was submitted since; `source_id` is the key of that. A person
    has accepted it or left it out where it is `settled`.
    """

    dimension: DimensionSpec
    question: QuestionSpec
    reply: Reply
    said: str
    changes: Sequence[str]
    source: str
    source_id: int | None = None
    finished: bool = False
    settled: bool = False

    @property
    def refused(self) -> bool:
        return bool(self.said)


def _rows(assessment: int) -> QuerySet[SuggestedAnswer]:
    """With what of an earlier assessment is said."""
    rows = SuggestedAnswer.objects.filter(assessment=assessment)
    return rows.select_related("source").only(*_READ)


_in_assessment = Prepared(_rows, -1)


def suggestions_asked(assessment: Assessment) -> Asked[SuggestedAnswer]:
    """What `suggestions_of` asks."""
    return _in_assessment.asked(assessment.pk)


def suggestions_of(
    assessment: Assessment, stored: Mapping[str, StoredAnswer]
) -> dict[str, Suggestion]:
    """What waits, by question code in the order of asking: one query.

    `stored` are the assessment's answers: a question that has one needs no suggestion, until the
    answer is cleared. Nothing waits in an assessment that is not in progress, nor while its
    question is not asked; one that a suggested answer opens counts as asked.
    """
    waiting, _ = offered_to(assessment, stored)
    codes = _asked(assessment, waiting, stored) if waiting else ()
    return {code: one for code, one in waiting.items() if code in codes}


def offered_to(
    assessment: Assessment, stored: Mapping[str, StoredAnswer]
) -> tuple[dict[str, Suggestion], dict[str, Suggestion]]:
    """What waits, also for questions not asked now, and what else was said last time: one query.

    The latter is of a submitted assessment: accepted, left out, or passed over by an answer.
    """
    waiting: dict[str, Suggestion] = {}
    before: dict[str, Suggestion] = {}
    if not assessment.is_open:
        return waiting, before
    found = {row.question_id: row for row in suggestions_asked(assessment).rows()}
    if not found:
        return waiting, before
    ids = question_ids(assessment.version)
    for dimension, question in spec_of(assessment.version).questions():
        code = question.code
        if ids[code] not in found:
            continue
        one = _read(dimension, question, found[ids[code]])
        answer = stored[code].reply if code in stored else UNANSWERED
        if not one.settled and answer.state is State.UNANSWERED:
            waiting[code] = one
        elif one.settled or one.finished:
            before[code] = one
    return waiting, before


def _read(dimension: DimensionSpec, question: QuestionSpec, row: SuggestedAnswer) -> Suggestion:
    source = row.source
    return Suggestion(
        dimension=dimension,
        question=question,
        reply=reply_from(question, row.state, row.value, row.reason, row.note, row.evidence),
        said=row.said,
        changes=tuple(row.changes),
        source=str(source) if source else WITHOUT_AN_ACCOUNT,
        source_id=row.source_id,
        finished=source is not None and source.status == Status.SUBMITTED,
        settled=row.settled_at is not None,
    )


def ready_in(
    assessment: Assessment,
    dimension: DimensionSpec,
    waiting: Mapping[str, Suggestion],
    stored: Mapping[str, StoredAnswer],
    stale: Collection[str] = (),
) -> Collection[str]:
    """The suggestions that can be accepted in a dimension together, of questions that are asked.

    A question that a suggested answer opens counts as asked. Those that are `stale` are looked at
    one by one.
    """
    here = {
        code: one
        for code, one in waiting.items()
        if one.dimension.code == dimension.code and one.reply.state is not State.UNANSWERED
    }
    codes = _asked(assessment, here, stored)
    return [code for code in here if code in codes and code not in stale]


def with_suggested(
    assessment: Assessment,
    suggested: Mapping[str, Suggestion],
    stored: Mapping[str, StoredAnswer],
) -> AnswerSheet:
    """The answers as they would be with these suggested ones among them."""
    sheet = sheet_from(assessment, stored)
    said = {
        code: one.reply
        for code, one in suggested.items()
        if one.reply.state is not State.UNANSWERED
    }
    return replace(sheet, replies={**sheet.replies, **said})


def _asked(
    assessment: Assessment,
    suggested: Mapping[str, Suggestion],
    stored: Mapping[str, StoredAnswer],
) -> Collection[str]:
    sheet = with_suggested(assessment, suggested, stored)
    return asked(spec_of(assessment.version), sheet, MARKER)
