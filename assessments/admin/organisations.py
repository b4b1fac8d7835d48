"""Organisations and memberships, changed through the same services as on the pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from assessments.access.roles import Role
from assessments.models import Membership, Organisation
from assessments.services import members, organisations


class OrganisationForm(forms.ModelForm):
    """Says beside the field what the service would refuse."""

    class Meta:
        model = Organisation
        fields = ("name", "sector", "official_code", "region")

    def clean_official_code(self) -> str:
        return organisations.tidy_code(self.cleaned_data["official_code"])


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    form = OrganisationForm
    list_display = ("name", "sector", "region", "official_code", "created_at")
    list_filter = ("sector", "region")
    search_fields = ("name", "official_code", "slug")
    list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in OrganisationForm.Meta.fields}
        if change:
            organisations.change(organisation=obj, by=request.user, **given)  # type: ignore[arg-type]
            return
        made = organisations.create(by=request.user, **given)  # type: ignore[arg-type]
        obj.pk, obj.slug = made.pk, made.slug

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An organisation has members, a history and reports: it is never deleted."""
        return False


class MembershipForm(forms.ModelForm):
    """Asks the service's own rules before the page is saved, so that a refusal stands on it."""

    class Meta:
        model = Membership
        fields = ("organisation", "user", "role")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.instance.pk and given.get("role") not in (None, Role.ADMINISTRATOR):
            stored = Membership.objects.get(pk=self.instance.pk)
            if members.is_last_administrator(stored):
                self.add_error("role", members.LAST_ADMINISTRATOR)
        return given


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ("user", "organisation", "role", "added_at", "added_by")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    list_select_related = ("user", "organisation", "added_by")
    list_per_page = 50
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("organisation", "user") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        role = Role(form.cleaned_data["role"])
        if change:
            stored = Membership.objects.get(pk=obj.pk)
            members.change_role(membership=stored, role=role, by=request.user)  # type: ignore[arg-type]
            return
        made = members.add(
            organisation=obj.organisation,
            user=obj.user,
            role=role,
            by=request.user,  # type: ignore[arg-type]
        )
        obj.pk = made.pk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The last administrator stays: an organisation is never without one."""
        if obj is not None and members.is_last_administrator(obj):
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        members.remove(membership=obj, by=request.user)  # type: ignore[arg-type]
