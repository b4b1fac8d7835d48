"""Assessments, answers, submissions and scores: to read."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.admin.reading import ReadOnlyAdmin
from assessments.models import Answer, Assessment, DimensionScore, ScoreSnapshot, Submission


def _indented(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("reference", "organisation", "title", "status", "started_at", "started_by")
    list_filter = ("status", "sector", "rubric")
    search_fields = ("reference", "title", "organisation__name")
    list_select_related = ("organisation", "started_by")
    date_hierarchy = "started_at"


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "question", "state", "revision", "saved_at", "saved_by")
    list_filter = ("state",)
    search_fields = ("assessment__reference", "question__code")
    list_select_related = ("assessment", "question", "saved_by")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("reference", "organisation_name", "number", "submitted_at", "submitted_by_name")
    search_fields = ("reference", "organisation_name")
    date_hierarchy = "submitted_at"
    exclude = ("answers",)
    readonly_fields = ("answers_as_sent",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related("submitted_by", "version")

    @admin.display(description="answers as sent")
    def answers_as_sent(self, submission: Submission) -> str:
        return _indented(submission.answers)


class DimensionScoreInline(admin.TabularInline):
    model = DimensionScore
    fields = ("name", "score", "exact", "band")
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ScoreSnapshot)
class ScoreSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("submission", "overall", "final_band_name", "engine_version", "taken")
    list_filter = ("final_band_name", "engine_version")
    list_select_related = ("submission",)
    search_fields = ("submission__reference", "submission__organisation_name")
    exclude = ("result",)
    readonly_fields = ("whole_result",)
    inlines = (DimensionScoreInline,)

    @admin.display(description="whole result")
    def whole_result(self, snapshot: ScoreSnapshot) -> str:
        return _indented(snapshot.result)
