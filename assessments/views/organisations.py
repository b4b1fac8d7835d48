"""Organisations: create one, show its progress, change its details."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.doors import Access
from assessments.access.permissions import Permission
from assessments.forms.organisations import SECTOR_DESCRIPTIONS, OrganisationForm
from assessments.queries.answers import sheet_of
from assessments.queries.members import open_requests
from assessments.queries.organisations import (
    assessments_with_members,
    may_start_another,
    submissions_of,
)
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.scoring.progress import progress
from assessments.sectors import REGIONS, SECTORS
from assessments.services import join_requests, organisations
from assessments.services.organisations import CodeTaken
from assessments.views.base import Address, OrganisationView, Page, Who
from assessments.workflow import Refused, Status


class OrganisationCreate(Page):
    """Create an organisation; its creator becomes its administrator."""

    who = Who.SIGNED_IN
    template_name = "organisations/create.html"

    def context(self) -> dict[str, object]:
        return {
            "crumbs": [("My organisations", reverse("home"))],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": OrganisationForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        if request.POST.get("action") == "join":
            return self.join(form)
        try:
            made = organisations.create(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except CodeTaken as taken:
            ask = "If it is your organisation, ask to join it at the end of this page."
            form.add_error("official_code", f"{taken.reason} {ask}")
            return self.render({"form": form, "taken": True})
        except Refused as refusal:
            form.add_error("name", refusal.reason)
            return self.render({"form": form})
        said = f"{made.name} is set up. You are its administrator. Next, invite your colleagues."
        messages.success(request, said)
        return redirect("member-invite", made.slug)

    def join(self, form: OrganisationForm) -> HttpResponse:
        """Asks to join the organisation that has the code, and loses nothing typed if refused."""
        given = {name: form.cleaned_data[name] for name in ("sector", "official_code")}
        try:
            join_requests.ask(
                by=self.request.user,  # type: ignore[arg-type]
                absolute=self.request.build_absolute_uri,
                **given,
            )
        except Refused as refusal:
            form.add_error("official_code", refusal.reason)
            return self.render({"form": form})
        messages.success(self.request, join_requests.ASKED)
        return redirect("home")


class OrganisationDetail(OrganisationView):
    """The dashboard: the assessment under way, what was submitted, who belongs to it."""

    permission = Permission.VIEW
    template_name = "organisations/detail.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        found, members = assessments_with_members(organisation)
        under_way = [one for one in found if one.is_open]
        # One sheet is read, however many questionnaires are open at once.
        done = [progress(spec_of(one.version), sheet_of(one), MARKER) for one in under_way[:1]]
        return self.render(
            {
                "crumbs": [("My organisations", reverse("home"))],
                "under_way": under_way,
                "progress": next(iter(done), None),
                "may_start": may_start_another(organisation),
                "submissions": submissions_of(organisation),
                "withdrawn": [one for one in found if one.status == Status.WITHDRAWN],
                "members": members,
                "asking": open_requests(organisation).count()
                if self.access.can(Permission.MANAGE_MEMBERS)
                else 0,
                "rows": _rows(self.access),
            }
        )


def _rows(access: Access) -> list[dict[str, str]]:
    organisation = access.organisation
    return [
        {"key": "Sector", "value": SECTORS.get(organisation.sector, organisation.sector)},
        {"key": "Official code", "value": organisation.official_code or "Not given"},
        {"key": "Region or nation", "value": REGIONS.get(organisation.region, "")},
    ]


class OrganisationEdit(OrganisationView):
    """Change the details. The address stays, so links that people kept go on working."""

    permission = Permission.EDIT_ORGANISATION
    template_name = "organisations/edit.html"

    def context(self) -> dict[str, object]:
        organisation = self.access.organisation
        return {
            **super().context(),
            "crumbs": [
                ("My organisations", reverse("home")),
                (organisation.name, organisation.get_absolute_url()),
            ],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        names = ("name", "sector", "official_code", "region")
        initial = {name: getattr(organisation, name) for name in names}
        return self.render({"form": OrganisationForm(initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if form.is_valid():
            try:
                organisations.change(
                    organisation=self.access.organisation, by=self.access.user, **form.cleaned_data
                )
            except CodeTaken as taken:
                form.add_error("official_code", taken.reason)
            else:
                messages.success(request, "The organisation’s details are saved.")
                return redirect(self.access.organisation)
        return self.render({"form": form})
