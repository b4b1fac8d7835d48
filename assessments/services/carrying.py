"""The verb of carrying over: an assessment in progress goes on, on a newer edition."""

from __future__ import annotations

from django.db import transaction

from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, RubricVersion, User
from assessments.queries.carrying import plan_of
from assessments.services import answers, assessments
from assessments.wording import counted
from assessments.workflow import Refused, Step, check

CLOSED = (
    "Answers can be carried over only while an assessment is in progress, and this one is not. "
    "It may have been submitted, withdrawn or carried over since you opened the page."
)
NOT_NEWER = "That edition is not newer than the one that this assessment is on."


@transaction.atomic
def carry_over(*, assessment: Assessment, version: RubricVersion, by: User) -> Assessment:
    """A new assessment on the newer edition with every answer that still holds; the old is closed.

    An answer whose question changed is left open, with its note and evidence, and is listed among
    those that need another look. The old assessment is withdrawn with all its answers, and its
    history says where they went. Of two people who carry it over at once exactly one succeeds.

    Raises `Refused`, and changes nothing, when the assessment is not in progress; when the edition
    is no newer one of the same rubric, not yet in effect or retired; and when it is not written for
    the organisation's sector.
    """
    old = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organisation", "version", "rubric")
        .defer("version__document")
        .get(pk=assessment.pk)
    )
    if not old.is_open:
        raise Refused(CLOSED)
    if version.rubric_id != old.rubric_id or version.number <= old.version.number:
        raise Refused(NOT_NEWER)
    found = plan_of(old, version, old.organisation.sector)
    old.status = check(Step.WITHDRAW, old.status).target
    old.save(update_fields=["status"])
    started = assessments.start(organisation=old.organisation, version=version, by=by)
    started.carried_from = old
    started.save(update_fields=["carried_from"])
    changes = [
        answers.Change(code=code, reply=reply, seen=0) for code, reply in found.replies.items()
    ]
    if changes:
        answers.save(assessment=started, by=by, changes=changes)
    edition = f"edition {version.edition}"
    why = f"It goes on as {started.reference}, on {edition}."
    _record(Event.ASSESSMENT_WITHDRAWN, old, by, reason=why)
    count = counted(len(found.answers), "answer") if found.answers else "no answers"
    source = f"{old.title} ({old.reference})"
    _record(Event.ASSESSMENT_CARRIED_OVER, started, by, count=count, source=source)
    return started


def _record(event: Event, assessment: Assessment, by: User, **detail: str) -> None:
    record(
        event,
        by=by,
        kind="assessment",
        ref=assessment.reference,
        target=assessment.title,
        organisation=assessment.organisation.slug,
        **detail,
    )
