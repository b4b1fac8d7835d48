"""Reading how an assessment is signed off: its rounds since the last submission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments import clock
from assessments.access.roles import ANSWERING, SIGNING
from assessments.contradictions import from_documents as kept_from_documents
from assessments.evidence import Holding, from_documents
from assessments.models import Assessment, Decision, Deputy, Membership, Review, Submission, User
from assessments.queries.prepared import Asked, Columns, Prepared, added
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.reports.changed import Changes, changes
from assessments.reports.replies import Sitting
from assessments.reviewing import Decided, Round
from assessments.rubric.definition import Document, RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.engine import score
from assessments.wording import long_date, long_moment
from assessments.workflow import ReviewState, Status

if TYPE_CHECKING:
    from assessments.queries.assessments import ToSubmit

_SENT = (
    "pk",
    "state",
    "sent_at",
    "sent_by_id",
    "sent_by__name",
    "sent_by__email",
    "word",
    "ended_at",
    "number",
)
_DECIDED = (
    "decisions__pk",
    "decisions__approved",
    "decisions__decided_at",
    "decisions__decided_by_id",
    "decisions__name",
    "decisions__job_title",
    "decisions__said",
    "decisions__acting_for",
    "decisions__approver_id",
    "decisions__reasons",
    "decisions__sample",
    "decisions__content_hash",
)


def _last_number(assessment: OuterRef | int) -> QuerySet[Submission, Mapping[str, object]]:
    rows = Submission.objects.filter(assessment=assessment).order_by("-number")
    return rows.values("number")[:1]


def _rows(assessment: int) -> QuerySet[Review, Columns]:
    rows = Review.objects.filter(assessment=assessment, submission__isnull=True)
    rows = rows.annotate(number=Coalesce(Subquery(_last_number(OuterRef("assessment"))), 0))
    return rows.order_by("pk", "decisions__pk").values_list(*_SENT, *_DECIDED)


def _with_documents(assessment: int) -> QuerySet[Review, Columns]:
    return _rows(assessment).values_list(*_SENT, *_DECIDED, "decisions__read")


_plain, _whole = Prepared(_rows, -1), Prepared(_with_documents, -1)


def rounds_asked(assessment: Assessment) -> Asked[Columns]:
    """What `rounds_of` asks, without the documents."""
    return _plain.asked(assessment.pk)


def rounds_of(assessment: Assessment, *, documents: bool = False) -> Sequence[Round]:
    """The rounds since the last submission, oldest first, each with its decisions. One query.

    The documents that were decided on are long, and read where they are asked for.
    """
    asked = _whole.asked(assessment.pk) if documents else rounds_asked(assessment)
    return _rounds(asked.rows())


def _rounds(rows: Iterable[Columns]) -> Sequence[Round]:
    found: dict[int, Round] = {}
    for row in rows:
        key, state, sent_at, by, name, email, word, ended_at, number = row[: len(_SENT)]
        one = found.get(key) or Round(
            key=key,
            state=ReviewState(state),
            sent_at=timezone.localtime(sent_at),
            sent_by=name or email,
            sent_by_key=by,
            word=word,
            ended_at=ended_at,
            submitted=number,
        )
        decided = row[len(_SENT) :]
        if decided[0] is not None:
            one = replace(one, decisions=(*one.decisions, _decided(*decided[1:])))
        found[key] = one
    return list(found.values())


def _decided(
    approved: bool,
    at: datetime,
    key: int,
    by: str,
    job_title: str,
    said: str,
    acting_for: str,
    approver: int | None,
    reasons: dict[str, str],
    seen: dict[str, bool],
    names: str,
    read: Document | None = None,
) -> Decided:
    return Decided(
        approved=approved,
        at=timezone.localtime(at),
        key=key,
        by=by,
        job_title=job_title,
        said=said,
        acting_for=acting_for,
        whose=approver or key,
        reasons=reasons,
        seen=seen,
        names=names,
        read=read or {},
    )


def last_submitted(assessment: Assessment) -> tuple[Submission | None, int]:
    """The organisation's last submission of the same questionnaire, with its edition, and the
    number of this assessment's own last one, or 0. One query.
    """
    last = (
        Submission.objects.filter(
            assessment__organisation=assessment.organisation_id,
            assessment__rubric=assessment.rubric_id,
        )
        .select_related("version")
        .defer("version__scoring_notes")
        .annotate(own=Subquery(_last_number(assessment.pk)))
        .order_by("-submitted_at", "-pk")
        .first()
    )
    return last, (added(last, "own") or 0) if last else 0


def changed_since(
    assessment: Assessment, sent: ToSubmit, rounds: Sequence[Round]
) -> tuple[Changes | None, int]:
    """What changed since these answers were last looked at by a person who signs: since they were
    returned, or since the last submission of the questionnaire; `None` where there is neither. And
    the number that a submission would have.

    At most one query. The rounds have their documents.
    """
    back = next((one for one in _returns(rounds) if one.read), None)
    if back is not None:
        return changed_from(assessment, sent, back), rounds[0].submitted + 1
    last, number = last_submitted(assessment)
    if last is None:
        return None, number + 1
    read = {"answers": last.answers, "held": last.held, "kept": last.kept}
    since = f"{last.reference} was submitted on {long_date(timezone.localdate(last.submitted_at))}"
    before = _sitting(spec_of(last.version), read)
    return changes(before, _now(assessment, sent), since), number + 1


def changed_from(assessment: Assessment, sent: ToSubmit, decided: Decided) -> Changes:
    """What changed since a decision that has its documents."""
    verb = "approved" if decided.approved else "returned"
    moment = long_moment(decided.at)
    since = f"{decided.by} {verb} it on {moment}"
    then = _sitting(spec_of(assessment.version), decided.read)
    return changes(then, _now(assessment, sent), since)


def _returns(rounds: Sequence[Round]) -> Iterator[Decided]:
    """The returns, the latest first."""
    for one in reversed(rounds):
        yield from (each for each in reversed(one.decisions) if not each.approved)


def _now(assessment: Assessment, sent: ToSubmit) -> Sitting:
    return _sitting(spec_of(assessment.version), sent.document)


def _sitting(spec: RubricSpec, read: Document) -> Sitting:
    sheet = sheet_from_document(spec, read["answers"])
    return Sitting.of(
        spec,
        sheet,
        score(spec, sheet, MARKER),
        Holding(items=from_documents(read["held"])),
        kept_from_documents(spec, read["kept"]),
    )


def waiting_for(user: User) -> list[Review]:
    """The reviews that wait for the person to approve, oldest first, each with its assessment, and
    whether they have approved it (`approved`): then it waits for another, or for them again if it
    has changed since. One query for any number of organisations.
    """
    signing = Membership.objects.filter(
        user=user, organisation=OuterRef("assessment__organisation"), role__in=SIGNING
    )
    answers = Membership.objects.filter(
        user=user, organisation=OuterRef("assessment__organisation"), role__in=ANSWERING
    )
    acting = Deputy.objects.acting(clock.today()).filter(
        deputy=user, organisation=OuterRef("assessment__organisation")
    )
    may = Q(Exists(signing)) | Q(Exists(answers)) & Q(Exists(acting))
    rows = Review.objects.filter(
        may, state=ReviewState.WAITING, assessment__status=Status.IN_PROGRESS
    )
    rows = rows.annotate(
        approved=Exists(
            Decision.objects.filter(review=OuterRef("pk"), decided_by=user, approved=True)
        )
    )
    return list(rows.select_related("assessment__organisation", "sent_by").order_by("pk"))
