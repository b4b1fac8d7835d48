"""Deletes what is old enough, as `assessments.retention` lists it. `delete_old_records` asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments import clock
from assessments.models import (
    Comment,
    Discussion,
    Invitation,
    JoinRequest,
    Mention,
    Reminder,
    ReportLink,
)
from assessments.queries.discussions import finished_before
from assessments.retention import PERIODS
from assessments.services import attachments, outbox, papers, rubric_uploads, sessions, thinning


def delete_old() -> Mapping[str, int]:
    """Deletes all that has been kept for its days, and says how many by the noun of each kind."""
    sessions.forget_ended()
    found = {}
    for name, period in PERIODS.items():
        before = clock.now() - timedelta(days=settings.KEEP_DAYS[name])
        found[period.noun] = DELETE[name](before)
    found["replaced value"] = thinning.thin_submitted()
    found["uploaded file"] = rubric_uploads.delete_old()
    found["kept PDF"] = papers.delete_old()
    return found


def _invitations(before: datetime) -> int:
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires__lt=before)
    return Invitation.objects.filter(over).delete()[0]


def _report_links(before: datetime) -> int:
    over = Q(revoked_at__lt=before) | Q(last_day__lt=timezone.localdate(before))
    return ReportLink.objects.filter(over).delete()[0]


def _requests(before: datetime) -> int:
    return JoinRequest.objects.filter(decided_at__lt=before).delete()[0]


@transaction.atomic
def _discussions(before: datetime) -> int:
    """Whole discussions: a comment alone would leave the answers to it without what they answer."""
    over = list(finished_before(before).values_list("pk", flat=True))
    comments = Comment.objects.filter(discussion__in=over)
    Mention.objects.filter(comment__in=comments).delete()
    deleted = comments.delete()[0]
    Discussion.objects.filter(pk__in=over).delete()
    return deleted


def _reminders(before: datetime) -> int:
    return Reminder.objects.filter(written__lt=before).delete()[0]


DELETE: Mapping[str, Callable[[datetime], int]] = {
    "sign_ins": sessions.delete_before,
    "invitations": _invitations,
    "report_links": _report_links,
    "requests": _requests,
    "comments": _discussions,
    "removed_files": attachments.delete_removed,
    "emails": outbox.delete_before,
    "reminders": _reminders,
}
"""What deletes the records of a period from before a moment, by the key of the period."""
