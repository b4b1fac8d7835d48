"""Writing the audit trail. Called by services only, inside the transaction of what it records."""

from __future__ import annotations

from assessments.audit.events import Event
from assessments.models import AuditEvent, User


def record(
    event: Event,
    *,
    by: User,
    kind: str,
    ref: str,
    target: str,
    organisation: str = "",
    **detail: str,
) -> AuditEvent:
    """Adds one event to the trail. `organisation` is the slug of the one it concerns, if any."""
    return AuditEvent.objects.create(
        event=event,
        actor_id=str(by.pk),
        actor=str(by)[:150],
        organisation=organisation,
        target_kind=kind,
        target_ref=ref,
        target=target[:300],
        detail=detail,
    )
