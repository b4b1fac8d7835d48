"""Links that open one report without an account: for members who make them, and for readers."""

from __future__ import annotations

from functools import partial
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.exports import FORMATS, PAPERS
from assessments.forms.sharing import ReportLinkForm
from assessments.forms.sign_in_limits import network_of
from assessments.names import whole_number
from assessments.queries.members import hash_of
from assessments.queries.printing import Paper
from assessments.queries.reports import build
from assessments.queries.rubrics import spec_of
from assessments.queries.sharing import links_of
from assessments.services import sharing
from assessments.views.base import Address, Page, SubmissionView, Who
from assessments.views.drawn_reports import Given, draw
from assessments.views.refused_posts import tried_too_often
from assessments.views.report_parts import PARTS, SUMMARY, addresses, shown_of
from assessments.views.reports import as_file
from assessments.workflow import Refused


class ReportLinks(SubmissionView):
    """The links to a report, when each was opened; makes one, whose address is shown once."""

    permission = Permission.SHARE
    template_name = "sharing/links.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.page(ReportLinkForm(initial={"last_day": sharing.last_day_at_most()}))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if request.POST.get("action") == "revoke":
            key = whole_number(request.POST.get("link", "")) or 0
            link = sharing.revoke(submission=self.submission, key=key, by=self.access.user)
            messages.success(request, f"The link for {link.purpose} opens the report no more.")
            return redirect(reverse("report-links", kwargs=self.kwargs))
        form = ReportLinkForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            path = sharing.make(
                submission=self.submission, by=self.access.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("last_day" if "last day" in refusal.reason else None, refusal.reason)
            return self.page(form)
        return self.page(None, made=request.build_absolute_uri(path))

    def page(self, form: ReportLinkForm | None, **more: str) -> HttpResponse:
        """The links, and the form or the address of the link that was made."""
        report_url = reverse("submission-report", kwargs=self.kwargs)
        shared = {"links": links_of(self.submission), "report_url": report_url}
        return self.render({"form": form, "off": sharing.OFF, **shared, **more})


class SharedView(Page, abstract=True):
    """A page behind a link. One that is revoked, is over or was never made says the same, and so
    does each of an organisation that shares no reports any more.
    """

    who = Who.PUBLIC

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        too_often = tried_too_often(
            request, action="shared", key=network_of(request), limit_get=True
        )
        response = too_often or self.opened(request, **kwargs)
        # The token must not travel in the Referer, and no search engine lists the page.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        add_never_cache_headers(response)
        return response

    def opened(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        try:
            return super().dispatch(request, **kwargs)
        except Http404:
            return self.render(template="sharing/ended.html", status=404)

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.link = doors.shared_report(hash_of(kwargs["token"]))


class SharedReport(SharedView):
    """A part of the report, to read and no more."""

    part = SUMMARY

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        given: Given = {
            "path": request.path,
            "organisation": {"name": self.link.submission.assessment.organisation.name},
            "can": {},
        }
        drawn = draw(self.part, given, self._shown(kwargs["token"]))
        sharing.opened(link=self.link, what=PARTS[self.part])
        return self.render({"drawn": drawn, "shared": True}, template="reports/page.html")

    def _shown(self, token: str) -> dict[str, object]:
        """What the part says, with the addresses behind the link."""
        submission = self.link.submission
        places = {
            part: reverse("shared-report" if part == SUMMARY else f"shared-{part}", args=[token])
            for part in PARTS
        }
        report, spec = build(submission), partial(spec_of, submission.version)
        downloads = [
            (FORMATS[key].label, reverse("shared-download", args=[token, key])) for key in PAPERS
        ]
        shown = shown_of(self.part, report, spec, self.request.GET)
        return {**addresses(places, self.part), **shown, "downloads": downloads}


class SharedDownload(SharedView):
    """The report as one of `PAPERS`, without the names that only members read."""

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if kwargs["export"] not in PAPERS:
            raise Http404
        key = kwargs["export"]
        response = as_file(key, Paper(submission=self.link.submission))
        sharing.opened(link=self.link, what=FORMATS[key].label)
        return response
