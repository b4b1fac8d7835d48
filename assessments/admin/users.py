"""People with accounts. Passwords are set by their owners, through "Forgotten your password?"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from assessments.models import User
from assessments.services import people


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = (
            "email",
            "name",
            "is_active",
            "is_staff",
            "is_superuser",
            "groups",
            "user_permissions",
        )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("name", "email")
    filter_horizontal = ("groups", "user_permissions")
    list_per_page = 50
    ordering = ("name", "email")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A new account needs an address and a name; powers are given afterwards."""
        if obj is None:
            return ("email", "name")
        return ("email", "name", "is_active", "is_staff", "is_superuser", "groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only a superuser hands out powers, or nobody would need to be one."""
        if request.user.is_superuser:
            return ()
        return ("is_staff", "is_superuser", "groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a person wrote stays theirs: close the account instead."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = people.make_user(
            email=obj.email,
            name=obj.name,
            by=request.user,  # type: ignore[arg-type]
        )
        obj.pk = made.pk
