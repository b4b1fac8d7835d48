"""People with accounts, whose passwords they choose themselves from a link in an email; and what
guards accounts: groups, email addresses and second steps of sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from assessments.access.roles import MODERATORS
from assessments.admin.links import list_of
from assessments.admin.long_lists import LongListAdmin
from assessments.admin.read_only import ReadOnlyAdmin
from assessments.admin.recovery import STEPS, reset_view
from assessments.admin.refusals import RefusalsOnThePage
from assessments.admin.types import editor
from assessments.forms.accounts import NEW_ADDRESS
from assessments.models import Membership, SignInEvent, User
from assessments.names import email_address, fault_of_name, one_line
from assessments.queries.members import is_last_administrator
from assessments.services import people

POWERS = ("is_staff", "is_superuser", "groups")
READ_ONLY = ("second_step", "last_login", "joined", "holds")
YOURSELF = "You cannot take this away from yourself. Ask another superuser to do it."
TAKEN = "Another account has this email address already."


class UserForm(forms.ModelForm):
    """An account. `asking` is the one who changes it."""

    asking: User

    class Meta:
        model = User
        fields = ("email", "name", "is_active", *POWERS)
        widgets: ClassVar = {"groups": forms.CheckboxSelectMultiple}
        help_texts: ClassVar = {
            "groups": "Moderators need nothing else. Editors and publishers also open the admin.",
            "is_superuser": "May do everything here. Give it to few people.",
        }

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        fault = fault_of_name(typed)
        if fault:
            raise forms.ValidationError(f"The name must {fault}.")
        return one_line(typed)

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if typed != self.instance.email:
            NEW_ADDRESS(typed)
        email = email_address(typed)
        others = User.objects.filter(email=email).exclude(pk=self.instance.pk)
        addresses = EmailAddress.objects.filter(email=email, verified=True)
        if others.exists() or addresses.exclude(user=self.instance.pk).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if self.instance.pk == self.asking.pk:
            for name in ("is_active", "is_staff", "is_superuser"):
                if getattr(self.asking, name) and given.get(name) is False:
                    self.add_error(name, YOURSELF)
        if self.instance.pk and given.get("is_active") is False:
            self._check_administrators_stay()
        return given

    def _check_administrators_stay(self) -> None:
        roles = Membership.objects.filter(user=self.instance).select_related("organisation")
        left = [str(role.organisation) for role in roles if is_last_administrator(role)]
        if left:
            self.add_error(
                "is_active",
                f"This is the only administrator of {', '.join(left)}. "
                "Make another member an administrator first.",
            )


@admin.register(User)
class UserAdmin(RefusalsOnThePage, LongListAdmin):
    form = UserForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("pk",)
    ordering = ("name", "email")
    actions = None

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"asking": request.user, "__module__": __name__})

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """A new account needs an address and a name; powers are given afterwards."""
        if obj is None:
            return ("email", "name")
        return ("email", "name", "is_active", *POWERS, *READ_ONLY)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser hands out powers, and addresses, which passwords are sent to."""
        read_only = READ_ONLY if obj else ()
        if request.user.is_superuser or obj is None:
            return read_only
        return ("email", *POWERS, *read_only)

    def get_urls(self) -> list[URLPattern]:
        reset = path(
            "<int:pk>/reset-second-step/",
            self.admin_site.admin_view(reset_view(self)),
            name="assessments_user_reset-second-step",
        )
        return [reset, *super().get_urls()]

    @admin.display(description="Two-step sign-in")
    def second_step(self, user: User) -> str:
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        has = ", ".join(word for kind, word in STEPS.items() if kind in kinds)
        return f"On: {has}" if has else "Off"

    @admin.display(description="What it has")
    def holds(self, user: User) -> str:
        return list_of("membership", "Memberships", user=user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """What a person wrote stays theirs: close the account instead."""
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            people.change_account(user=obj, changes=dict(form.cleaned_data), by=editor(request))
            return
        made = people.make_user(
            email=obj.email,
            name=obj.name,
            by=editor(request),
        )
        obj.pk = made.pk
        messages.info(
            request,
            f"We have sent {made.email} a link. {made.name} chooses a password there.",
        )
        people.ask_for_password(made.email)

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseInlineFormSet],
        change: bool,
    ) -> None:
        """Groups are the service's too."""


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
