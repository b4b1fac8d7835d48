"""The audit trail: to read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from assessments.admin.long_lists import keys_of
from assessments.admin.read_only import ReadOnlyAdmin, document
from assessments.audit.events import Event
from assessments.models import AuditEvent, Organisation, User

PEOPLE = ("account", "member")
REFERENCED = ("organisation", "assessment", "evidence", "action", "scenario")
"""Kinds of row that the trail calls by a person's key, and by what people can read."""


class EventFilter(admin.SimpleListFilter):
    """Kinds of event, by their names."""

    title = "event"
    parameter_name = "event"

    def lookups(self, request, model_admin):  # type: ignore[no-untyped-def]
        return [(event.value, event.label) for event in Event]

    def queryset(self, request, queryset):  # type: ignore[no-untyped-def]
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "sentence", "organisation")
    list_filter = (EventFilter,)
    search_fields = ("organisation",)
    fields = (
        "sentence",
        "at",
        "event",
        "actor",
        "actor_id",
        "organisation",
        "target",
        "target_kind",
        "target_ref",
        "whole_detail",
    )
    readonly_fields = ("sentence", "whole_detail")
    whole_detail = document("detail")
    search_help_text = (
        "Finds what was done by a person (name, or the beginning of the email address), in an "
        "organisation (name or the beginning of it, official code or address), or to what has a "
        "reference."
    )

    def found_by(self, request: HttpRequest, term: str) -> Q:
        """The trail holds names and keys as text: it is asked for those of the rows of today."""
        councils = keys_of(request, Organisation, term)
        slugs = Organisation.objects.filter(pk__in=councils).values_list("slug", flat=True)
        people = [str(key) for key in keys_of(request, User, term)]
        return (
            Q(actor_id__in=people)
            | Q(organisation__in=[term, *slugs])
            | Q(target_kind__in=PEOPLE, target_ref__in=people)
            | Q(target_kind__in=REFERENCED, target_ref=term)
        )
