"""Asking to join an organisation, and deciding who may."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.permissions import Permission
from assessments.forms.members import JoinForm, RoleForm
from assessments.forms.organisations import SECTOR_DESCRIPTIONS
from assessments.queries.members import open_request
from assessments.services import join_requests
from assessments.services.join_requests import NotHere
from assessments.views.base import Address, Page, Who
from assessments.views.members import MembersView
from assessments.workflow import Refused


class OrganisationJoin(Page):
    """Ask to join the organisation that has an official code."""

    who = Who.SIGNED_IN
    template_name = "joining/ask.html"

    def context(self) -> dict[str, object]:
        return {
            "crumbs": [("My organisations", reverse("home"))],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": JoinForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = JoinForm(request.POST)
        if form.is_valid():
            try:
                join_requests.ask(
                    by=request.user,  # type: ignore[arg-type]
                    absolute=request.build_absolute_uri,
                    **form.cleaned_data,
                )
            except Refused as refusal:
                form.add_error("official_code", refusal.reason)
                return self.render({"form": form, "not_here": isinstance(refusal, NotHere)})
            messages.success(request, join_requests.ASKED)
            return redirect("home")
        return self.render({"form": form})


class JoinDecision(MembersView):
    """One person who asks to join: let them in with a role, or decline."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "joining/decide.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = open_request(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.asked = found

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.page(RoleForm())

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        person = self.asked.asked_by
        by, absolute = self.access.user, request.build_absolute_uri
        if request.POST.get("action") == "decline":
            join_requests.decline(request=self.asked, by=by, absolute=absolute)
            messages.success(request, f"The request of {person} is declined. They get an email.")
            return redirect("member-list", self.access.organisation.slug)
        form = RoleForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        chosen = form.cleaned_data["role"]
        made = join_requests.let_in(request=self.asked, role=chosen, by=by, absolute=absolute)
        role = made.role_details.label.lower()
        messages.success(request, f"{person} is now a member. Their role is {role}.")
        return redirect("member-list", self.access.organisation.slug)

    def page(self, form: RoleForm) -> HttpResponse:
        return self.render({"form": form, "asked": self.asked, "crumbs": self.below_the_list()})
