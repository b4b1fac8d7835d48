"""Wexcombe grows: a colleague is invited, and another asks to join."""

from __future__ import annotations

import os
from datetime import datetime

from assessments.access.roles import Role
from assessments.management.demo_world.cast import INVITED
from assessments.management.demo_world.moments import days_ago
from assessments.models import Organisation, User
from assessments.services import invitations, join_requests


def seed(
    organisation: Organisation, *, administrator: User, newcomer: User, since: datetime | None
) -> None:
    """Invites somebody without an account, whose link is printed, and lets the newcomer ask.

    `since` is when the organisation's first edition was published (`moments.days_ago`).
    Where either has ever happened, nothing is done.
    """
    if organisation.invitations.exists() or organisation.join_requests.exists():
        return
    with days_ago(5, 9, 30, after=since):
        invitations.invite(
            organisation=organisation,
            emails=[INVITED],
            role=Role.CONTRIBUTOR,
            by=administrator,
            absolute=_absolute,
        )
    with days_ago(2, 15, 20, after=since):
        join_requests.ask(
            sector=organisation.sector,
            official_code=organisation.official_code,
            by=newcomer,
            absolute=_absolute,
        )


def _absolute(path: str) -> str:
    """Where `make run` serves it."""
    return f"http://localhost:{os.environ.get('PORT', '8000')}{path}"
