"""Organisations: create one, change its details."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.roles import Permission
from assessments.forms.organisations import (
    SECTOR_DESCRIPTIONS,
    OrganisationEditForm,
    OrganisationForm,
)
from assessments.services import organisations
from assessments.services.organisations import CodeTaken
from assessments.views.base import Address, OrganisationView, Page, Who
from assessments.workflow import Refused


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
            organisations.ask(
                by=self.request.user,  # type: ignore[arg-type]
                absolute=self.request.build_absolute_uri,
                **given,
            )
        except Refused as refusal:
            form.add_error("official_code", refusal.reason)
            return self.render({"form": form})
        messages.success(self.request, organisations.ASKED)
        return redirect("home")


class OrganisationEdit(OrganisationView):
    """Change the details. The address stays, so links that people kept go on working."""

    permission = Permission.EDIT_ORGANISATION
    template_name = "organisations/edit.html"

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "crumbs": self.above,
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        names = ["name", "sector", "official_code", "region", "two_people_sign"]
        names += ["shown_when_verified", "shares_reports", "shares_plan"]
        initial = {name: getattr(organisation, name) for name in names}
        return self.render({"form": OrganisationEditForm(initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = OrganisationEditForm(request.POST)
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
