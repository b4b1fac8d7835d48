"""Who belongs to an organisation, who asks to join, and what each may do."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.access.doors import Access
from assessments.access.roles import ROLES, Permission
from assessments.forms.organisations import (
    ROLE_DESCRIPTIONS,
    SECTOR_DESCRIPTIONS,
    JoinForm,
    RoleForm,
)
from assessments.queries.members import (
    deputies_of,
    is_last_administrator,
    member,
    members_of,
    open_request,
    open_requests,
    pending_invitations,
    signers_among,
    state_of,
)
from assessments.services import members, organisations
from assessments.services.organisations import NotHere
from assessments.views.base import Address, OrganisationView, Page, Who
from assessments.workflow import Refused, too_few

ON_A_PAGE = 50


class MembersView(OrganisationView, abstract=True):
    """What the pages about members share: the list of them leads to each of the others."""

    def context(self) -> dict[str, object]:
        members = reverse("member-list", args=[self.access.organisation.slug])
        return {
            **super().context(),
            "crumbs": [*self.above, ("Members", members)],
            "role_descriptions": ROLE_DESCRIPTIONS,
        }

    def done(self, said: str) -> HttpResponse:
        """Back to the list, which says what was done."""
        messages.success(self.request, said)
        return redirect("member-list", self.access.organisation.slug)


class MemberList(MembersView):
    """The members; for administrators also who is invited, and who asks to join."""

    permission = Permission.VIEW
    template_name = "members/list.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        rows = members_of(organisation)
        cannot = ""
        if organisation.two_people_sign:
            cannot = too_few(signers_among(rows))
        everyone = Paginator(rows, ON_A_PAGE)
        return self.render(
            {
                "crumbs": self.above,
                "page": everyone.get_page(request.GET.get("page")),
                "roles": list(ROLES.values()),
                "deputies": deputies_of(organisation, self.today),
                "may_name_deputy": signs(self.access),
                "too_few": cannot,
                **(self.coming() if self.access.can(Permission.MANAGE_MEMBERS) else {}),
            }
        )

    def coming(self) -> dict[str, object]:
        organisation = self.access.organisation
        pending = Paginator(pending_invitations(organisation), ON_A_PAGE)
        invited = pending.get_page(self.request.GET.get("invitations"))
        # Read whole, which is one query: to count them would be another.
        asking = Paginator(list(open_requests(organisation)), ON_A_PAGE)
        return {
            "requests": asking.get_page(self.request.GET.get("requests")),
            "invited": invited,
            "invitations": [(each, state_of(each)) for each in invited],
        }


class MemberChange(MembersView):
    """One member: an administrator changes the role or removes them; a member may leave.

    The address of oneself is open to every member, that of another to administrators.
    """

    permission = Permission.VIEW
    template_name = "members/change.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = member(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.member = found
        self.is_self = found.user_id == self.access.user.pk
        if not self.is_self:
            self.access.require(Permission.MANAGE_MEMBERS)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.page(RoleForm(initial={"role": self.member.role}))

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
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
        return self.done(f"The role of {changed.user} is {role}.")

    def remove(self) -> HttpResponse:
        members.remove(membership=self.member, by=self.access.user)
        name = self.access.organisation.name
        if self.is_self:
            messages.success(self.request, f"You have left {name}.")
            return redirect("home")
        return self.done(f"{self.member.user} is no longer a member of {name}.")

    def page(self, form: RoleForm) -> HttpResponse:
        return self.render(
            {
                "form": form,
                "member": self.member,
                "is_self": self.is_self,
                "is_last": is_last_administrator(self.member),
            }
        )


class OrganisationJoin(Page):
    """Ask to join the organisation that has an official code."""

    who = Who.SIGNED_IN
    template_name = "joining/ask.html"

    def context(self) -> dict[str, object]:
        return {
            "crumbs": [("My organisations", reverse("home"))],
            "sector_descriptions": SECTOR_DESCRIPTIONS,
        }

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": JoinForm()})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = JoinForm(request.POST)
        if form.is_valid():
            try:
                organisations.ask(
                    by=request.user,  # type: ignore[arg-type]
                    absolute=request.build_absolute_uri,
                    **form.cleaned_data,
                )
            except Refused as refusal:
                form.add_error("official_code", refusal.reason)
                return self.render({"form": form, "not_here": isinstance(refusal, NotHere)})
            messages.success(request, organisations.ASKED)
            return redirect("home")
        return self.render({"form": form})


class JoinDecision(MembersView):
    """One person who asks to join: let them in with a role, or decline."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "joining/decide.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = open_request(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.asked = found

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": RoleForm(), "asked": self.asked})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        person = self.asked.asked_by
        by, absolute = self.access.user, request.build_absolute_uri
        if request.POST.get("action") == "decline":
            organisations.decline(request=self.asked, by=by, absolute=absolute)
            return self.done(f"The request of {person} is declined. They get an email.")
        form = RoleForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form, "asked": self.asked})
        chosen = form.cleaned_data["role"]
        made = organisations.let_in(request=self.asked, role=chosen, by=by, absolute=absolute)
        role = made.role_details.label.lower()
        return self.done(f"{person} is now a member. Their role is {role}.")


def signs(access: Access) -> bool:
    """Whether the reader's own role lets them sign, so that another may act for them."""
    return access.role is not None and access.role.grants(Permission.SUBMIT)
