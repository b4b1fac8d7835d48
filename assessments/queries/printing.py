"""What only the papers to print say of a report: who took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from assessments.models import AnswerRevision, Assessment
from assessments.reports.content import Report


def printed(report: Report, assessment: Assessment, until: datetime | None = None) -> Report:
    """The report with the names of those who had saved an answer by then, most saves first.

    One query, and nothing that was saved later, so the paper of a submission stays as it is. For
    members only.
    """
    rows = AnswerRevision.objects.filter(answer__assessment=assessment)
    if until is not None:
        rows = rows.filter(saved_at__lte=until)
    names = (
        rows.order_by()
        .values_list("saved_by__name", "saved_by__email")
        .annotate(saves=Count("pk"))
        .order_by("-saves", "saved_by__name", "saved_by_id")
    )
    return replace(report, took_part=tuple(name or email for name, email, _ in names))
