"""allauth's forms and refusals, in our words. Named in ACCOUNT_FORMS and ACCOUNT_ADAPTER.

Those of the second step are in `second_step`.

One password field, never two: people can show what they typed.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest

from .accounts import LENGTH_HINT, Plain, Words

NEW_PASSWORD = Words("New password", "Enter a new password", LENGTH_HINT)


class LoginForm(Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Plain, account.SignupForm):
    pass


class AddEmailForm(Plain, account.AddEmailForm):
    words = {"email": Words("Another email address", "Enter an email address")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    words = {"password1": NEW_PASSWORD}
    password2 = None


class SetPasswordForm(Plain, account.SetPasswordForm):
    password2 = None


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    words = {
        "email": Words(
            "Email address", "Enter your email address", "The one that you sign in with."
        )
    }


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD}
    password2 = None


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class AccountAdapter(DefaultAccountAdapter):
    """Puts the name on a new user, and refuses in plain words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account has been closed. Ask your administrator to open it.",
        "cannot_remove_primary_email": "Choose another address to sign in with first",
        "duplicate_email": "This address is already on your account",
        "email_password_mismatch": "The email address or the password is wrong. Check both.",
        "email_taken": "Somebody already has an account with this email address",
        "enter_current_password": "Your current password is wrong",
        "incorrect_code": "The code is wrong or too old. Enter a new one.",
        "incorrect_password": "The password is wrong",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "max_email_addresses": "You can have at most %d email addresses",
        "too_many_login_attempts": "Too many wrong tries. Wait 5 minutes, then try again.",
        "unverified_primary_email": "Confirm the address first: follow the link in our email",
        "rate_limited": "You have tried this too often. Wait a few minutes, then try again.",
    }

    def save_user(
        self, request: HttpRequest, user: Any, form: forms.BaseForm, commit: bool = True
    ) -> Any:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)
