"""allauth's two pages that a passkey is posted to, where a refusal keeps the way back."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class PasskeyLogin(LoginWebAuthnView):
    """Signs in by a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(self.request, form, reverse("account_login"))


class PasskeyReauthenticate(ReauthenticateWebAuthnView):
    """Confirms by a passkey or key that it is still the same person."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(self.request, form, reverse("mfa_reauthenticate_webauthn"))


def _refused(request: HttpRequest, form: Any, page: str) -> HttpResponse:
    """Back to the page with the button, with the reason, and with where the person wants to go."""
    for message in form.errors.get("credential", []):
        get_adapter().add_message(request, messages.ERROR, message=message)
    wanted = request.POST.get("next")
    return redirect(f"{page}?{urlencode({'next': wanted})}" if wanted else page)
