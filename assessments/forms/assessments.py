"""Forms of an assessment's steps: start, carry over, submit, and give a reason."""

from __future__ import annotations

from django import forms

from assessments.names import fault_of_name, one_line
from assessments.visible import shown_length
from assessments.workflow import REASON_LEAST, REASON_MOST

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


class SubmitForm(forms.Form):
    """The statement of the person who signs. `seen` names the answers that they have read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    confirm = forms.BooleanField(
        error_messages={"required": "Confirm that you have read the answers and sign them off"}
    )

    def __init__(self, *args: object, organisation: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields[
            "confirm"
        ].label = f"I have read the answers and sign them off on behalf of {organisation}"


class ReasonForm(forms.Form):
    """Why something is done, for the history."""

    reason = forms.CharField(
        widget=forms.Textarea,
        min_length=REASON_LEAST,
        max_length=REASON_MOST,
        error_messages={
            "required": "Give a reason",
            "min_length": f"Give a reason of at least {REASON_LEAST} characters",
            "max_length": f"The reason must be {REASON_MOST:,} characters or fewer",
        },
    )

    def __init__(self, *args: object, label: str, hint: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if shown_length(reason) < REASON_LEAST:
            raise forms.ValidationError(self.fields["reason"].error_messages["min_length"])
        return reason
