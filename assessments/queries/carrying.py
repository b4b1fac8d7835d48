"""Carrying answers over: to which edition, from which assessments, and what that would suggest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import CharField, Count, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from assessments import clock
from assessments.models import Assessment, Organisation, RubricVersion, Submission
from assessments.queries.answers import StoredAnswer, sheet_from, sheet_of
from assessments.queries.discussions import OpenDiscussions, open_in_assessment
from assessments.queries.members import signing
from assessments.queries.prepared import Asked, Prepared
from assessments.queries.rubrics import spec_of
from assessments.question_types import translated
from assessments.rubric.carrying import NONE_WAITS, CarryPlan, Waits, plan
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.sheet import AnswerSheet, State
from assessments.wording import long_date

SOURCES_MOST = 12
"""How many earlier assessments are offered as a source, the latest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """An assessment, and how many of its answers are to questions that are open in the other."""

    assessment: Assessment
    common: int


def _newest(rubric: int, today: date) -> QuerySet[RubricVersion]:
    rows = RubricVersion.objects.open_for_assessments(today).filter(rubric=rubric)
    return rows.select_related("rubric").order_by("-number")[:1]


_newest_open = Prepared(_newest, -1, date.min)


def newer_edition(assessment: Assessment) -> RubricVersion | None:
    """The newest edition in effect, when the assessment in progress is on an older one."""
    if not assessment.is_open:
        return None
    newest = _newest_open.first(assessment.rubric_id, clock.today())
    return newest if newest and newest.number > assessment.version.number else None


def _around(
    assessment: int, rubric: int, organisation: int, today: date
) -> QuerySet[Model, tuple[str, int, int]]:
    editions = RubricVersion.objects.open_for_assessments(today).filter(rubric=rubric)
    name = Coalesce(NullIf("user__name", Value("")), "user__email", output_field=CharField())
    return open_in_assessment(assessment).union(
        editions.order_by().values_list("edition", "number", Value(_EDITION)),
        signing(organisation).values_list(name, "user", Value(_SIGNER)),
        all=True,
    )


_EDITION, _SIGNER = -1, -2
"""In the place of a number of discussions: the row is an edition, or a member who may sign."""
_with_the_answers = Prepared(_around, -11, -12, -13, date.min)


def with_the_answers_asked(assessment: Assessment) -> Asked[tuple[str, int, int]]:
    """What `newer_discussed_and_signers` asks."""
    keys = (assessment.pk, assessment.rubric_id, assessment.organisation_id)
    return _with_the_answers.asked(*keys, clock.today())


def newer_discussed_and_signers(
    assessment: Assessment,
) -> tuple[str, dict[str, OpenDiscussions], dict[int, str]]:
    """What a task list says besides the answers: the name of the edition in use now, where the
    assessment in progress is on an older one, the open discussions by question, and the names of
    the members who may sign by their users' keys. One query.
    """
    rows = with_the_answers_asked(assessment).rows()
    editions = [(number, edition) for edition, number, kind in rows if kind == _EDITION]
    newest, name = max(editions, default=(0, ""))
    newer = name if assessment.is_open and newest > assessment.version.number else ""
    discussed = {
        code: OpenDiscussions(number=number, needed=needed)
        for code, number, needed in rows
        if needed >= 0
    }
    return newer, discussed, {key: name for name, key, kind in rows if kind == _SIGNER}


def plan_of(assessment: Assessment, version: RubricVersion, sector: str) -> CarryPlan:
    """What the assessment's answers suggest in that edition: one query, editions apart."""
    return plan_from(spec_of(assessment.version), sheet_of(assessment), spec_of(version), sector)


def plan_from(
    before: RubricSpec,
    sheet: AnswerSheet,
    after: RubricSpec,
    sector: str,
    waiting: Mapping[str, Waits] = NONE_WAITS,
) -> CarryPlan:
    """The same from answers that have been read already."""
    return plan(before, after, sheet, sector, translated, waiting)


def plan_to_go_on(
    assessment: Assessment,
    stored: Mapping[str, StoredAnswer],
    waiting: Mapping[str, Waits],
    version: RubricVersion,
    sector: str,
) -> CarryPlan:
    """What an assessment in progress suggests in that edition: its answers, which are `stored`, and
    what is `waiting` where there is none, by question code. No query, editions apart.
    """
    sheet = sheet_from(assessment, stored)
    replies = {code: one.reply for code, one in waiting.items()}
    sheet = replace(sheet, replies={**sheet.replies, **replies})
    spec = spec_of(assessment.version)
    return plan_from(spec, sheet, spec_of(version), sector, waiting)


def last_submission(
    organisation: Organisation,
    rubric: int,
    *,
    apart: Assessment | None = None,
    suggested_in: Assessment | None = None,
) -> Submission | None:
    """The last that the organisation submitted on any edition of the rubric, with its assessment
    and edition; `apart` from those of one assessment, or of those that are suggested in one. One
    query.
    """
    rows = Submission.objects.filter(
        assessment__organisation=organisation, assessment__rubric=rubric
    )
    rows = rows.select_related("assessment__organisation", "assessment__version", "version")
    if apart is not None:
        rows = rows.exclude(assessment=apart)
    if suggested_in is not None:
        rows = rows.filter(assessment__in=suggested_in.suggestions.values("source"))
    return rows.defer("held", "kept").order_by("-submitted_at", "-pk").first()


def named(submission: Submission) -> str:
    """Which it is, for people: "report R-ABCD-1, submitted on 3 May 2026"."""
    day = long_date(timezone.localdate(submission.submitted_at))
    return f"report {submission.reference}, submitted on {day}"


def plan_of_submission(submission: Submission, version: RubricVersion, sector: str) -> CarryPlan:
    """What its frozen answers suggest in an edition. No query, editions apart."""
    spec = spec_of(submission.version)
    sheet = sheet_from_document(spec, submission.answers)
    return plan_from(spec, sheet, spec_of(version), sector)


def sources_for(
    organisation: Organisation,
    version: RubricVersion,
    sector: str,
    *,
    apart: Assessment | None = None,
    stored: Mapping[str, StoredAnswer] | None = None,
) -> Sequence[Source]:
    """The organisation's latest assessments with answers that suggest something in that edition,
    where it is asked of the sector and `stored` has no answer: one query.

    `apart` is left out. Each has its organisation, rubric and edition.
    """
    questions = [question for _, question in spec_of(version).questions()]
    codes = [one.code for one in questions if one.is_for(sector) and is_open(one.code, stored)]
    answered = Q(answers__question__code__in=codes) & ~Q(answers__state=State.UNANSWERED)
    rows = (
        Assessment.objects.filter(organisation=organisation)
        .exclude(pk__in=[apart.pk] if apart else [])
        .annotate(common=Count("answers", filter=answered))
        .filter(common__gt=0)
        .select_related("organisation", "version", "rubric")
        .defer("version__scoring_notes")
        .order_by("-started_at", "-pk")
    )
    return [Source(row, row.common) for row in rows[:SOURCES_MOST]]


def is_open(code: str, stored: Mapping[str, StoredAnswer] | None) -> bool:
    """Whether the stored answers have none to the question."""
    return not stored or code not in stored or stored[code].reply.state is State.UNANSWERED
