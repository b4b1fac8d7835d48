"""allauth's forms and refusals, in our words. Named in ACCOUNT_FORMS and ACCOUNT_ADAPTER.

Those of the second step are in `second_step`.

One password field, never two: people can show what they typed.
"""

from __future__ import annotations

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse

from assessments.forms import tried
from assessments.names import email_address
from assessments.services import people, sessions
from assessments.services.account_trail import SESSION_NUMBER
from assessments.services.sessions import Kind

from .accounts import LENGTH_HINT, Plain, Words
from .sign_in_limits import Try, device_of, network_of, remember

NEW_PASSWORD = Words("New password", "Enter a new password", LENGTH_HINT)

SECOND_STEPS_TO_CONFIRM = ("mfa_reauthenticate:webauthn", "mfa_reauthenticate")
WAYS_TO_CONFIRM = {
    "reauthenticate": "Enter your password",
    "mfa_reauthenticate:webauthn": "Use your passkey or security key",
    "mfa_reauthenticate": "Enter a code",
}


class LoginForm(Plain, account.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    words = {"password1": NEW_PASSWORD}
    password2 = None

    def clean_oldpassword(self) -> str:
        try:
            typed: str = super().clean_oldpassword()
        except forms.ValidationError:
            network = network_of(context.request)
            sessions.record(Kind.FAILED, network=network, account=self.user.pk)
            raise
        return typed


class SetPasswordForm(Plain, account.SetPasswordForm):
    password2 = None


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    words = {
        "email": Words(
            "Email address", "Enter your email address", "The one that you sign in with."
        )
    }

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        return email_address(typed)

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Has the same done for every address, which allauth's own does not."""
        email: str = self.cleaned_data["email"]
        people.ask_for_password(email)
        return email


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD}
    password2 = None


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class AccountAdapter(DefaultAccountAdapter):
    """Refuses in plain words, and confirms no address by allauth's own ways."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account has been closed. Ask your administrator to open it.",
        "email_password_mismatch": "The email address or the password is wrong. Check both.",
        "enter_current_password": "Your current password is wrong",
        "incorrect_code": "The code is wrong or too old. Enter a new one.",
        "incorrect_password": "The password is wrong",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "too_many_login_attempts": "Too many wrong tries. Wait 5 minutes, then try again.",
        "rate_limited": "You have tried this too often. Wait a few minutes, then try again.",
    }

    def get_reauthentication_methods(self, user: sessions.User) -> list[dict[str, object]]:
        """Ways to confirm that it is still the same person, the first being what is asked for.

        Who has a second step confirms with it: a password alone, which may be stolen, neither
        removes a second step nor adds another.
        """
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        strong = [ways[name] for name in SECOND_STEPS_TO_CONFIRM if name in ways]
        return [
            {**way, "description": WAYS_TO_CONFIRM[way["id"]]} for way in strong or ways.values()
        ]

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Counts the try. With allauth's count a stranger could lock out an owner."""
        self._try = Try(request, credentials.get("email", ""))
        if self._try.begin():
            return
        if self._try.is_first_refusal():
            sessions.record(Kind.LOCKED, network=self._try.network, email=self._try.email)
        raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """What allauth does once the password was right."""
        self._try.give_back()

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        sessions.record(Kind.FAILED, network=self._try.network, email=self._try.email)

    def post_login(self, request: HttpRequest, user: sessions.User, **how: object) -> HttpResponse:
        """Has the device known from now on, and says in the trail where it was not."""
        answer: HttpResponse = super().post_login(request, user, **how)
        device = device_of(request)
        if device is None or not device.knows(user.email):
            sessions.record(Kind.NEW_DEVICE, network=network_of(request), account=user.pk)
        remember(request, answer, user.email)
        tried.signed_in(request)
        request.session[SESSION_NUMBER] = sessions.begin(
            user=user,
            key=request.session.session_key or "",
            agent=self.get_http_user_agent(request),
            network=network_of(request),
        )
        return answer

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by allauth, which would take a password before the address is confirmed."""
        return False

    def send_confirmation_mail(
        self, request: HttpRequest, confirmation: EmailConfirmation, signup: bool
    ) -> None:
        """For one who signs in and has never confirmed: they choose the password anew."""
        people.ask_for_password(confirmation.email_address.user.email)

    def confirm_email(self, request: HttpRequest, email_address: object) -> bool:
        """Nothing is confirmed without choosing a password: see `people.open_account`."""
        return False
