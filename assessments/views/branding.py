"""How the organisation's reports are printed: its logo, its colour, a classification line."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.access.roles import Permission
from assessments.exports.logo import fault_of_logo
from assessments.forms.branding import BrandingForm
from assessments.queries.printing import branding_of
from assessments.services import branding
from assessments.views.base import Address, OrganisationView


class OrganisationBrandingEdit(OrganisationView):
    """Choose what the PDFs of reports bear. Nothing else does."""

    permission = Permission.EDIT_ORGANISATION
    template_name = "organisations/branding.html"

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "branding": self.branding,
            "crumbs": self.above,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        self.branding = branding_of(self.access.organisation)
        initial = {
            "colour": self.branding.colour,
            "classification": self.branding.classification,
        }
        return self.render({"form": BrandingForm(initial=initial)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = BrandingForm(request.POST, request.FILES)
        if form.is_valid() and form.picture:
            fault = fault_of_logo(form.picture)
            if fault:
                form.add_error("logo", fault)
        if form.is_valid():
            branding.change(
                organisation=self.access.organisation, by=self.access.user, **form.cleaned_data
            )
            messages.success(request, "Saved. The PDFs of your reports look like this from now on.")
            return redirect(self.access.organisation)
        self.branding = branding_of(self.access.organisation)
        return self.render({"form": form})
