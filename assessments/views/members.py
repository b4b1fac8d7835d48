"""Who belongs to an organisation, and what each may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.permissions import Permission
from assessments.access.roles import ROLES
from assessments.forms.members import ROLE_DESCRIPTIONS, AddMemberForm, RoleForm
from assessments.queries.members import is_last_administrator, member, members_of
from assessments.services import members
from assessments.services.members import NoAccount
from assessments.views.base import OrganisationView
from assessments.workflow import Refused

MEMBERS_ON_A_PAGE = 50


class MembersView(OrganisationView, abstract=True):
    """What the pages about members share."""

    def context(self) -> dict[str, Any]:
        organisation = self.access.organisation
        return {
            **super().context(),
            "crumbs": [
                ("My organisations", reverse("home")),
                (organisation.name, organisation.get_absolute_url()),
            ],
            "role_descriptions": ROLE_DESCRIPTIONS,
        }


class MemberList(MembersView):
    """The members; administrators add one by the email address of an account."""

    permission = Permission.VIEW
    write_permission = Permission.MANAGE_MEMBERS
    template_name = "members/list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(AddMemberForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AddMemberForm(request.POST)
        if form.is_valid():
            try:
                added = members.add_by_email(
                    organisation=self.access.organisation, by=self.access.user, **form.cleaned_data
                )
            except NoAccount as refusal:
                form.add_error("email", f"{refusal.reason} {self.how_to_get_one()}")
            except Refused as refusal:
                form.add_error("email", refusal.reason)
            else:
                role = added.role_details.label.lower()
                messages.success(request, f"{added.user} is now a member. Their role is {role}.")
                return redirect("member-list", self.access.organisation.slug)
        return self.page(form)

    def how_to_get_one(self) -> str:
        address = self.request.build_absolute_uri(reverse("account_signup"))
        return f"Ask them to create an account at {address}, then add them here."

    def page(self, form: AddMemberForm) -> HttpResponse:
        everyone = Paginator(members_of(self.access.organisation), MEMBERS_ON_A_PAGE)
        return self.render(
            {
                "page": everyone.get_page(self.request.GET.get("page")),
                "form": form,
                "roles": list(ROLES.values()),
            }
        )


class MemberChange(MembersView):
    """One member: an administrator changes the role or removes them; anybody may leave.

    The address of oneself is open to every member, that of another to administrators.
    """

    permission = Permission.VIEW
    template_name = "members/change.html"

    def admit(self, request: HttpRequest, **kwargs: Any) -> None:
        super().admit(request, **kwargs)
        found = member(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.member = found
        self.is_self = found.user_id == self.access.user.pk
        if not self.is_self:
            self.access.require(Permission.MANAGE_MEMBERS)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(RoleForm(initial={"role": self.member.role}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "remove":
            return self.remove()
        self.access.require(Permission.MANAGE_MEMBERS)
        form = RoleForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        changed = members.change_role(
            membership=self.member, by=self.access.user, role=form.cleaned_data["role"]
        )
        role = changed.role_details.label.lower()
        messages.success(request, f"The role of {changed.user} is {role}.")
        return redirect("member-list", self.access.organisation.slug)

    def remove(self) -> HttpResponse:
        members.remove(membership=self.member, by=self.access.user)
        name = self.access.organisation.name
        if self.is_self:
            messages.success(self.request, f"You have left {name}.")
            return redirect("home")
        messages.success(self.request, f"{self.member.user} is no longer a member of {name}.")
        return redirect("member-list", self.access.organisation.slug)

    def page(self, form: RoleForm) -> HttpResponse:
        extra = ("Members", reverse("member-list", args=[self.access.organisation.slug]))
        return self.render(
            {
                "form": form,
                "member": self.member,
                "is_self": self.is_self,
                "is_last": is_last_administrator(self.member),
                "crumbs": [*self.context()["crumbs"], extra],
            }
        )
