"""Forms about who works on what. They clean what was typed; services decide and save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms

from assessments.assigning import WORD_MOST, check_word
from assessments.forms.dates import DateField
from assessments.forms.evidence import WHOLE
from assessments.rubric.definition import DimensionSpec
from assessments.workflow import Refused, WorkStep

if TYPE_CHECKING:
    from assessments.forms.typed import Given

LISTED_MOST = 40
"""How many people a list to choose from names; of more, those that are looked for."""


class PeopleForm(forms.Form):
    """Who works on it, and by when. `people` are the names of those who may, by user's key."""

    people = forms.MultipleChoiceField(
        label="Who works on it?",
        help_text="Select one or more people. Others can go on answering too.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one person",
            "invalid_choice": "Select people from this page",
        },
    )
    find = forms.CharField(
        label="Find more people by name or email address",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    due = DateField(
        said="date it is due",
        label="Due (optional)",
        help_text="It is due at the end of that day. For example, 27 3 2027.",
        required=False,
    )

    def __init__(
        self,
        *,
        people: Mapping[str, str],
        chosen: Collection[str] = (),
        **given: Unpack[Given],
    ) -> None:
        super().__init__(**given)
        wanted = self.data.get("find", "").strip().casefold() if self.is_bound else ""
        ticked = set(self.data.getlist("people") if self.is_bound else chosen)  # type: ignore[attr-defined]
        self.all_listed = len(people) <= LISTED_MOST
        listed = dict(people)
        if not self.all_listed:
            found = {key: name for key, name in people.items() if wanted in name.casefold()}
            first = dict(list(found.items())[:LISTED_MOST])
            listed = {key: name for key, name in people.items() if key in ticked or key in first}
            self.more = len(found) - len(first)
        else:
            del self.fields["find"]
            self.more = 0
        self.fields["people"].choices = list(listed.items())  # type: ignore[attr-defined]

    def clean_people(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["people"]]


class AssignForm(PeopleForm):
    """Which questions of a part, who works on them, and by when."""

    field_order = ("questions", "people", "find", "due")

    questions = forms.MultipleChoiceField(
        label="What should they work on?",
        help_text="Select the whole part, or the questions that are for them.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the whole part, or the questions that are for them",
            "invalid_choice": "Select questions from this page",
        },
    )

    def __init__(
        self,
        dimension: DimensionSpec,
        asked: Collection[str],
        *,
        people: Mapping[str, str],
        **given: Unpack[Given],
    ) -> None:
        super().__init__(people=people, **given)
        whole = (WHOLE, f"The whole part: {dimension.name}")
        each = [
            (one.code, f"{one.code}: {one.title}")
            for one in dimension.questions
            if one.code in asked
        ]
        self.fields["questions"].choices = [whole, *each]  # type: ignore[attr-defined]

    def clean_questions(self) -> Sequence[str]:
        chosen = self.cleaned_data["questions"]
        if WHOLE in chosen and len(chosen) > 1:
            raise forms.ValidationError("Select either the whole part or questions, not both")
        return () if WHOLE in chosen else chosen


class StepForm(forms.Form):
    """A step that is taken, and what is said with it."""

    step = forms.ChoiceField(choices=[(one.value, one.value) for one in WorkStep])
    said = forms.CharField(
        label="What you want to say (optional)",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": f"What you say must be {WORD_MOST:,} characters or fewer",
            "null_characters_not_allowed": "Enter words that can be seen",
        },
    )

    def __init__(self, *, needs_word: bool = False, **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.needs_word = needs_word

    def clean_said(self) -> str:
        try:
            return check_word(self.cleaned_data["said"], needed=self.needs_word)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason.rstrip(".")) from refusal
