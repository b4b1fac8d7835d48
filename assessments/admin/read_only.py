"""Rows that the programme team may read here and that only services write."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from assessments.admin.long_lists import LongListAdmin
from assessments.admin.trail import LedToTheTrail
from assessments.queries.lagging import LAGGING, may_lag


def as_document(value: object) -> str:
    """Stored JSON, indented, as a block that wraps. What people wrote in it is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="rd-document">{}</pre>', text)


def document(name: str, description: str = "") -> Callable[[object, Model], str]:
    """A field of a page that shows stored JSON whole."""

    @admin.display(description=description or name)
    def show(_: object, row: Model) -> str:
        return as_document(getattr(row, name))

    return show


class ReadOnlyInline(admin.TabularInline):
    """Rows under a row, to read."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(LedToTheTrail):
    """Rows that only services write: the admin shows them to users with any permissions."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    actions = None
    # The site shows what an organisation has to its members only.
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, LongListAdmin):
    """A long list of such rows, which a copy of the database answers where it may."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if self.model not in LAGGING:
            return super().changelist_view(request, extra_context)
        with may_lag():
            response = super().changelist_view(request, extra_context)
            # The rows are read while the page is written.
            return response.render() if isinstance(response, TemplateResponse) else response


class OfAnAssessmentAdmin(ReadOnly):
    """Such rows, of which there are many to an assessment: read from its page, in no list of all.

    `assessment_is` is the way from a row to its assessment.
    """

    assessment_is = "assessment"
    search_help_text = "Finds a code, or a part of one."

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == self.asks_for or super().lookup_allowed(lookup, value, request)

    @property
    def asks_for(self) -> str:
        """What the address of a list has to say."""
        return f"{self.assessment_is}__id__exact"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if self.has_view_permission(request) and not request.GET.get(self.asks_for):
            messages.info(request, "Choose an assessment first. What it holds is on its page.")
            return redirect("admin:assessments_assessment_changelist")
        return super().changelist_view(request, extra_context)
