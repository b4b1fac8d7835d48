"""The form with which an approver names a deputy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack, cast

from django import forms

from assessments.forms.dates import DateField

if TYPE_CHECKING:
    from assessments.forms.typed import Given


class DeputyForm(forms.Form):
    """Who acts for an approver, and on which days. `members` are names by user's key."""

    deputy = forms.ChoiceField(
        label="Who acts for you?",
        help_text="A member who may answer questions.",
        error_messages={
            "required": "Select a member",
            "invalid_choice": "Select a member from the list",
        },
    )
    first_day = DateField(
        said="first day",
        label="First day",
        help_text="For example, 27 3 2027.",
    )
    last_day = DateField(
        said="last day",
        label="Last day",
        help_text="They can act until the end of that day.",
    )

    def __init__(self, *, members: Mapping[str, str], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        field = cast("forms.ChoiceField", self.fields["deputy"])
        field.choices = [("", "Choose a member"), *members.items()]
