"""Forms about an organisation and its members. They clean what was typed; services save it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from django import forms

from assessments.access.roles import ROLES, Role, choices
from assessments.forms.accounts import NEW_ADDRESS
from assessments.names import email_address, fault_of_name, one_line
from assessments.sectors import region_choices, sector_choices
from assessments.workflow import when_verified_choices

NAME_MOST = 200
CODE_MOST = 20

CODE_HINT = (
    "For example a GSS code for a council (E08000003), an ODS code for an NHS trust (RJ1), "
    "a company number for an academy trust (07654321) or a registration number for a housing "
    "association (LH4567). Leave it empty if you do not have it to hand."
)

SECTOR_DESCRIPTIONS = {
    "local_authority": "Councils and combined authorities.",
    "nhs_trust": "NHS trusts and foundation trusts.",
    "academy_trust": "Single and multi-academy trusts.",
    "housing_association": "Registered providers of social housing that are not councils.",
}


class OrganisationForm(forms.Form):
    """The details of an organisation, to create it or to change them."""

    name = forms.CharField(
        label="Name of the organisation",
        help_text="The full official name, as it should read on reports.",
        max_length=NAME_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": "Enter the name of the organisation",
            "max_length": f"The name must be {NAME_MOST} characters or fewer",
            "null_characters_not_allowed": "The name must not have characters that cannot be seen",
        },
    )
    sector = forms.ChoiceField(
        label="Sector",
        help_text="It decides the wording of the questions.",
        choices=sector_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the sector",
            "invalid_choice": "Select one of the four sectors",
        },
    )
    official_code = forms.CharField(
        label="Official code (optional)",
        help_text=CODE_HINT,
        required=False,
        max_length=4 * CODE_MOST,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "max_length": f"The official code must be {CODE_MOST} characters or fewer",
            "null_characters_not_allowed": (
                "The official code must only have letters, digits and hyphens"
            ),
        },
    )
    region = forms.ChoiceField(
        label="Region or nation",
        help_text="Where most of your services are.",
        choices=lambda: [("", "Choose a region or nation"), *region_choices()],
        error_messages={
            "required": "Select the region or nation",
            "invalid_choice": "Select a region or nation from the list",
        },
    )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        fault = fault_of_name(typed)
        if fault:
            raise forms.ValidationError(f"The name must {fault}")
        return one_line(typed)

    def clean_official_code(self) -> str:
        typed: str = self.cleaned_data["official_code"]
        code = "".join(typed.split()).upper()
        if len(code) > CODE_MOST:
            raise forms.ValidationError(
                f"The official code must be {CODE_MOST} characters or fewer"
            )
        if code and not re.fullmatch(r"[A-Z0-9]+(-+[A-Z0-9]+)*", code, re.ASCII):
            raise forms.ValidationError(
                "The official code must only have letters, digits and hyphens, like RJ1"
            )
        return code


class OrganisationEditForm(OrganisationForm):
    """The details, how many people sign an assessment off, and what strangers are shown."""

    two_people_sign = forms.BooleanField(
        label="Two people must approve an assessment",
        help_text=(
            "With this an assessment is submitted only once two different approvers or "
            "administrators, or deputies of theirs, have approved the same answers. The report "
            "says so."
        ),
        required=False,
    )
    shares_reports = forms.BooleanField(
        label="Reports can be shared by a link",
        help_text=(
            "An approver or an administrator can make links that open one report without an "
            "account, for 90 days at most. Without this no link opens."
        ),
        required=False,
    )
    shares_plan = forms.BooleanField(
        label="Moderators of the programme can read your plan",
        help_text=(
            "With this moderators see what each action says, when it is due and what it takes; "
            "never who owns it, its notes or its evidence. Without this they see how many there "
            "are by status and theme."
        ),
        required=False,
    )
    shown_when_verified = forms.ChoiceField(
        label="What people are shown who check that a report is genuine",
        help_text=(
            "They need the code and the SHA-256 that are in the report. They are shown nothing of "
            "any other report of yours."
        ),
        choices=when_verified_choices(),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Select one of the three answers"},
    )

    def clean_shown_when_verified(self) -> str | None:
        """None, which leaves it as it is, where the form was sent without it."""
        return self.cleaned_data["shown_when_verified"] or None


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
