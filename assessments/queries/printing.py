"""What only the papers to print have of a report: who took part, the branding, and the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Count, QuerySet

from assessments import clock
from assessments.models import (
    AnswerRevision,
    Assessment,
    Organisation,
    OrganisationBranding,
    Submission,
)
from assessments.queries.plans import plan_from, plan_from_asked
from assessments.queries.prepared import Prepared, together
from assessments.queries.reports import build
from assessments.queries.score_changes import spec_scored
from assessments.reports.board import plan_by_quarter
from assessments.reports.branding import Branding, Logo
from assessments.reports.content import Report, ReportPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedToday:
    """What a paper prints that is not the report's own, and is as it is today."""

    branding: Branding | None = None
    took_part: tuple[str, ...] = ()
    plan: ReportPlan | None = None


def _savers(assessment: int, until: datetime) -> QuerySet[AnswerRevision, tuple[str, str, int]]:
    """The name and the address of those who had saved an answer by then, most answers first."""
    rows = AnswerRevision.objects.filter(answer__assessment=assessment, saved_at__lte=until)
    return (
        rows.order_by()
        .values_list("saved_by__name", "saved_by__email")
        .annotate(answers=Count("answer", distinct=True))
        .order_by("-answers", "saved_by__name", "saved_by_id")
    )


_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
_who_saved = Prepared(_savers, -1, _LATEST)


def printed_today(
    assessment: Assessment, until: datetime = _LATEST, *, named: bool
) -> PrintedToday:
    """The branding of the assessment's organisation, and where it is `named`, which is for members
    only, the names of those who had saved an answer by then, most answers first, and what the plan
    has still to do today of the actions that raise its answers, or none.

    No answer that was saved later is in it, so what the paper of a submission says of it stays as
    it is; the plan says the day that it is of. Two queries where it is named, for an assessment
    that came with its organisation, on PostgreSQL in one round trip, and one for a branding that
    did not come.
    """
    branding = branding_of(assessment.organisation)
    if not named:
        return PrintedToday(branding=branding)
    names = _who_saved.asked(assessment.pk, until)
    with together(names, plan_from_asked(assessment)):
        took_part = tuple(name or email for name, email, _ in names.rows())
        plan = plan_by_quarter(plan_from(assessment), clock.today())
    return PrintedToday(branding=branding, took_part=took_part, plan=plan)


def printed(report: Report, today: PrintedToday) -> Report:
    """The report with what is printed with it."""
    return replace(report, branding=today.branding, took_part=today.took_part, plan=today.plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of a submission, which came with its version and snapshot, before it is set."""

    submission: Submission
    today: PrintedToday = PrintedToday()

    def made_from(self) -> tuple[str, PrintedToday]:
        """Two papers of one format are the same where this is: a submission never changes.

        Raises `BrokenRecord` as `report` does. No query, once the edition was read.
        """
        spec_scored(self.submission)
        return self.submission.record_hash, self.today

    def report(self) -> Report:
        """The report as it is printed. One query more for a submission that came in part."""
        submission = self.submission
        if submission.get_deferred_fields():
            rows = Submission.objects.select_related(
                "assessment__organisation", "version", "snapshot"
            )
            submission = rows.defer("version__scoring_notes").get(pk=submission.pk)
        return printed(build(submission), self.today)


def branding_of(organisation: Organisation) -> Branding:
    """How the organisation's reports are printed today. One query, or none where it came along."""
    try:
        row = organisation.branding
    except OrganisationBranding.DoesNotExist:
        return Branding()
    logo = None
    if row.logo:
        logo = Logo(
            data=bytes(row.logo),
            kind=row.logo_kind,
            width=row.logo_width,
            height=row.logo_height,
        )
    return Branding(logo=logo, colour=row.colour, classification=row.classification)
