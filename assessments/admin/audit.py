"""The audit trail: to read."""

from __future__ import annotations

from django.contrib import admin

from assessments.admin.reading import ReadOnlyAdmin
from assessments.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "sentence", "organisation")
    list_filter = ("event",)
    search_fields = ("actor", "target", "organisation")
    date_hierarchy = "at"
