"""The plans of organisations, and what they supposed: to read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline, document
from assessments.models import ActionEvidence, ActionNote, PlannedAction, Scenario


class ActionNoteInline(ReadOnlyInline):
    model = ActionNote
    fields = ("said", "state", "said_by", "said_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionNote]:
        return super().get_queryset(request).select_related("said_by")


class ActionEvidenceInline(ReadOnlyInline):
    model = ActionEvidence
    fields = ("item",)
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionEvidence]:
        return super().get_queryset(request).select_related("item")

    verbose_name_plural = "evidence"


@admin.register(PlannedAction)
class PlannedActionAdmin(ReadOnlyAdmin):
    list_display = ("title", "organisation", "question", "owner", "due", "state", "changed_at")
    list_filter = ("state", "organisation__sector")
    list_select_related = ("organisation", "owner")
    search_fields = ("reference", "organisation", "owner")
    readonly_fields = ("reference", "added_at", "added_by")
    inlines = (ActionNoteInline, ActionEvidenceInline)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlannedAction]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "rubric", "submission", "given_by", "added_by", "changed_by", *self.list_select_related
        )


@admin.register(Scenario)
class ScenarioAdmin(ReadOnlyAdmin):
    list_display = ("name", "organisation", "submission", "added_by", "added_at")
    list_filter = ("organisation__sector",)
    list_select_related = ("organisation", "submission", "added_by")
    search_fields = ("reference", "organisation", "submission", "added_by")
    exclude = ("raises",)
    readonly_fields = ("reference", "raised", "added_at", "added_by")
    ordering = ("-id",)
    raised = document("raises", "raises, to levels")
