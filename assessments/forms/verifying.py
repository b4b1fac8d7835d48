"""The form with which anyone checks that a report is genuine."""

from __future__ import annotations

from django import forms

from assessments.verifying import code_of, hash_of_typed

CODE_WANTED = "Enter the code as the report shows it: 12 letters and digits, like 7K3M-9QXT-2BWD"
HASH_WANTED = "Enter the whole SHA-256 as the report shows it: 64 digits and letters from a to f"


class VerifyForm(forms.Form):
    """A code and a hash, tidied. Whether they belong to a submission is for a query."""

    code = forms.CharField(
        label="Code",
        help_text="For example 7K3M-9QXT-2BWD. Capitals, spaces and hyphens do not matter.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the code that is in the report",
            "max_length": CODE_WANTED,
            "null_characters_not_allowed": CODE_WANTED,
        },
    )
    hash = forms.CharField(
        label="SHA-256",
        help_text="64 digits and letters. Copy them from the report; line breaks do not matter.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the SHA-256 that is in the report",
            "max_length": HASH_WANTED,
            "null_characters_not_allowed": HASH_WANTED,
        },
    )

    def clean_code(self) -> str:
        code = code_of(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(CODE_WANTED)
        return code

    def clean_hash(self) -> str:
        found = hash_of_typed(self.cleaned_data["hash"])
        if not found:
            raise forms.ValidationError(HASH_WANTED)
        return found
