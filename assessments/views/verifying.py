"""The page on which anyone checks, without an account, that a report is genuine."""

from __future__ import annotations

from typing import Unpack

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from assessments.forms.sign_in_limits import network_of
from assessments.forms.verifying import VerifyForm
from assessments.queries.verifying import genuine
from assessments.views.base import Address, Page, Who
from assessments.views.refused_posts import tried_too_often


class ReportVerify(Page):
    """Says whether a code and a hash belong to a submission: one answer for a hash that is another
    submission's, and for a code that no submission has. What else is shown is for its organisation
    to say. Checks are counted by network.
    """

    who = Who.PUBLIC
    template_name = "verifying/verify.html"
    body_most = 8_192

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        too_often = tried_too_often(request, action="verify", key=network_of(request))
        return too_often or super().dispatch(request, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": VerifyForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = VerifyForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        found = genuine(form.cleaned_data["code"], form.cleaned_data["hash"])
        return self.render({"form": form, "checked": True, "found": found})
