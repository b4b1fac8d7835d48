"""What a page answers when nothing could be saved: why, with every word that was typed."""

from __future__ import annotations

import re

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.options import Options
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from assessments.admin.links import version_of
from assessments.admin.types import View
from assessments.forms.typed import in_words, typed
from assessments.models.base import FrozenRecord
from assessments.names import within_a_sentence
from assessments.workflow import Refused

IN_A_TABLE = re.compile(r"(?P<table>\w+)-(?P<row>\d+)-(?P<name>\w+)", re.ASCII)

GONE = (
    "This is gone: the draft was deleted, or put back to an earlier state, after you opened the "
    "page. Nothing was saved."
)


def not_saved(site: admin.AdminSite, request: HttpRequest, why: str) -> HttpResponse:
    """Why nothing was saved, with everything that stood on the page, to copy."""
    context = {
        **site.each_context(request),
        "title": "Not saved",
        "why": why,
        "typed": list(typed(request.POST, request.resolver_match)),
    }
    template = "admin/assessments/not_saved.html"
    return TemplateResponse(request, template, context, status=409)


def redirects_when_gone(view: View) -> View:
    """The view of a page about an edition or a question, which says so when that is gone."""

    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            messages.error(request, GONE)
            return redirect("admin:assessments_rubricversion_changelist")

    return answered


def _label(model: type[Model], name: str) -> str:
    """The label of a column of the model in forms; empty where it has none of that name."""
    column = next((one for one in model._meta.fields if one.name == name), None)
    return capfirst(str(column.verbose_name)) if column else ""


class GivesBack(admin.ModelAdmin):
    """A page of a draft that was deleted or published meanwhile gives back what was typed on it."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            row = self.get_object(request, object_id) if object_id else None
            version = version_of(row)
            may = request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
            if request.method != "POST" or version is None or not (may and version.is_published):
                raise
            why = f"{version.published_by} has published {version.title}, so it cannot change."
            return not_saved(self.admin_site, request, f"{why} Nothing of yours was saved.")

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Options, object_id: str
    ) -> HttpResponse:
        if request.method == "POST":
            return not_saved(self.admin_site, request, GONE)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]


class RefusalsOnThePage(admin.ModelAdmin):
    """What a service refuses is said on the page the person came from, and nothing is written.

    Rules that a form can check are shown next to its fields; this is for what changed meanwhile.
    """

    def called(self, name: str) -> str:
        """What the page's forms call a field that was posted to it: "Why", or of a row
        of a table "Levels 3, action".
        """
        cell = IN_A_TABLE.fullmatch(name)
        if cell is None:
            return _label(self.model, name) or in_words(name)
        tables = {one.get_accessor_name(): one.related_model for one in self.opts.related_objects}
        rows = tables.get(cell["table"])
        for inline in self.inlines:
            if inline.model is rows and (label := _label(inline.model, cell["name"])):
                several = inline.verbose_name_plural or inline.model._meta.verbose_name_plural
                return f"{capfirst(several)} {int(cell['row']) + 1}, {within_a_sentence(label)}"
        return in_words(name)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Refused, FrozenRecord) as refusal:
            return self.refused(request, refusal)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (Refused, FrozenRecord) as refusal:
            return self.refused(request, refusal)

    def refused(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        """Back to the page, with the reason."""
        messages.error(request, str(refusal))
        return redirect(request.get_full_path())
