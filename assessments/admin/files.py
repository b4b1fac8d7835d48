"""A rubric as a file: downloaded from an edition's page, and uploaded by way of a dry run."""

from __future__ import annotations

import json
from functools import cache

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from assessments.admin.pages import edition_to_read, page
from assessments.admin.types import View, editor
from assessments.forms.rubric_upload import MOST_SHOWN, RubricUploadForm
from assessments.models import RubricUpload, RubricVersion
from assessments.queries.drafts import kept_spec
from assessments.queries.rubrics import editions, spec_of
from assessments.queries.uploads import (
    Target,
    editions_of,
    newest_spec,
    spec_in,
    target_of,
    waiting_upload,
)
from assessments.question_types import choices
from assessments.rubric.comparison import compare
from assessments.rubric.comparison_pages import page_of_comparison
from assessments.rubric.comparison_words import to_editors
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json, content_hash
from assessments.rubric.files.differences import differences
from assessments.rubric.findings import FileRefused, Finding, number_of
from assessments.rubric.workbook.codec import FORMATS, file_name
from assessments.services import rubric_uploads
from assessments.workflow import Refused

NOT_YOURS = "Uploading a rubric takes the permission to change rubrics."
TOO_LONG = (
    "{title} is too long for this kind of spreadsheet, or holds a text that is too long for a "
    "cell. Download the YAML file."
)
NAME = "admin:assessments_rubricversion"


def download_links(version: RubricVersion) -> SafeString:
    """The edition as a file of each format."""
    links = [
        (reverse(f"{NAME}_download", args=[version.pk, one.key]), one.label)
        for one in FORMATS.values()
    ]
    return format_html_join(" · ", '<a href="{}">{}</a>', links)


def download_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """An edition or a draft, as it is now, as a file."""

    def view(request: HttpRequest, pk: int, key: str) -> HttpResponse:
        version = edition_to_read(owner, request, pk)
        if key not in FORMATS:
            raise Http404
        chosen, spec = FORMATS[key], spec_of(version)
        try:
            content = chosen.write(spec)
        except FileRefused:
            messages.error(request, TOO_LONG.format(title=version.title))
            return redirect(f"{NAME}_change", version.pk)
        response = HttpResponse(content, content_type=chosen.content_type)
        name = file_name(spec, chosen, draft=not version.is_published)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return view


