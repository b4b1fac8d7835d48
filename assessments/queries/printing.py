"""What only the papers to print have of a report: who took part, the branding, and the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from assessments import clock
from assessments.models import AnswerRevision, Assessment, Organisation, OrganisationBranding
from assessments.queries.plans import plan_of
from assessments.reports.board import plan_by_quarter
from assessments.reports.branding import Branding, Logo
from assessments.reports.content import Report


def printed(
    report: Report, assessment: Assessment, until: datetime | None = None, *, named: bool = True
) -> Report:
    """The report with its organisation's branding, and where it is `named`, which is for members
    only, with the names of those who had saved an answer by then, most saves first, and with what
    its plan has still to do today.

    No answer that was saved later is in it, so what the paper of a submission says of it stays as
    it is; the plan says the day that it is of. Three queries, for an assessment that came with its
    organisation.
    """
    report = replace(report, branding=branding_of(assessment.organisation))
    if not named:
        return report
    rows = AnswerRevision.objects.filter(answer__assessment=assessment)
    if until is not None:
        rows = rows.filter(saved_at__lte=until)
    names = (
        rows.order_by()
        .values_list("saved_by__name", "saved_by__email")
        .annotate(saves=Count("pk"))
        .order_by("-saves", "saved_by__name", "saved_by_id")
    )
    plan = plan_by_quarter(plan_of(assessment.organisation, {}), clock.today())
    return replace(report, took_part=tuple(name or email for name, email, _ in names), plan=plan)


def branding_of(organisation: Organisation) -> Branding:
    """How the organisation's reports are printed today. One query."""
    row = OrganisationBranding.objects.filter(organisation=organisation).first()
    if row is None:
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
