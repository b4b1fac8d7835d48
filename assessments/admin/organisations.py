"""Organisations and memberships, changed through the same services as on the pages; and invitations
and requests to join, to read. What an invitation's link is kept as is not shown.
"""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from assessments.access.roles import Role
from assessments.admin.links import address_of, list_of
from assessments.admin.long_lists import LongListAdmin
from assessments.admin.read_only import ReadOnlyAdmin
from assessments.admin.recovery import name_view
from assessments.admin.refusals import RefusalsOnThePage
from assessments.admin.types import editor
from assessments.forms.organisations import OrganisationForm as Details
from assessments.models import Invitation, JoinRequest, Membership, Organisation
from assessments.queries.members import invitations, is_last_administrator, state_of
from assessments.services import members, organisations


class OrganisationForm(forms.ModelForm):
    """Says next to the field what the pages, and the service, would refuse."""

    name = Details.declared_fields["name"]
    official_code = Details.declared_fields["official_code"]

    class Meta:
        model = Organisation
        fields = ("name", "sector", "official_code", "region")

    def clean_name(self) -> str:
        return Details.clean_name(self)  # type: ignore[arg-type]

    def clean_official_code(self) -> str:
        return Details.clean_official_code(self)  # type: ignore[arg-type]

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        code, sector = given.get("official_code"), given.get("sector")
        holders = Organisation.objects.filter(sector=sector, official_code=code)
        if code and sector and holders.exclude(pk=self.instance.pk).exists():
            self.add_error("official_code", organisations.CodeTaken(sector, code).reason)
        return given


@admin.register(Organisation)
class OrganisationAdmin(RefusalsOnThePage, LongListAdmin):
    # The site shows an organisation to its members only.
    view_on_site = False
    form = OrganisationForm
    list_display = ("name", "sector", "region", "official_code", "created_at")
    list_filter = ("sector", "region")
    search_fields = ("pk",)
    actions = None

    def get_readonly_fields(
        self, request: HttpRequest, obj: Organisation | None = None
    ) -> tuple[str, ...]:
        return ("slug", "created_at", "created_by", "holds") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        return (*OrganisationForm.Meta.fields, *self.get_readonly_fields(request, obj))

    def get_urls(self) -> list[URLPattern]:
        name = path(
            "<int:pk>/name-administrator/",
            self.admin_site.admin_view(name_view(self)),
            name="assessments_organisation_name-administrator",
        )
        return [name, *super().get_urls()]

    @admin.display(description="What it has")
    def holds(self, organisation: Organisation) -> str:
        return list_of("membership", "Members", organisation=organisation)

    def save_model(
        self, request: HttpRequest, obj: Organisation, form: forms.ModelForm, change: bool
    ) -> None:
        given = {name: form.cleaned_data[name] for name in OrganisationForm.Meta.fields}
        if change:
            organisations.change(organisation=obj, by=editor(request), **given)
            return
        made = organisations.create(by=editor(request), **given)
        obj.pk, obj.slug = made.pk, made.slug
        messages.info(
            request, "You are its administrator. Add the person who runs it, then leave it to them."
        )

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """An organisation has members, a history and reports: it is never deleted."""
        return False


class MembershipForm(forms.ModelForm):
    """Asks the service's own rule before the page is saved, so that a refusal is shown on it."""

    class Meta:
        model = Membership
        fields = ("role",)

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        stored = Membership.everything.get(pk=self.instance.pk)
        if role != Role.ADMINISTRATOR and is_last_administrator(stored):
            raise forms.ValidationError(members.LAST_ADMINISTRATOR)
        return role


@admin.register(Membership)
class MembershipAdmin(RefusalsOnThePage, LongListAdmin):
    """Roles are changed and memberships ended here; none is made: people are asked first.

    They come in by an invitation or by asking. Where an organisation's only administrator is gone,
    a superuser names another on the organisation's page, and those concerned get an email.
    """

    form = MembershipForm
    list_display = ("user", "organisation", "role", "added_at", "added_by")
    list_filter = ("role",)
    search_fields = ("user", "organisation")
    ordering = ("-id",)
    list_select_related = ("user", "organisation", "added_by")
    actions = None
    fields = ("organisation", "user", "role", "added_at", "added_by")
    readonly_fields = ("organisation", "user", "added_at", "added_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return Membership.everything.all()

    def save_model(
        self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool
    ) -> None:
        members.change_role(
            membership=Membership.everything.get(pk=obj.pk),
            role=Role(form.cleaned_data["role"]),
            by=editor(request),
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The last administrator stays: an organisation is never without one."""
        member = self.get_object(request, object_id)
        if member and self.has_delete_permission(request, member):
            if is_last_administrator(member):
                messages.error(request, members.LAST_ADMINISTRATOR)
                return redirect(address_of(member))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        members.remove(membership=obj, by=editor(request))


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
