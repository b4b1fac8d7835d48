"""The files of an evidence item: added in a form of their own, and given out past a door."""

from __future__ import annotations

import logging
from typing import BinaryIO, Unpack, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.attachments.recognising import KINDS, MEGABYTE, SIZE_MOST
from assessments.forms.attachments import FileForm
from assessments.queries.attachments import files_of, opened
from assessments.services import attachments
from assessments.services.attachments import scans
from assessments.views.base import Address, EvidenceView, OrganisationView
from assessments.workflow import Refused, Scan

log = logging.getLogger("assessments.files")

ALONE = "sandbox; default-src 'none'"
"""The policy of a file, should a browser show it after all: it may run and load nothing."""
AWAY = "The file cannot be fetched at the moment. Try again later."
INFECTED = "A virus was found in this file, so it is not given out. Remove it and add a clean copy."


class FilePage(OrganisationView, abstract=True):
    """A page about the files of an item."""

    def crumbs(self, reference: str, title: str) -> list[tuple[str, str]]:
        """The pages above, and the item's files."""
        organisation = self.access.organisation
        slug = organisation.slug
        return [
            *self.above,
            ("Evidence", reverse("evidence-list", args=[slug])),
            (f"Files of {title}", reverse("attachment-list", args=[slug, reference])),
        ]


class AttachmentList(EvidenceView, FilePage):
    """The files of an item, and the form that adds one."""

    permission = Permission.VIEW
    write_permission = Permission.RECORD_EVIDENCE
    template_name = "attachments/list.html"
    # A little more than a file, for the rest of the form.
    body_most = SIZE_MOST + MEGABYTE
    takes_files = True

    def context(self) -> dict[str, object]:
        item = self.evidence
        return {
            **super().context(),
            "evidence": item,
            "crumbs": self.crumbs(item.reference, item.title)[:-1],
            "files": [(one, KINDS[one.kind]) for one in files_of(item)],
            "scans": scans(),
            "unscanned": Scan.UNSCANNED,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": FileForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = attachments.attach(
                    evidence=self.evidence,
                    file=cast("BinaryIO", file),
                    name=file.name,
                    size=file.size,
                    by=self.access.user,
                )
            except Refused as refusal:
                form.add_error("file", refusal.reason)
            else:
                messages.success(request, f"{made.name} is added.")
                slug = self.access.organisation.slug
                return redirect("attachment-list", slug, self.evidence.reference)
        return self.render({"form": form})


class OneFile(FilePage, abstract=True):
    """A page of one file."""

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.attachment = self.through(doors.attachment, "reference", "key")


class AttachmentDownload(OneFile):
    """The file, for every member: its bytes, to be saved and never shown."""

    permission = Permission.VIEW

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        if self.attachment.scan == Scan.INFECTED:
            raise Refused(INFECTED)
        try:
            file = opened(self.attachment)
        except Exception:
            # Each storage has errors of its own.
            log.exception("a file could not be fetched: %s", self.attachment.stored_as)
            context = {"heading": "The file is not there at the moment", "reason": AWAY}
            return self.render(context, template="error.html", status=503)
        response = FileResponse(
            file,
            as_attachment=True,
            filename=self.attachment.name,
            content_type=KINDS[self.attachment.kind].content_type,
        )
        response.headers["Content-Length"] = str(self.attachment.size)
        response.headers["Content-Security-Policy"] = ALONE
        return response


class AttachmentRemove(OneFile):
    """Take it off the item, after a page that says what stays."""

    permission = Permission.RECORD_EVIDENCE
    template_name = "attachments/remove.html"

    def context(self) -> dict[str, object]:
        item = self.attachment.evidence
        assert item is not None  # noqa: S101 - the door finds it by its item
        return {
            **super().context(),
            "evidence": item,
            "file": self.attachment,
            "crumbs": self.crumbs(item.reference, item.title),
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        attachments.remove(attachment=self.attachment, by=self.access.user)
        messages.success(request, f"{self.attachment.name} is removed.")
        return redirect("attachment-list", kwargs["slug"], kwargs["reference"])


class SubmissionFile(AttachmentDownload):
    """A file that a submission froze: for members only. Moderators read which there are, and what
    their hashes are; what is in them the organisation shows itself.
    """

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        self.access, self.attachment = self.through(
            doors.submitted_file, "reference", "number", "key"
        )
