"""What changed between two editions, for everybody who answers them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assessments.queries.comparing import comparison_of, earlier_editions, one_before
from assessments.queries.rubrics import published_edition
from assessments.rubric.comparison_pages import page_of_comparison
from assessments.views.base import Page, Who


class RubricChanges(Page):
    """What changed in a published edition since an earlier one: `?since=` gives its number.

    Without it the edition is compared with the one that it was made from.
    """

    who = Who.EVERYBODY
    cacheable = True
    template_name = "rubrics/changes.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        version = published_edition(kwargs["slug"], kwargs["number"])
        if version is None:
            raise Http404
        earlier = earlier_editions(version)
        wanted = request.GET.get("since", "")
        before = (
            next((one for one in earlier if str(one.number) == wanted), None)
            if wanted
            else one_before(version, earlier)
        )
        if wanted and before is None:
            raise Http404
        crumbs = [
            ("Home", reverse("home")),
            ("Questionnaires", reverse("rubric-list")),
            (version.title, reverse("rubric-detail", args=[version.rubric.slug, version.number])),
        ]
        context: dict[str, Any] = {"version": version, "before": before, "crumbs": crumbs}
        if before is not None:
            found = comparison_of(before, version)
            part = page_of_comparison(found, request.GET.get("page", ""))
            query = {"since": wanted} if wanted else {}
            context |= {
                "found": found,
                "part": part,
                "at": part.addresses(query),
                "ways": part.leaf.neighbours(**query),
                "others": [one for one in earlier if one != before],
            }
        return self.render(context)
