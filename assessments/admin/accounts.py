"""What guards accounts: groups, email addresses and second steps of sign-in."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from assessments.access.roles import MODERATORS
from assessments.admin.read_only import ReadOnlyAdmin
from assessments.models import SignInEvent

PROGRAMME_GROUPS = frozenset({MODERATORS, "Rubric editors", "Rubric publishers"})
"""Groups that a migration made and the product asks for by name."""

for ready_made in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(ready_made):
        admin.site.unregister(ready_made)


@admin.register(Group)
class ProgrammeGroupAdmin(GroupAdmin):
    """The programme's own groups keep their names and stay."""

    actions = None
    # Django's two lists need a mouse, and have words that a screen reader does not find.
    filter_horizontal = ()

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest | None = None, **kwargs: object
    ) -> forms.ModelMultipleChoiceField | None:
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Group | None = None
    ) -> tuple[str, ...]:
        return ("name",) if obj and obj.name in PROGRAMME_GROUPS else ()

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        if obj and obj.name in PROGRAMME_GROUPS:
            return False
        return super().has_delete_permission(request, obj)


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """Which addresses were confirmed. People change their own; see also the account's page."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    list_select_related = ("user",)
    search_fields = ("email", "user")
    ordering = ("-id",)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second steps of sign-in, without their secrets, to read.

    All of a person's are reset together, from their own page: `recovery.reset_view`.
    """

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Authenticator]:
        return super().get_queryset(request).defer("data")


@admin.register(SignInEvent)
class SignInEventAdmin(ReadOnlyAdmin):
    """Attempts to sign in, of the last 90 days."""

    list_display = ("at", "kind", "account", "network")
    list_filter = ("kind",)
    list_select_related = ("account",)
    search_fields = ("account", "network")
    fields = ("at", "kind", "account", "network")
