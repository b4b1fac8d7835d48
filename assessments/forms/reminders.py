"""The form of which reminders a person wants."""

from __future__ import annotations

from django import forms

from assessments.reminding import Kind


class RemindersForm(forms.Form):
    """Which reminders a person wants."""

    wanted = forms.MultipleChoiceField(
        label="What do you want to be reminded of?",
        help_text="You get at most one email a day. Select none to get no reminders.",
        choices=[(kind.value, kind.choice) for kind in Kind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Select reminders from this page"},
    )
