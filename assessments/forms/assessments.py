"""Starting an assessment."""

from __future__ import annotations

from django import forms

from assessments.names import fault_of_name, one_line

TITLE_MOST = 200


class StartForm(forms.Form):
    """Which edition, and what to call the assessment."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Name of this assessment",
        help_text=(
            "Your colleagues see this in lists and on the report, so say what it is for if you "
            "do this more than once a year."
        ),
        max_length=TITLE_MOST,
        error_messages={
            "required": "Enter a name for this assessment",
            "max_length": f"The name must be {TITLE_MOST} characters or fewer",
        },
    )

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        fault = fault_of_name(title)
        if fault:
            raise forms.ValidationError(f"The name must {fault}")
        return title


class CarryOverForm(forms.Form):
    """`version` names the edition that the person read about before they confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
