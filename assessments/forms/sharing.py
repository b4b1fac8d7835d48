"""The form with which a link to a report is made."""

from __future__ import annotations

from django import forms

from assessments.forms.dates import DateField

PURPOSE_MOST = 100


class ReportLinkForm(forms.Form):
    """Whom the link is for, and to what day it opens the report."""

    purpose = forms.CharField(
        label="Who is it for?",
        help_text="So that you can tell your links apart. For example, Audit committee.",
        max_length=PURPOSE_MOST,
        error_messages={
            "required": "Enter who the link is for",
            "max_length": f"Who it is for must be {PURPOSE_MOST} characters or fewer",
        },
    )
    last_day = DateField(
        said="last day",
        label="Last day",
        help_text="The link works until the end of that day, at most 90 days from today.",
    )
