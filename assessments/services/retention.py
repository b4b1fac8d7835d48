"""Deletes what is old enough, as `assessments.retention` lists it, and what people typed over, once
it is submitted; what was submitted is kept once. `delete_old_records` asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from assessments import clock
from assessments.models import (
    AnswerRevision,
    Assessment,
    Comment,
    Discussion,
    Invitation,
    JoinRequest,
    Mention,
    Reminder,
    ReportLink,
    Submission,
)
from assessments.queries.discussions import finished_before
from assessments.retention import PERIODS, Saved, typed_over
from assessments.services import attachments, outbox, papers, rubric_uploads, sessions
from assessments.workflow import Status

AT_ONCE = 500
"""Assessments that are looked for at a time. Each is thinned in a transaction of its own."""


def thin_submitted() -> int:
    """Deletes the revisions that were typed over, and says how many they were.

    What the present ones say is left to the submission, which has it too and can never change.
    While an assessment is in progress each of its revisions stays, because a page that is open may
    have been made of any. One that was thinned since it was submitted last is not read again.
    """
    deleted = last = 0
    while keys := list(_waiting().filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        deleted += sum(_thin(key) for key in keys)
        last = keys[-1]
    return deleted


def _waiting() -> QuerySet[Assessment]:
    latest = Submission.objects.filter(assessment=OuterRef("pk")).order_by("-number")
    rows = Assessment.objects.filter(status=Status.SUBMITTED)
    sent = rows.annotate(sent=Subquery(latest.values("submitted_at")[:1]))
    return sent.filter(Q(thinned=None) | Q(thinned__lt=F("sent"))).order_by("pk")


@transaction.atomic
def _thin(key: int) -> int:
    assessment = Assessment.objects.select_for_update().get(pk=key)
    if assessment.status != Status.SUBMITTED:
        # It was reopened a moment ago.
        return 0
    sent = Submission.objects.filter(assessment=key).order_by("submitted_at")
    revisions = AnswerRevision.objects.filter(answer__assessment=key)
    rows = revisions.order_by("answer_id", "revision")
    saves = [
        Saved(key=pk, answer=answer, person=person, at=at)
        for pk, answer, person, at in rows.values_list("pk", "answer_id", "saved_by_id", "saved_at")
    ]
    numbers = dict(sent.values_list("number", "submitted_at"))
    over = typed_over(saves, list(numbers.values()))
    deleted = AnswerRevision.objects.filter(pk__in=over).thin() if over else 0
    revisions.filter(revision=F("answer__revision")).keep_in(max(numbers))
    assessment.thinned = clock.now()
    assessment.save(update_fields=["thinned"])
    return deleted


def delete_old() -> Mapping[str, int]:
    """Deletes all that has been kept for its days, and says how many by the noun of each kind."""
    sessions.forget_ended()
    found = {}
    for name, period in PERIODS.items():
        before = clock.now() - timedelta(days=settings.KEEP_DAYS[name])
        found[period.noun] = DELETE[name](before)
    found["replaced value"] = thin_submitted()
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
