"""A new draft from a published edition: its name and title are asked for, then it is copied."""

from __future__ import annotations

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect

from assessments.admin.pages import verb_page
from assessments.admin.types import View, editor
from assessments.models import RubricVersion
from assessments.queries.rubrics import editions
from assessments.rubric.definition import SHORT, TITLE
from assessments.rubric.files import values
from assessments.services import drafts
from assessments.workflow import Refused

CHANGE = "assessments.change_rubricversion"
CHANGE_PAGE = "admin:assessments_rubricversion_change"
NOT_YOURS = "Making a draft takes the permission to change rubrics."
YEAR = re.compile(r"\b(2\d{3})\b(?:\.\d+)?")
"""A year, and the number of a correction within it: the next year begins without one."""


class CopyForm(forms.Form):
    """What the new edition is called. `version` is the one to copy."""

    edition = forms.CharField(label="Edition", max_length=40, help_text="For example 2027.")
    title = forms.CharField(label="Title", max_length=200)

    def __init__(
        self, data: QueryDict | None, version: RubricVersion, initial: dict[str, str]
    ) -> None:
        super().__init__(data, initial=initial)
        self.version = version
        for field in self.fields.values():
            field.widget.attrs["class"] = "vTextField"

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        for name, allowed in (("edition", SHORT), ("title", TITLE)):
            try:
                if given.get(name):
                    given[name] = values.typed(values.text(allowed), given[name])
            except ValueError as fault:
                self.add_error(name, f"This {fault}.")
        others = editions().filter(rubric=self.version.rubric_id, edition=given.get("edition"))
        if others.exists():
            taken = given["edition"]
            self.add_error("edition", f"There already is an edition {taken}. Choose another name.")
        return given


def next_year(text: str) -> str:
    """The text with its last year counted on by one: "Readiness 2026" becomes "Readiness 2027"."""
    years = list(YEAR.finditer(text))
    if not years:
        return text
    last = years[-1]
    return f"{text[: last.start()]}{int(last[1]) + 1}{text[last.end() :]}"


def draft_of(version: RubricVersion) -> RubricVersion | None:
    """The draft that the edition's rubric has, if any: there is never more than one."""
    return editions().filter(rubric=version.rubric_id, published_at__isnull=True).first()


def may_copy(request: HttpRequest, pk: str) -> bool:
    """Whether the page of an edition offers a new draft from it."""
    if not (request.user.has_perm(CHANGE) and pk.isdecimal() and len(pk) < 18):
        return False
    drafts_of_it = editions().filter(rubric__versions=int(pk), published_at__isnull=True)
    return not drafts_of_it.exists()


def copy_view(owner: admin.ModelAdmin[RubricVersion]) -> View:
    """Asks for the new edition's name and title, suggesting the next year's, and copies."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied(NOT_YOURS)
        version = get_object_or_404(editions(), pk=pk)
        present = draft_of(version)
        if present is not None:
            messages.error(request, "This rubric already has a draft: this one.")
            return redirect(CHANGE_PAGE, present.pk)
        suggested = {"edition": next_year(version.edition), "title": next_year(version.title)}
        form = CopyForm(request.POST or None, version=version, initial=suggested)
        if request.method == "POST" and form.is_valid():
            try:
                draft = drafts.copy_edition(
                    version=version, by=editor(request), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error("edition", refusal.reason)
            else:
                messages.success(request, f"This is the new draft, copied from {version.title}.")
                return redirect(CHANGE_PAGE, draft.pk)
        return verb_page(
            owner,
            request,
            [version],
            form,
            "New draft",
            title=f"New draft from {version.title}",
            about=(
                "The draft begins with everything that this edition holds. This edition, and "
                "every score given with it, stays as it is.",
            ),
            button="Make the draft",
            back="Back to the edition",
        )

    return view
