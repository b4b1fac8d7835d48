"""Invitations and requests to join: to read. What an invitation's link is kept as is not shown."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.admin.read_only import ReadOnlyAdmin
from assessments.models import Invitation, JoinRequest
from assessments.queries.members import invitations, state_of


class JoiningAdmin(ReadOnlyAdmin):
    """Superusers alone read who is asked in, and who asks."""

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Invitation)
class InvitationAdmin(JoiningAdmin):
    list_display = ("email", "organisation", "role", "state", "invited_at", "invited_by")
    search_fields = ("email", "organisation")
    ordering = ("-invited_at", "-id")
    fields = (
        "email",
        "organisation",
        "role",
        "state",
        "invited_at",
        "invited_by",
        "expires",
        "withdrawn_at",
        "withdrawn_by",
        "accepted_at",
        "accepted_by",
    )
    readonly_fields = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return invitations().defer("token_hash")

    @admin.display(description="state")
    def state(self, invitation: Invitation) -> str:
        return str(state_of(invitation))


@admin.register(JoinRequest)
class JoinRequestAdmin(JoiningAdmin):
    list_display = ("asked_by", "organisation", "asked_at", "decided_at", "accepted")
    list_select_related = ("asked_by", "organisation")
    ordering = ("-id",)
    search_fields = ("asked_by", "organisation")
    fields = (
        "asked_by",
        "organisation",
        "sector",
        "official_code",
        "asked_at",
        "decided_at",
        "decided_by",
        "accepted",
    )
