"""Writing the audit trail. Called by services only, inside the transaction of what it records."""

from __future__ import annotations

import logging

from assessments.audit.events import Event
from assessments.models import (
    Assessment,
    AuditEvent,
    Discussion,
    Evidence,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    PlannedAction,
    ReportLink,
    RubricVersion,
    Scenario,
    User,
)

log = logging.getLogger("assessments.account")

Recorded = (
    Assessment
    | Discussion
    | Evidence
    | Invitation
    | JoinRequest
    | Membership
    | Organisation
    | PlannedAction
    | ReportLink
    | RubricVersion
    | Scenario
    | User
)


def record(event: Event, row: Recorded, *, by: User | None, **detail: str) -> AuditEvent:
    """Adds one event about a row to the trail, with the organisation that it concerns, if any.

    `by` is `None` for a reader without an account, of whom nothing is known.
    """
    kind, ref, target, organisation = named(row)
    return AuditEvent.objects.create(
        event=event,
        actor_id=str(by.pk) if by else "",
        actor=str(by)[:150] if by else "A reader",
        organisation=organisation.slug if organisation else "",
        target_kind=kind,
        target_ref=ref,
        target=target[:300],
        detail=detail,
    )


def record_of_account(event: Event, *, user: User, by: User, **detail: str) -> None:
    """Adds the event about an account to the trail and to the log."""
    record(event, user, by=by, **detail)
    log.info("%s: account %s, by account %s", event.label, user.pk, by.pk)


def named(row: Recorded) -> tuple[str, str, str, Organisation | None]:
    """What the trail calls a row: kind, reference, name, and its organisation."""
    match row:
        case Organisation():
            return "organisation", row.slug, row.name, row
        case Assessment() | Evidence() | PlannedAction():
            kind = {Assessment: "assessment", Evidence: "evidence"}.get(type(row), "action")
            return kind, row.reference, row.title, row.organisation
        case Scenario():
            return "scenario", row.reference, row.name, row.organisation
        case Discussion():
            about = row.assessment
            return "discussion", str(row.pk), about.title, about.organisation
        case ReportLink():
            whose = row.submission.assessment.organisation
            return "report link", str(row.pk), row.submission.reference, whose
        case Membership():
            return "member", str(row.user_id), row.organisation.name, row.organisation
        case Invitation() | JoinRequest():
            kind = "invitation" if isinstance(row, Invitation) else "join request"
            return kind, str(row.pk), row.organisation.name, row.organisation
        case RubricVersion():
            return "rubric", str(row.pk), row.title, None
        case User():
            return "account", str(row.pk), str(row), None
