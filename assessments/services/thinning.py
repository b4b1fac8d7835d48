"""Deletes what people typed over, once it is submitted, and keeps what was submitted once: together
most of what an assessment takes up.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assessments import clock
from assessments.models import AnswerRevision, Assessment, Submission
from assessments.retention import Saved, typed_over
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
