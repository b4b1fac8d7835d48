"""The public versions of a report: for members, and for anyone where that was chosen."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.roles import Permission
from assessments.queries.publications import (
    AtAddress,
    Replaced,
    at_address,
    public_report,
    version,
    versions,
)
from assessments.views.base import Address, Page, SubmissionView, Who


class PublicationView(SubmissionView, abstract=True):
    """A page about the public versions of one submission's report."""

    permission = Permission.VIEW_REPORT

    def context(self) -> dict[str, object]:
        where = {name: self.kwargs[name] for name in ("slug", "reference", "number")}
        return {
            **super().context(),
            "where": where,
            "report_url": reverse("submission-report", kwargs=where),
            "list_url": reverse("publication-list", kwargs=where),
        }


class PublicationList(PublicationView):
    """The public versions, the latest first: who published each, and when."""

    template_name = "publications/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"publications": versions(self.submission)})


class PublicationOne(PublicationView, abstract=True):
    """One public version; its number is in the address."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = version(self.submission, kwargs["pk"])
        if found is None:
            raise Http404
        self.publication = found


class PublicationReport(PublicationOne):
    """The public report as it was published."""

    template_name = "publications/report.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        report = public_report(self.publication)
        return self.render({"publication": self.publication, "public": report})


class PublicationSchedule(PublicationReport):
    """What was withheld from the public report, and why."""

    template_name = "publications/schedule.html"


class PublishedView(Page, abstract=True):
    """What anyone may open, where the organisation chose that. The address of a version that was
    replaced leads to the latest, or says that it was replaced where that one has no address.
    """

    who = Who.PUBLIC
    name: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        try:
            found = at_address(kwargs["reference"])
        except Replaced:
            return self.render(template="publications/replaced.html", status=410)
        if found is None:
            raise Http404
        if found.reference != kwargs["reference"]:
            return redirect(
                reverse(self.name, kwargs={**self.kwargs, "reference": found.reference})
            )
        return self.show(found, **kwargs)

    def show(self, found: AtAddress, **kwargs: Unpack[Address]) -> HttpResponse:
        """The answer for the latest version."""
        raise NotImplementedError


class PublishedReport(PublishedView):
    """The public report at an address that anyone may open."""

    name = "published"
    template_name = "publications/published.html"

    def show(self, found: AtAddress, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"public": found.report, "reference": found.reference})
