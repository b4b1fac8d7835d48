"""How a person comes in: they ask for an account, and open it from the link in their email."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from assessments.forms.accounts import OpenAccountForm, SignUpForm
from assessments.services import people
from assessments.services.people import Standing, read_opening
from assessments.views.base import Page, Who
from assessments.views.refused_posts import tried_too_often
from assessments.workflow import Refused


def signed_in(request: HttpRequest, user: AbstractBaseUser, email: str) -> HttpResponse:
    """Signs the user of that address in, who has just chosen the password, and sends them on.

    A person who was signed in on this device is signed out first.
    """
    if request.user.is_authenticated:
        logout(request)
    answer: HttpResponse = perform_password_login(
        request, {"email": email}, Login(user=user, email=email)
    )
    return answer


class SignUp(Page):
    """Asks for an address and a name. Nothing is kept: the owner of the address goes on."""

    who = Who.PUBLIC
    template_name = "account/signup.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("home")
        return self.render({"form": SignUpForm()})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = SignUpForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form})
        email = form.cleaned_data["email"]
        too_often = tried_too_often(request, action="signup", key=email)
        if too_often is not None:
            return too_often
        people.ask_to_open(email=email, name=form.cleaned_data["name"])
        return redirect("account_email_verification_sent")


class AccountOpen(Page):
    """Where the link leads: to look at it makes nothing, to choose a password opens the account.

    So a program that follows links in emails opens no account.
    """

    who = Who.PUBLIC
    template_name = "account/open.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        opening = read_opening(token)
        if opening is None:
            return self.dead()
        if people.standing(opening.email) is Standing.CONFIRMED:
            return self.taken(people.HAS_ACCOUNT, opening.email)
        form = OpenAccountForm(initial={"name": opening.name}, email=opening.email)
        return self.render({"form": form, "opening": opening})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        opening = read_opening(token)
        if opening is None:
            return self.dead()
        form = OpenAccountForm(request.POST, email=opening.email)
        if not form.is_valid():
            return self.render({"form": form, "opening": opening})
        try:
            user = people.open_account(
                email=opening.email,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
            )
        except Refused as refusal:
            return self.taken(refusal.reason, opening.email)
        return signed_in(request, user, opening.email)

    def dead(self) -> HttpResponse:
        return self.render(template="account/link_dead.html", status=410)

    def taken(self, reason: str, email: str) -> HttpResponse:
        said = {"reason": reason, "email": email}
        return self.render(said, template="account/open_taken.html", status=409)


class OldConfirmation(Page):
    """A link that an earlier version sent: it would confirm an address with the old password."""

    who = Who.PUBLIC

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.render(template="account/link_dead.html", status=410)
