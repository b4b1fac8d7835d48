"""The second step that staff need: the page that asks for it, and sign-in with a passkey."""

from __future__ import annotations

from typing import Unpack

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django import forms
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from assessments.access.doors import signed_in, waits_for_second_step
from assessments.views.base import Address, Page, Who
from assessments.views.refused_posts import given_back, words_in

WANTED = "second_step_next"
"""Where a person who was led away wants to go, in the session."""
NOT_YET = "Your work for the programme needs a second step of sign-in, which you have not used yet."


def lead(request: HttpRequest) -> HttpResponse:
    """To the second step; a post gets back what it brought, with the way there."""
    wanted = request.get_full_path()
    way = f"{reverse('second-step')}?{urlencode({'next': wanted})}"
    if request.method in ("GET", "HEAD"):
        return redirect(way)
    context = {"reason": NOT_YET, "words": words_in(request), "onward": way}
    return given_back(request, "assessments/not_saved.html", context, 403)


class SecondStep(Page):
    """Explains what is needed and why; who has used a second step is sent on where they wanted."""

    who = Who.SIGNED_IN
    template_name = "mfa/needed.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        user = signed_in(request.user)
        wanted = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            request.session[WANTED] = wanted
        if not (user.has_programme_role and waits_for_second_step(user)):
            return redirect(request.session.pop(WANTED, reverse("home")))
        request.session.setdefault(WANTED, reverse("home"))
        if user.has_second_step:
            # Signed in by a password before the second step was set up, elsewhere perhaps.
            way = get_adapter().get_reauthentication_methods(user)[0]["url"]
            return redirect(f"{way}?{urlencode({'next': reverse('second-step')})}")
        return self.render()


@receiver(authenticator_added, dispatch_uid="second_step_set_up")
def set_up_here(
    sender: object,
    request: HttpRequest,
    user: object,
    authenticator: Authenticator,
    **kwargs: object,
) -> None:
    """Who sets up a second step has it at hand, so this session has used it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and request.user.is_authenticated:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )


class PasskeyLogin(LoginWebAuthnView):
    """Signs in by a passkey alone."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _refused(self.request, form, reverse("account_login"))


class PasskeyReauthenticate(ReauthenticateWebAuthnView):
    """Confirms by a passkey or key that it is still the same person."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _refused(self.request, form, reverse("mfa_reauthenticate_webauthn"))


def _refused(request: HttpRequest, form: forms.Form, page: str) -> HttpResponse:
    """Back to the page with the button, with the reason, and with where the person wants to go."""
    for message in form.errors.get("credential", []):
        get_adapter().add_message(request, messages.ERROR, message=message)
    wanted = request.POST.get("next")
    return redirect(f"{page}?{urlencode({'next': wanted})}" if wanted else page)
