"""Links to reports, made for tests by an organisation that shares them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from assessments import clock
from assessments.models import Organisation, Submission, User
from assessments.services import organisations, sharing


def settled(organisation: Organisation, *, by: User, **chosen: Any) -> None:
    """The organisation has chosen these from now on, and keeps its other details."""
    details = {"name": organisation.name, "official_code": organisation.official_code}
    details |= {"sector": organisation.sector, "region": organisation.region}
    organisations.change(organisation=organisation, by=by, **(details | chosen))


def shares(organisation: Organisation, *, by: User, on: bool = True) -> None:
    """The organisation shares reports by links from now on, or does no more."""
    settled(organisation, by=by, shares_reports=on)


def shared(submission: Submission, *, by: User, last_day: date | None = None) -> str:
    """The path of a link to the report."""
    day = last_day or clock.today() + timedelta(days=30)
    return sharing.make(submission=submission, purpose="Audit committee", last_day=day, by=by)


def token_of(path: str) -> str:
    """The token of such a path."""
    return path.strip("/").rpartition("/")[2]
