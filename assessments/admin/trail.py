"""The way from the page of a row to what the trail says of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assessments.admin.types import Context
from assessments.audit.trail import Recorded, named
from assessments.models import AuditEvent, Organisation


class LedToTheTrail(admin.ModelAdmin):
    """Pages of rows that services write: Django's own history knows only what its pages wrote."""

    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        context["events"] = _events_of(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _events_of(request: HttpRequest, row: Model | None) -> str:
    """Where the trail lists what happened to a row; empty where it has nothing to list."""
    if not isinstance(row, Recorded) or not request.user.has_perm("assessments.view_auditevent"):
        return ""
    kind, ref, _, organisation = named(row)
    asked = {"organisation": organisation.slug} if organisation else {}
    if not isinstance(row, Organisation):
        asked |= {"target_kind": kind, "target_ref": ref}
    if not AuditEvent.objects.filter(**asked).exists():
        return ""
    return f"{reverse('admin:assessments_auditevent_changelist')}?{urlencode(asked)}"
