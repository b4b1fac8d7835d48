"""The audit trail: to read."""

from __future__ import annotations

from django.contrib import admin

from assessments.admin.read_only import ReadOnlyAdmin, as_document
from assessments.audit.events import Event
from assessments.models import AuditEvent


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
    search_fields = ("actor", "target", "organisation")
    date_hierarchy = "at"
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

    @admin.display(description="detail")
    def whole_detail(self, event: AuditEvent) -> str:
        return as_document(event.detail)
