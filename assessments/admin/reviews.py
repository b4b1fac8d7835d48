"""How assessments are signed off, and who acts for whom: to read."""

from __future__ import annotations

from django.contrib import admin

from assessments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from assessments.models import Decision, Deputy, Review


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = ("name", "job_title", "acting_for", "approved", "decided_at", "said")
    readonly_fields = fields


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "state", "sent_by", "sent_at", "submission")
    list_filter = ("state",)
    ordering = ("-id",)
    list_select_related = ("assessment", "sent_by", "submission")
    search_fields = ("assessment", "assessment__organisation", "sent_by")
    inlines = (DecisionInline,)


@admin.register(Deputy)
class DeputyAdmin(ReadOnlyAdmin):
    list_display = ("deputy", "approver", "organisation", "first_day", "last_day")
    list_select_related = ("deputy", "approver", "organisation")
    search_fields = ("organisation", "deputy", "approver")
    ordering = ("-id",)
