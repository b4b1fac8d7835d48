"""Forms about an organisation. They clean what was typed; services decide and save."""

from __future__ import annotations

import re

from django import forms

from assessments.names import fault_of_name, one_line
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
            "It is submitted only once two different approvers or administrators, or deputies of "
            "theirs, have approved the same answers. The report says so."
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
            "What each action says, when it is due and what it takes; never who owns it, its notes "
            "or its evidence. Without this they see how many there are by status and theme."
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
