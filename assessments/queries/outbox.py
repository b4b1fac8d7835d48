"""Reading the outbox, never its words."""

from __future__ import annotations

from django.db.models import QuerySet

from assessments.models import OutgoingMail


def in_state(mails: QuerySet[OutgoingMail], state: str | None) -> QuerySet[OutgoingMail]:
    """Those that are `sent`, `stuck` or `waiting`."""
    if state == "sent":
        return mails.exclude(sent=None)
    unsent = mails.filter(sent=None)
    return unsent.filter(given_up=None) if state == "waiting" else unsent.exclude(given_up=None)


def stuck_mails() -> int:
    """How many messages were given up and are still there."""
    return in_state(OutgoingMail.objects.all(), "stuck").count()
