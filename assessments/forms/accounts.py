"""Words of the sign-in forms, the forms of signing up, and what a password must be.

allauth's forms are in `sign_in`. The rules of passwords are named in AUTH_PASSWORD_VALIDATORS, each
with what to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth import password_validation as stock
from django.core.validators import EmailValidator

from assessments.names import email_address, fault_of_name, one_line

LENGTH_HINT = "Use at least 10 characters. Three unrelated words are easier to remember."

LONGEST_PASSWORD = 1000
"""Enough for any password; a longer one would only cost time to hash."""

EMAIL_SHAPE = EmailValidator("Enter an email address in the correct format, like name@example.org")


class NewAddress(EmailValidator):
    """The shape of an address that an account may get: of the letters of English, where one that
    only looks like a colleague's is seen. A domain with others has a form with them, in `xn--`.
    """

    def __call__(self, value: str | None) -> None:
        if value and not value.isascii():
            raise forms.ValidationError(
                "Enter the email address with the letters a to z only, without accents",
                code="letters",
            )
        super().__call__(value)


NEW_ADDRESS = NewAddress(EMAIL_SHAPE.message)


@dataclass(frozen=True, slots=True)
class Words:
    """What one field says: its label, its hint, and the error when it is left empty."""

    label: str
    empty: str
    hint: str = ""


WORDS = {
    "name": Words("Full name", "Enter your full name", "Others in your organisation see this."),
    "login": Words("Email address", "Enter your email address"),
    "email": Words("Email address", "Enter an email address"),
    "password": Words("Password", "Enter your password"),
    "password1": Words("Create a password", "Enter a password", LENGTH_HINT),
    "oldpassword": Words("Current password", "Enter your current password"),
    "remember": Words("Keep me signed in on this device", ""),
    "code": Words("Code", "Enter the code"),
}


class Plain:
    """Mixed into a form: its fields speak as `WORDS` says."""

    fields: dict[str, forms.Field]
    words: dict[str, Words] = {}
    shape = EMAIL_SHAPE

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            said = self.words.get(name) or WORDS.get(name)
            if said is None:
                continue
            field.label, field.help_text = said.label, said.hint
            field.error_messages["required"] = said.empty
            if isinstance(field, forms.EmailField):
                others = [one for one in field.validators if not isinstance(one, EmailValidator)]
                field.validators = [*others, self.shape]


class NamedForm(Plain, forms.Form):
    """Asks for a person's name."""

    name = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "Your name must be 150 characters or fewer"},
    )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        fault = fault_of_name(typed)
        if fault:
            raise forms.ValidationError(f"Your name must {fault}")
        return one_line(typed)


class SignUpForm(NamedForm):
    """What we ask of a new person: no password, which the owner of the address chooses."""

    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"max_length": "Your email address must be 254 characters or fewer"},
    )
    shape = NEW_ADDRESS
    words = {
        "email": Words(
            "Email address", "Enter an email address", "We send a link to it to go on with."
        )
    }

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        return email_address(typed)


class OpenAccountForm(NamedForm):
    """The name and the password of a new account whose address is known."""

    password1 = forms.CharField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "max_length": f"Your password must be {LONGEST_PASSWORD} characters or fewer"
        },
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        password = given.get("password1")
        if password:
            person = get_user_model()(email=self.email, name=given.get("name", ""))
            try:
                stock.validate_password(password, person)
            except forms.ValidationError as refusal:
                self.add_error("password1", refusal)
        return given


class AddressForm(Plain, forms.Form):
    """A new address for an account that has one."""

    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"max_length": "Your email address must be 254 characters or fewer"},
    )
    shape = NEW_ADDRESS
    words = {
        "email": Words(
            "New email address", "Enter an email address", "We send a link to it to confirm it."
        )
    }

    def __init__(self, *args: object, present: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_email(self) -> str:
        typed = email_address(self.cleaned_data["email"])
        if typed == self.present:
            raise forms.ValidationError("This is your address already. Enter another one.")
        return typed


INSTEAD = "Use three unrelated words instead."


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return (
            f"Your password must have at least {self.min_length} characters. "
            "Add another word to it, or use three unrelated words."
        )


class NotCommon(stock.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return f"This password is one of those that attackers try first. {INSTEAD}"


class NotLikeTheirs(stock.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        return f"Your password is too much like your name or your email address. {INSTEAD}"
