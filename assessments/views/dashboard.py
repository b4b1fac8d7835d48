"""An organisation's page: what is under way, what was submitted over time, who belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.access.doors import Access
from assessments.access.roles import Permission
from assessments.queries.assignments import parts_of
from assessments.queries.backing import counted, counts_asked
from assessments.queries.organisations import (
    Submission,
    assessments_asked,
    assessments_with_people,
    due_again,
    may_be_started,
    startable_asked,
    submissions_asked,
    submissions_of,
)
from assessments.queries.prepared import together
from assessments.reports.charts import Chart
from assessments.reports.glance import Point
from assessments.reports.over_time import changes_edition, over_time
from assessments.sectors import REGIONS, SECTORS
from assessments.views.base import Address, OrganisationView
from assessments.workflow import Status


class OrganisationDetail(OrganisationView):
    """The dashboard."""

    permission = Permission.VIEW
    template_name = "organisations/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        asked = (
            counts_asked(organisation, self.today),
            assessments_asked(organisation, self.access.user),
            startable_asked(organisation),
            submissions_asked(organisation),
        )
        with together(*asked):
            return self._page()

    def _page(self) -> HttpResponse:
        organisation = self.access.organisation
        found, members, asking = assessments_with_people(organisation, self.access.user)
        # The parts of one are read, however many questionnaires are open at once.
        under_way = [one for one in found if one.is_open]
        startable = may_be_started(organisation)
        evidence, plan = counted(organisation, self.today)
        return self.render(
            {
                "crumbs": [("My organisations", reverse("home"))],
                "under_way": under_way,
                "parts": parts_of(under_way[0]) if under_way else None,
                "may_start": bool(startable),
                "families": families(
                    submissions_of(organisation),
                    startable=startable,
                    under_way={one.rubric_id for one in under_way},
                ),
                "withdrawn": [one for one in found if one.status == Status.WITHDRAWN],
                "members": members,
                "evidence": evidence,
                "plan": plan,
                "today": self.today,
                "asking": asking if self.access.can(Permission.MANAGE_MEMBERS) else 0,
                "rows": _rows(self.access),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The submissions on the editions of one rubric, newest first: only they can be compared.

    `due` is the day of the next assessment; `None` where one is in progress, or cannot be started.
    """

    key: int
    title: str
    submissions: Sequence[Submission]
    shows_score: bool
    chart: Chart | None
    changes_edition: bool
    under_way: bool
    due: date | None


def families(
    submissions: Sequence[Submission], *, startable: Collection[int], under_way: Collection[int]
) -> list[Family]:
    """The submissions by rubric, that of the newest first. `startable` and `under_way` are keys of
    rubrics.
    """
    by_rubric: dict[int, list[Submission]] = defaultdict(list)
    for one in submissions:
        by_rubric[one.assessment.rubric_id].append(one)
    return [_family(key, found, startable, under_way) for key, found in by_rubric.items()]


def _family(
    key: int, found: Sequence[Submission], startable: Collection[int], under_way: Collection[int]
) -> Family:
    points = [
        Point(
            day=timezone.localdate(one.submitted_at),
            score=one.snapshot.overall,
            band=one.snapshot.band_said,
            edition=one.version.edition,
        )
        for one in reversed(found)
        if one.snapshot.overall is not None
    ]
    return Family(
        key=key,
        title=found[0].version.title,
        submissions=found,
        shows_score=bool(points),
        chart=over_time(points, f"over-time-{key}"),
        changes_edition=changes_edition(points),
        under_way=key in under_way,
        due=due_again(found[0]) if key in startable else None,
    )


def _rows(access: Access) -> list[dict[str, str]]:
    organisation = access.organisation
    return [
        {"key": "Sector", "value": SECTORS.get(organisation.sector, organisation.sector)},
        {"key": "Official code", "value": organisation.official_code or "Not given"},
        {"key": "Region or nation", "value": REGIONS.get(organisation.region, "")},
        {
            "key": "People who must approve",
            "value": "Two" if organisation.two_people_sign else "One",
        },
    ]
