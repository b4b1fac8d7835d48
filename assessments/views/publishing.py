"""Publishing a report: what is open is chosen, looked at, published, and downloaded."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assessments import clock
from assessments.access.roles import Permission
from assessments.disclosure.choices import Release, defaults, from_document
from assessments.disclosure.public import PublicReport
from assessments.exports import as_public_pdf
from assessments.forms.publications import PublicationForm
from assessments.paging import page_of
from assessments.queries.printing import branding_of
from assessments.queries.publications import AtAddress, edition_of, public_report, versions
from assessments.queries.redacting import answers_when_open, given_before
from assessments.queries.rubrics import spec_of
from assessments.reports.branding import Branding
from assessments.rubric.definition import RubricSpec
from assessments.services import papers, publications
from assessments.views.base import Address
from assessments.views.publications import PublicationOne, PublicationView, PublishedView
from assessments.workflow import Refused


class PublicationAdd(PublicationView):
    """Chooses what is open, shows what that gives, and publishes it."""

    permission = Permission.PUBLISH
    template_name = "publications/choose.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        earlier = versions(self.submission)
        spec, sector = self._asked()
        first = from_document(earlier[0].choices) if earlier else defaults(spec, sector)
        initial = PublicationForm.initial_of(
            first,
            after=len(earlier),
            listed=bool(earlier) and earlier[0].listed,
        )
        return self._choose(PublicationForm(spec=spec, sector=sector, initial=initial))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        spec, sector = self._asked()
        form = PublicationForm(data=request.POST, spec=spec, sector=sector)
        action = request.POST.get("action")
        if "page" in request.POST:
            sent = request.POST.dict()
            return self._choose(PublicationForm.turned(sent, spec=spec, sector=sector))
        if action == "change" or not form.is_valid():
            return self._choose(form)
        try:
            return self._publish(form) if action == "publish" else self._preview(form)
        except Refused as refusal:
            later = form.upon(len(versions(self.submission)))
            later.add_error(None, refusal.reason)
            return self._choose(later)

    def _choose(self, form: PublicationForm) -> HttpResponse:
        pages = form.pages(answers_when_open(self.submission))
        asked = page_of(pages, self.request.POST.get("page", ""))
        page = form.with_first_error(pages) if form.is_bound else asked
        context = {"form": form, "leaf": page, "which": page.said("Question")}
        return self.render(
            {**context, "parts": form.parts(page), "elsewhere": form.elsewhere(page)}
        )

    def _publish(self, form: PublicationForm) -> HttpResponse:
        made = publications.publish(
            submission=self.submission,
            choices=form.choices,
            listed=form.cleaned_data["listed"],
            after=form.cleaned_data["after"],
            by=self.access.user,
        )
        messages.success(self.request, f"Version {made.version} of the public report is published.")
        where = self.context()["where"]
        return redirect(reverse("publication-report", kwargs={**where, "pk": made.version}))  # type: ignore[dict-item]

    def _preview(self, form: PublicationForm) -> HttpResponse:
        earlier = versions(self.submission)
        made = publications.next_version(self.submission, form.choices, earlier, clock.now())
        shut = {code for code, each in form.choices.items() if each.release is not Release.OPEN}
        known = sorted(shut & given_before(form.spec, earlier))
        context = {"form": None, "sent": form.sent(), "public": made.report, "known": known}
        listed = form.cleaned_data["listed"]
        return self.render({**context, "listed": listed}, template="publications/preview.html")

    def _asked(self) -> tuple[RubricSpec, str]:
        return spec_of(self.submission.version), self.submission.sector


class PublicationDownload(PublicationOne):
    """A public version, or its schedule, as a PDF for members."""

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        report, at = public_report(self.publication), self.publication.published_at
        look = branding_of(self.access.organisation)
        return _file(report, at, edition_of(self.submission), kwargs["export"], look)


class PublishedDownload(PublishedView):
    """The same file for anyone, where the organisation chose that."""

    name = "published-download"

    def show(self, found: AtAddress, **kwargs: Unpack[Address]) -> HttpResponse:
        look = branding_of(found.organisation)
        return _file(found.report, found.published_at, found.edition, kwargs["export"], look)


def _file(
    report: PublicReport, at: datetime, edition: tuple[str, str], part: str, look: Branding
) -> HttpResponse:
    if part not in as_public_pdf.PARTS:
        raise Http404
    made = papers.once(lambda: as_public_pdf.render(report, part, at, look), report, part, at, look)
    response = HttpResponse(made, content_type="application/pdf")
    name = as_public_pdf.file_name(report, part, edition, timezone.localdate(at))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
