"""Forms about members. They clean what was typed; services decide and save."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from django import forms

from assessments.access.roles import ROLES, Role, choices
from assessments.forms.accounts import NEW_ADDRESS
from assessments.forms.organisations import CODE_HINT, OrganisationForm
from assessments.names import email_address

ROLE_DESCRIPTIONS = {role.value: details.description for role, details in ROLES.items()}

EMAIL_MOST = 254
FAULTS_SHOWN = 10


class RoleForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(
        label="Role",
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a role",
            "invalid_choice": "Select one of the roles",
        },
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """People to invite, by their email addresses, and the role that all of them get."""

    field_order = ("emails", "role")

    emails = forms.CharField(
        label="Email addresses",
        help_text=(
            "Write one to a line, or with commas between them. You can paste them from an email, "
            "names and all."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter at least one email address",
            "max_length": "That is too long. Enter at most 50 email addresses",
        },
    )

    def clean_emails(self) -> list[str]:
        """Different addresses in small letters, in the order that they were typed."""
        found = {email_address(typed): typed for typed in addresses_in(self.cleaned_data["emails"])}
        faults = [fault for fault in map(fault_of_address, found.values()) if fault]
        if len(faults) > FAULTS_SHOWN:
            more = len(faults) - FAULTS_SHOWN
            faults[FAULTS_SHOWN:] = [f"{more} more cannot be understood"]
        if faults:
            raise forms.ValidationError(faults)
        if not found:
            raise forms.ValidationError("Enter at least one email address")
        return list(found)


def addresses_in(text: str) -> Iterator[str]:
    """What are meant to be addresses: also those in angle brackets, whose names are left out."""
    for part in re.split(r"[;\n\r]", text):
        yield from (each.strip() for each in re.findall(r"<([^<>]*)>", part))
        bracketed = "<" in part and ">" in part
        for word in re.split(r"[,\s]+", re.sub(r"<[^<>]*>", " ", part)):
            # Next to brackets only another address counts: other words are a person's name.
            if word and ("@" in word or not bracketed):
                yield word


def fault_of_address(text: str) -> str:
    """What is wrong with it as an email address, by name; nothing if it is one."""
    shown = f"{text[:60]}…" if len(text) > 60 else text
    if len(text) > EMAIL_MOST:
        return f"“{shown}” is too long for an email address"
    try:
        NEW_ADDRESS(text)
    except forms.ValidationError as error:
        if error.code == "letters":
            return f"“{shown}” has other letters than a to z"
        return f"“{shown}” is not an email address like name@example.org"
    return ""


class JoinForm(forms.Form):
    """Which organisation a person asks to join, by what only its people would know."""

    sector = deepcopy(OrganisationForm.declared_fields["sector"])
    sector.help_text = ""
    official_code = forms.CharField(
        label="Official code",
        help_text=CODE_HINT.partition(" Leave it empty")[0],
        max_length=80,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the official code of your organisation",
            "max_length": "The official code must be 20 characters or fewer",
            "null_characters_not_allowed": (
                "The official code must only have letters, digits and hyphens"
            ),
        },
    )

    clean_official_code = OrganisationForm.clean_official_code
