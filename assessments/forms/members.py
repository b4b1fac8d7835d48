"""Forms about members. They clean what was typed; services decide and save."""

from __future__ import annotations

from django import forms

from assessments.access.roles import ROLES, Role, choices

ROLE_DESCRIPTIONS = {role.value: details.description for role, details in ROLES.items()}


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


class AddMemberForm(RoleForm):
    """A person to add, by the email address that they sign in with."""

    field_order = ("email", "role")

    email = forms.EmailField(
        label="Their email address",
        help_text="The one they sign in to Readiness with.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the person’s email address",
            "invalid": "Enter an email address in the right form, like name@example.org",
        },
    )
