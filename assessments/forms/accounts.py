"""Words of the sign-in forms, and what signing up asks beyond an email address and a password.

allauth builds its own sign-up form on top of `SignupForm`, so nothing of allauth's forms may be
imported here; its other forms, in our words, are in `sign_in`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.http import HttpRequest

from assessments.names import fault_of_name, one_line

LENGTH_HINT = "Use at least 10 characters. Three unrelated words are easier to remember."

EMAIL_SHAPE = EmailValidator("Enter an email address in the correct format, like name@example.org")


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            said = self.words.get(name) or WORDS.get(name)
            if said is None:
                continue
            field.label, field.help_text = said.label, said.hint
            field.error_messages["required"] = said.empty
            if isinstance(field, forms.EmailField):
                field.validators = [*self.without_shape(field), EMAIL_SHAPE]

    @staticmethod
    def without_shape(field: forms.Field) -> list[Any]:
        return [check for check in field.validators if not isinstance(check, EmailValidator)]


class SignupForm(forms.Form):
    """What we ask of a new person besides allauth's own fields."""

    field_order = ("name", "email", "password1")

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

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing more to do: the account adapter has put the name on the user it saved."""
