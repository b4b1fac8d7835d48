"""The links to a report, as its organisation sees them, and when they were opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from assessments import clock
from assessments.audit.events import Event
from assessments.models import AuditEvent, Membership, ReportLink, Submission

TIMES_SHOWN = 200
"""The most openings that a page lists, of all links together; the trail has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A link as its organisation sees it. `state` is open, ended, revoked, or lapsed
    while its maker may not share reports."""

    link: ReportLink
    state: str
    openings: int
    times: Sequence[tuple[datetime, str]]


def links_of(submission: Submission) -> list[Shared]:
    """The links to a submission's report, the newest first. Three queries."""
    links = list(
        submission.report_links.annotate(maker_may=Membership.of_link_maker()).select_related(
            "made_by", "revoked_by"
        )
    )
    events = AuditEvent.objects.filter(
        event=Event.REPORT_OPENED,
        target_kind="report link",
        target_ref__in=[str(one.pk) for one in links],
    ).order_by()
    counts = dict(events.values_list("target_ref").annotate(Count("pk")))
    times = defaultdict(list)
    for ref, at, detail in events.order_by("-at").values_list("target_ref", "at", "detail")[
        :TIMES_SHOWN
    ]:
        times[ref].append((at, detail["what"]))
    today = clock.today()
    return [
        Shared(
            link=one,
            state=_state(one, today, maker_may=one.maker_may),
            openings=counts.get(str(one.pk), 0),
            times=times[str(one.pk)],
        )
        for one in links
    ]


def _state(link: ReportLink, today: date, *, maker_may: bool) -> str:
    if link.revoked_at:
        return "revoked"
    if link.last_day < today:
        return "ended"
    return "open" if maker_may else "lapsed"
