"""allauth's forms and refusals of the second step, in our words.

Named in MFA_FORMS and MFA_ADAPTER.
"""

from __future__ import annotations

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from assessments.names import one_line
from assessments.services import second_steps, sessions
from assessments.services.sessions import Kind

from .accounts import Plain, Words
from .sign_in_limits import is_first_refusal, network_of

APP_CODE = Words("Code from your app", "Enter the 6 digits from your app", "6 digits")
ANY_CODE = Words(
    "Code",
    "Enter the code from your app, or a recovery code",
    "6 digits from your authenticator app, or one of your recovery codes",
)
RECOVERY_CODE = Words("Recovery code", "Enter one of your recovery codes", "8 digits")
PASSKEY_NAME_MOST = 60
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
"""What allauth lets through for an answer that no device gives."""
PASSKEY_REFUSED = "That passkey or key did not work here, or the page was open too long. Try again."


class _Code(Plain):
    """A code is typed in one field, letters or digits, and never remembered by the browser."""

    words = {"code": ANY_CODE}
    user: AbstractBaseUser

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(spellcheck="false", inputmode="numeric")


def _write_down(error: forms.ValidationError, user: AbstractBaseUser | None) -> None:
    """Keeps that a second step was wrong, or refused after too many: whose, where that is known."""
    account, network = (user.pk if user else None), network_of(context.request)
    if error.code != "too_many_login_attempts":
        sessions.record(Kind.SECOND_STEP_FAILED, network=network, account=account)
    elif is_first_refusal(f"second step {account}"):
        sessions.record(Kind.LOCKED, network=network, account=account)


class _CodeOfAnyKind(_Code):
    """Asks a person without an authenticator app for a recovery code only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not Authenticator.objects.filter(user=self.user, type="totp").exists():
            field = self.fields["code"]
            field.label, field.help_text = RECOVERY_CODE.label, RECOVERY_CODE.hint
            field.error_messages["required"] = RECOVERY_CODE.empty

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as error:
            _write_down(error, self.user)
            raise
        return code


class AuthenticateForm(_CodeOfAnyKind, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(_CodeOfAnyKind, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(_Code, totp.ActivateTOTPForm):
    """Keeps the secret of an app that is not set up yet encrypted too, in the session."""

    words = {"code": APP_CODE}
    secret: str

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        session = context.request.session
        if self.secret.startswith(second_steps.MARK):
            self.secret = second_steps.decrypt(self.secret)
        else:
            session[SECRET_SESSION_KEY] = second_steps.encrypt(self.secret)


class _PasskeyName(Plain):
    words = {
        "name": Words("Name", "Enter a name", "So that you can tell it from others: Work laptop"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = str(PASSKEY_NAME_MOST)


def _refusal(error: forms.ValidationError) -> forms.ValidationError:
    """allauth's refusal of a code, said of what it was."""
    if error.code != "incorrect_code":
        return error
    return forms.ValidationError(PASSKEY_REFUSED, code="passkey_refused")


class _Passkey:
    """Refuses a passkey in words of passkeys, not of codes."""

    user: AbstractBaseUser

    def clean_credential(self) -> object:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            _write_down(error, self.user)
            raise _refusal(error) from error
        except MALFORMED as error:
            refused = forms.ValidationError(PASSKEY_REFUSED, code="passkey_refused")
            _write_down(refused, self.user)
            raise refused from error


class AuthenticatePasskeyForm(_Passkey, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(_Passkey, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(_PasskeyName, webauthn.AddWebAuthnForm):
    words = {
        **_PasskeyName.words,
        "passwordless": Words(
            "Sign in with it alone, without my password",
            "",
            "Your device then asks for its PIN, your fingerprint or your face. Untick this for a"
            " security key that has no PIN: it is then your second step after the password.",
        ),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean_name(self) -> str:
        """A long name is cut, because the device has made the passkey already."""
        return one_line(super().clean_name())[:PASSKEY_NAME_MOST]

    def clean(self) -> object:
        try:
            return super().clean()
        except forms.ValidationError as error:
            raise _refusal(error) from error
        except MALFORMED as error:
            raise forms.ValidationError(PASSKEY_REFUSED, code="passkey_refused") from error


class RenamePasskeyForm(_PasskeyName, webauthn.EditWebAuthnForm):
    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Enter a name")
        if len(name) > PASSKEY_NAME_MOST:
            raise forms.ValidationError(f"The name must be {PASSKEY_NAME_MOST} characters or fewer")
        return name


class MfaAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted, and refuses in plain words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Turn off two-step sign-in before you add an email address",
        "cannot_delete_authenticator": "You cannot turn off two-step sign-in",
        "cannot_generate_recovery_codes": "Turn on two-step sign-in before you make codes",
        "incorrect_code": "The code is wrong or too old. Enter a new one.",
        "unverified_email": "Confirm your email address before you turn on two-step sign-in",
    }

    def encrypt(self, text: str) -> str:
        return second_steps.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_steps.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: object) -> str:  # noqa: A002
        """What a new passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"
