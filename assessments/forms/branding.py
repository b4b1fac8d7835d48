"""How an organisation's reports are printed: what was typed and chosen, cleaned."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.names import fault_of_name, one_line
from assessments.reports.branding import (
    CLASSIFICATION_MOST,
    LOGO_MOST,
    TOO_BIG,
    Logo,
    colour_of,
    logo_of,
)
from assessments.workflow import Refused

_MISSING = "The file did not arrive. Choose it again."


class BrandingForm(forms.Form):
    """A logo, a colour and a classification line, each optional."""

    logo = forms.FileField(
        label="New logo (optional)",
        help_text=(
            f"A PNG or JPEG picture up to {LOGO_MOST // 1024} KB, in the version for a white "
            "background. It is printed 17 millimetres high at most."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        error_messages={"empty": "The file is empty. Choose another.", "invalid": _MISSING},
    )
    remove_logo = forms.BooleanField(label="Print no logo any more", required=False)
    colour = forms.CharField(
        label="Colour (optional)",
        help_text="As # and six characters, such as #1F3A4D. It has to be dark enough for white "
        "words. Leave it empty for the colour of Readiness.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    classification = forms.CharField(
        label="Classification (optional)",
        help_text="A line for the head and foot of every page, such as OFFICIAL. Leave it empty "
        "if your papers have none.",
        required=False,
        max_length=CLASSIFICATION_MOST,
        error_messages={
            "max_length": f"The classification must be {CLASSIFICATION_MOST} characters or fewer",
        },
    )
    picture: Logo | None = None
    """The logo that was chosen, once the form is clean."""

    def clean_logo(self) -> bytes:
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if file is None:
            return b""
        if (file.size or 0) > LOGO_MOST:
            raise forms.ValidationError(TOO_BIG)
        data: bytes = file.read()
        try:
            self.picture = logo_of(data)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
        return data

    def clean_colour(self) -> str:
        try:
            return colour_of(self.cleaned_data["colour"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal

    def clean_classification(self) -> str:
        line = one_line(self.cleaned_data["classification"])
        fault = fault_of_name(line) if line else None
        if fault:
            raise forms.ValidationError(f"The classification must {fault}")
        return line