def upload_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Choosing a file; what it would change; taking it. Nothing is written before the last step.

    With a key the file replaces that draft; without, the file itself says where it belongs.
    """

    def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if not owner.has_change_permission(request):
            raise PermissionDenied(NOT_YOURS)
        into = None if pk is None else editions().filter(pk=pk).first()
        if pk is not None and into is None:
            if request.method != "POST":
                raise Http404
            messages.error(request, "This draft has been deleted. Nothing was written.")
            return redirect(f"{NAME}_changelist")
        if into is not None and into.is_published and request.method != "POST":
            words = f"{into.title} is published and never changes. A file can begin the next draft."
            messages.info(request, words)
            return redirect(f"{NAME}_upload")
        upload = UploadPage(owner, request, into)
        if request.method != "POST":
            return upload.choose()
        return upload.confirm() if "upload" in request.POST else upload.dry_run()

    return view


class UploadPage:
    """The two pages of an upload, for one request."""

    def __init__(
        self,
        owner: admin.ModelAdmin[RubricVersion],
        request: HttpRequest,
        into: RubricVersion | None,
    ) -> None:
        self.owner, self.request, self.into = owner, request, into
        self.user = editor(request)

    def choose(self, form: RubricUploadForm | None = None, problem: str = "") -> HttpResponse:
        """The page with the field, and with what is wrong with the last file."""
        chosen = form or RubricUploadForm()
        if problem:
            # What is wrong with a file that could be read is shown next to the field too.
            chosen = chosen if chosen.is_bound else RubricUploadForm(self.request.POST)
            chosen.is_valid()
            chosen.errors.clear()
            chosen.add_error("file", problem)
        return self._page("upload", form=chosen)

    def dry_run(self) -> HttpResponse:
        """What the file would change, with the button; or what is wrong with it."""
        editions_here = cache(editions_of)
        form = RubricUploadForm(
            self.request.POST,
            self.request.FILES,
            before_of=lambda spec: newest_spec(editions_here(spec.code)),
        )
        if not form.is_valid() or form.spec is None:
            return self.choose(form)
        name = str(form.cleaned_data["file"].name)
        try:
            target = target_of(form.spec, self.into, editions_here(form.spec.code))
        except Refused as refusal:
            return self.choose(form, str(refusal))
        upload = rubric_uploads.keep(
            content=form.content, file_name=name, standing=target.standing, by=self.user
        )
        return self._compared(upload, form.spec, target, form.warnings)

    def confirm(self) -> HttpResponse:
        """Takes what the dry run showed, unless things have changed: then shows how they are."""
        try:
            upload = waiting_upload(self.request.POST["upload"], self.user)
            spec = spec_in(upload)
            target = target_of(spec, self.into)
            try:
                draft = rubric_uploads.take(upload=upload, by=self.user)
            except rubric_uploads.Outdated as refusal:
                target = target_of(spec, self.into)
                rubric_uploads.compare_again(upload=upload, standing=target.standing)
                outdated = self._meanwhile(target, refusal)
                return self._compared(upload, spec, target, outdated=outdated)
        except Refused as refusal:
            return self.choose(problem=str(refusal))
        messages.success(self.request, f"{draft.title} now holds what {upload.file_name} holds.")
        return redirect(f"{NAME}_change", draft.pk)

    def _meanwhile(self, target: Target, refusal: Refused) -> str:
        """What happened to the draft since the comparison was made, with who did it."""
        draft = target.draft
        if draft is None or draft.edited_by_id is None:
            return refusal.reason
        who = "You" if draft.edited_by_id == self.user.pk else str(draft.edited_by)
        return f"{refusal.reason} {who} changed it last."

    def _compared(
        self,
        upload: RubricUpload,
        spec: RubricSpec,
        target: Target,
        warnings: tuple[Finding, ...] = (),
        outdated: str = "",
    ) -> HttpResponse:
        other = target.compared
        more: dict[str, object] = {
            "upload": upload,
            "spec": spec,
            "questions": len(list(spec.questions())),
            "target": target,
            "outdated": outdated,
            "warnings": warnings[:MOST_SHOWN],
            "warnings_left": number_of(warnings[MOST_SHOWN:]),
        }
        if other is not None:
            before = kept_spec(other)
            more["same"] = content_hash(before) == content_hash(spec)
            found = more["found"] = compare(before, spec, dict(choices()), to_editors)
            part = more["part"] = page_of_comparison(found)
            more["at"] = part.addresses(None)
            more["particulars"] = _particulars(before, spec)
            if found.empty and not more["particulars"]:
                more["fields"] = differences(_document(before), _document(spec))
        more["can_take"] = not (more.get("same") and target.draft)
        return self._page("dry_run", status=409 if outdated else 200, **more)

    def _page(self, template: str, status: int = 200, **more: object) -> HttpResponse:
        titles = {"upload": "Upload a rubric file", "dry_run": "What the file would change"}
        where = f"rubricversion/{template}.html"
        title = titles[template]
        response = page(self.owner, self.request, where, title, version=self.into, **more)
        response.status_code = status
        return response


def _particulars(before: RubricSpec, after: RubricSpec) -> list[tuple[str, str, str]]:
    """What editions differ in by their nature, and a comparison of them does not tell."""
    return [
        (label, old, new)
        for label, old, new in (
            ("Title", before.title, after.title),
            ("Edition", before.edition, after.edition),
            ("Language", before.language, after.language),
        )
        if old != new
    ]


def _document(spec: RubricSpec) -> dict[str, object]:
    read: dict[str, object] = json.loads(canonical_json(spec))
    return read


def file_urls(owner: admin.ModelAdmin[RubricVersion]) -> list[URLPattern]:
    """The addresses of files, before those of rows."""
    wrap = owner.admin_site.admin_view
    upload, download = wrap(upload_view(owner)), wrap(download_view(owner))
    name = NAME.removeprefix("admin:")
    return [
        path("upload/", upload, name=f"{name}_upload"),
        path("<int:pk>/upload/", upload, name=f"{name}_replace"),
        path("<int:pk>/download/<slug:key>/", download, name=f"{name}_download"),
    ]
