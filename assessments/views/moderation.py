"""What the programme's moderators see of every organisation."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assessments.queries.organisations import all_submissions
from assessments.sectors import SECTORS
from assessments.views.base import Page, Who

SUBMISSIONS_ON_A_PAGE = 25


class ModerationQueue(Page):
    """Every submission, newest first, with the way to its report. To anyone else: not found."""

    who = Who.MODERATORS
    template_name = "moderation/queue.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = Paginator(all_submissions(), SUBMISSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
        return self.render(
            {
                "page": page,
                "rows": [(one, SECTORS.get(one.sector, one.sector)) for one in page],
                "can_moderate": True,
                "crumbs": [("My organisations", reverse("home"))],
            }
        )
