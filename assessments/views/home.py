"""The front page, and where a person who signed in begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.doors import signed_in
from assessments.forms.tried import tried_in
from assessments.queries.members import requests_asked, requests_by
from assessments.queries.organisations import organisations_asked, organisations_of
from assessments.queries.prepared import together
from assessments.queries.rubrics import current_editions, spec_of
from assessments.reports.preview import by_sector, spread
from assessments.sectors import SECTORS
from assessments.views.base import Address, Page, Who


class Home(Page):
    """What Readiness is, for those who have not signed in; my organisations, for those who have.

    Who has one place of work in the programme and no organisation is sent there.
    """

    who = Who.PUBLIC
    cacheable = True
    template_name = "home/landing.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if not request.user.is_authenticated:
            editions = _editions()
            to_try = next((one["spec"] for one in editions if one["can_be_tried"]), None)
            sectors = list(SECTORS.values())
            return self.render({"editions": editions, "sectors": sectors, "to_try": to_try})
        user = signed_in(request.user)
        places = programme_places(request)
        if len(places) == 1 and not user.belongs:
            return redirect(places[0].address)
        with together(organisations_asked(user), requests_asked(user)):
            mine, asked = organisations_of(user), requests_by(user)
        context = {"mine": mine, "asked": asked, "places": places, "tried": tried_in(request)}
        return self.render(context, template="home/my_organisations.html")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member of the programme's staff works."""

    name: str
    address: str
    what: str


def programme_places(request: HttpRequest) -> list[Place]:
    """Where the user of a request works for the programme; empty without a role of it."""
    user, places = signed_in(request.user), []
    if user.moderates or user.is_superuser:
        what = "The submitted reports of every organisation, and what a draft would do to them."
        places.append(Place("Moderation", reverse("moderation-queue"), what))
    if user.is_staff and (user.edits_rubrics or user.is_superuser):
        # An editor's work begins on the front page of the admin, which a superuser is led to below.
        named = "assessments_rubricversion_changelist" if user.is_superuser else "index"
        address = reverse(f"admin:{named}")
        places.append(Place("Rubrics", address, "The questionnaires: draft, try and publish them."))
    if user.is_superuser or (user.is_staff and not user.edits_rubrics):
        what = "Organisations, people, and everything else that is kept."
        places.append(Place("Administration", reverse("admin:index"), what))
    return places


def _editions() -> list[dict[str, object]]:
    """The editions that can be started now, each with what a newcomer wants to know of it."""
    found = []
    for version in current_editions():
        spec = spec_of(version)
        found.append(
            {
                "version": version,
                "spec": spec,
                "questions": sum(len(each.questions) for each in spec.dimensions),
                "by_sector": by_sector(spec),
                "can_be_tried": not spec.shows_score,
                "dimensions": [
                    (each, spread(each.questions, spec.sectors)) for each in spec.dimensions
                ],
            }
        )
    return found
