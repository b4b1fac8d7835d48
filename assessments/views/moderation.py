"""What the programme's moderators see of every organisation."""

from __future__ import annotations

from typing import Unpack
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assessments.access.doors import signed_in
from assessments.queries.lagging import may_lag
from assessments.queries.organisations import NEWEST_FIRST, all_submissions
from assessments.queries.trials import findings_of, finished_trial, finished_trials, outcomes
from assessments.queries.windows import Window, after
from assessments.sectors import SECTORS
from assessments.views.base import Address, Page, Who

SUBMISSIONS_ON_A_PAGE = 25


class ModerationQueue(Page):
    """Every submission, newest first, with the way to its report. To anyone else: not found."""

    who = Who.MODERATORS
    template_name = "moderation/queue.html"

    @may_lag()
    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        before = request.GET.get("before", "")
        rows = after(all_submissions(), NEWEST_FIRST, before)
        window = Window(rows, SUBMISSIONS_ON_A_PAGE)
        page = window.get_page(request.GET.get("page"))
        goes_on = window.more and not page.has_next()
        return self.render(
            {
                "page": page,
                "query": f"{urlencode({'before': before})}&" if before else "",
                "newest": request.path if before else "",
                "older": f"?before={page[-1].pk}" if goes_on else "",
                "rows": [(one, SECTORS.get(one.sector, one.sector)) for one in page],
                "trials": finished_trials(),
                "crumbs": _crumbs(request),
            }
        )


class ModerationTrial(Page):
    """What a draft would do to each organisation's result. To anyone else: not found."""

    who = Who.MODERATORS
    template_name = "moderation/trial.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        trial = finished_trial(kwargs["pk"])
        if trial is None:
            raise Http404
        found = findings_of(trial)
        page = Paginator(found.rows, SUBMISSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
        results = outcomes(list(page.object_list), found.draft)
        return self.render(
            {
                "trial": trial,
                "found": found,
                "page": page,
                "outcomes": [(one, SECTORS.get(one.sector, one.sector)) for one in results],
                "crumbs": [*_crumbs(request), ("Moderation", reverse("moderation-queue"))],
            }
        )


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    """The way back home, for whom home is another page."""
    user = signed_in(request.user)
    if user.belongs:
        return [("My organisations", reverse("home"))]
    return [("Home", reverse("home"))] if user.is_superuser or user.is_staff else []
