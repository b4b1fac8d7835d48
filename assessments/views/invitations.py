"""Inviting colleagues, and what becomes of an invitation."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from assessments.access.roles import Permission
from assessments.forms.accounts import OpenAccountForm
from assessments.forms.organisations import InviteForm
from assessments.queries.members import (
    has_confirmed,
    hash_of,
    invitation_with,
    pending_invitation,
    state_of,
)
from assessments.services import invitations, people
from assessments.services.invitations import Invited, Unusable
from assessments.services.people import Standing
from assessments.views.base import Address, Page, Who
from assessments.views.members import MembersView
from assessments.views.refused_posts import tried_too_often
from assessments.views.sign_up import signed_in
from assessments.workflow import Refused

KEPT_AS = "invitation"
"""Where the session keeps the hash of the link, while a person signs in or out to come back."""


class MemberInvite(MembersView):
    """Invite colleagues by their email addresses, whether or not they have accounts."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "invitations/invite.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"form": InviteForm(initial={"role": "contributor"})})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        try:
            invited = invitations.invite(
                organisation=self.access.organisation,
                by=self.access.user,
                absolute=request.build_absolute_uri,
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error("emails", refusal.reason)
            return self.render({"form": form})
        if not invited.sent and not invited.again:
            for said in invited.already:
                form.add_error("emails", said)
            return self.render({"form": form})
        return self.done(_outcome(invited))


def _outcome(invited: Invited) -> str:
    """What became of the addresses, in sentences."""
    sent = [*invited.sent, *invited.again]
    said = [
        f"Invitation sent to {sent[0]}." if len(sent) == 1 else f"{len(sent)} invitations sent."
    ]
    if invited.again:
        said.append(f"Invited before, and sent a new link: {', '.join(invited.again)}.")
    said += [f"{each}." for each in invited.already]
    return " ".join(said)


class InvitationChange(MembersView):
    """One invitation that waits: send it again, or withdraw it."""

    permission = Permission.MANAGE_MEMBERS
    template_name = "invitations/change.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        super().admit(request, **kwargs)
        found = pending_invitation(self.access.organisation, kwargs["pk"])
        if found is None:
            raise Http404
        self.invitation = found

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render({"invitation": self.invitation, "state": state_of(self.invitation)})

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        email = self.invitation.email
        if request.POST.get("action") == "withdraw":
            invitations.withdraw(invitation=self.invitation, by=self.access.user)
            return self.done(f"The invitation of {email} is withdrawn.")
        invitations.send_again(
            invitation=self.invitation, by=self.access.user, absolute=request.build_absolute_uri
        )
        return self.done(f"Invitation sent to {email} again. The link sent before stops working.")


class InvitationAnswer(Page):
    """Where the link of an invitation leads. To look at it changes nothing.

    Without a token in the address it is the invitation that the session keeps: people come back
    to that from the sign-in page, so that the token enters no other address.
    """

    who = Who.PUBLIC
    template_name = "invitations/answer.html"

    def dispatch(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponseBase:
        too_often = tried_too_often(request, action="invitation", limit_get=True)
        response = too_often or super().dispatch(request, **kwargs)
        # The token must not travel in the Referer, and a form still has to say its origin.
        response.headers["Referrer-Policy"] = "strict-origin"
        add_never_cache_headers(response)
        return response

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        token = kwargs.get("token")
        kept = request.session.get(KEPT_AS, "") if token is None else ""
        self.is_kept, self.token_hash = token is None, hash_of(token) if token else kept

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if self.is_kept and not self.token_hash:
            return redirect("home")
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if self.is_kept and not self.token_hash:
            return redirect("home")
        verbs = {"accept": self.accept, "open": self.open_account}
        ways = {"sign-in": self.to_sign_in, "sign-out": self.sign_out}
        action = request.POST.get("action", "")
        try:
            return {**verbs, **ways}.get(action, self.page)()
        except Unusable:
            return self.page()

    def accept(self) -> HttpResponse:
        if not self.request.user.is_authenticated:
            return self.page()
        made = invitations.accept(token_hash=self.token_hash, user=self.request.user)
        return self.joined(made)

    def open_account(self) -> HttpResponse:
        found = invitation_with(self.token_hash)
        if found is None or self.request.user.is_authenticated:
            return self.page()
        form = OpenAccountForm(self.request.POST, email=found.email)
        if not form.is_valid():
            return self.page(form)
        given = form.cleaned_data
        made = invitations.accept_as_new(
            token_hash=self.token_hash, name=given["name"], password=given["password1"]
        )
        signed_in(self.request, made.user, found.email)
        return self.joined(made)

    def joined(self, made: invitations.Membership) -> HttpResponse:
        self.request.session.pop(KEPT_AS, None)
        role = made.role_details.label.lower()
        messages.success(self.request, f"Welcome to {made.organisation}. Your role is {role}.")
        return redirect(made.organisation)

    def to_sign_in(self) -> HttpResponse:
        self.request.session[KEPT_AS] = self.token_hash
        asked = urlencode({"next": reverse("invitation-kept")})
        return redirect(f"{reverse('account_login')}?{asked}")

    def sign_out(self) -> HttpResponse:
        logout(self.request)
        self.request.session[KEPT_AS] = self.token_hash
        return redirect(self.request.path)

    def page(self, form: OpenAccountForm | None = None) -> HttpResponse:
        """The page that fits the invitation, and who looks at it."""
        found = invitation_with(self.token_hash) if self.token_hash else None
        state = state_of(found) if found else "withdrawn"
        if found is None or state != "waiting":
            # Guessed and withdrawn read the same, so a guess learns nothing.
            said = {"state": state, "invitation": found}
            status = 404 if state == "withdrawn" else 410
            return self.render(said, template="invitations/ended.html", status=status)
        way = self.way(found.email)
        if way == "open" and form is None:
            form = OpenAccountForm(email=found.email)
        return self.render({"invitation": found, "way": way, "form": form})

    def way(self, email: str) -> str:
        """How the person who looks can go on."""
        user = self.request.user
        if user.is_authenticated:
            return "accept" if has_confirmed(user, email) else "sign-out"
        return {Standing.CONFIRMED: "sign-in", Standing.CLOSED: "closed"}.get(
            people.standing(email), "open"
        )
