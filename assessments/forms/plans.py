"""Forms of the plan. They clean what was typed; services decide and save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Unpack, cast

from django import forms

from assessments import clock
from assessments.assigning import fault_of_due
from assessments.forms.dates import DateField
from assessments.names import one_line
from assessments.planning.actions import NOTE_MOST, TITLE_MOST, Details, faults_of
from assessments.question_types.numeric import read_amount, what_to_mend
from assessments.wording import plain
from assessments.workflow import ActionState

if TYPE_CHECKING:
    from assessments.forms.typed import Given

_UNSEEN = "must not have characters that cannot be seen"


class NumberField(forms.CharField):
    """A number of at most `places` decimals, typed as answers are: with or without £, and commas or
    blanks between thousands only. `said` names it in a message.
    """

    def __init__(self, *, said: str, label: str, help_text: str = "", places: int = 0) -> None:
        attrs = {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}
        super().__init__(
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs=attrs),
            label=label,
            help_text=help_text,
        )
        self.said, self.places = said, places
        self.error_messages["max_length"] = f"{said} must be a number, like 12"
        self.error_messages["null_characters_not_allowed"] = f"{said} must be a number, like 12"

    def prepare_value(self, value: object) -> object:
        return plain(value) if isinstance(value, Decimal) else value

    def clean(self, value: object) -> object:
        """A `Decimal`, `None` for nothing typed; raises `ValidationError` for anything else."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            read = read_amount(typed, "")
            number = Decimal(typed) if read is None else read
            places = -int(number.as_tuple().exponent)
        except (InvalidOperation, ValueError) as error:
            said, mend = f"{self.said} must be a number, like 12", what_to_mend(typed)
            raise forms.ValidationError(f"{said}. {mend}" if mend else said) from error
        if places > self.places:
            most = "have at most 1 decimal place" if self.places else "be a whole number"
            raise forms.ValidationError(f"{self.said} must {most}")
        return number


class ActionForm(forms.Form):
    """What an action of the plan says. `people` are the names of members by user's key, `questions`
    those that it can be for by their key, `efforts` the names of the rubric's.
    """

    title = forms.CharField(
        label="What has to be done",
        help_text="For example, Agree a named budget for automation.",
        max_length=4 * TITLE_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter what has to be done",
            "max_length": f"The title must be {TITLE_MOST} characters or fewer",
            "null_characters_not_allowed": f"The title {_UNSEEN}",
        },
    )
    text = forms.CharField(
        label="Description (optional)",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"null_characters_not_allowed": f"The description {_UNSEEN}"},
    )
    question = forms.ChoiceField(
        label="Question (optional)",
        help_text="The question whose answer it is to raise.",
        required=False,
        error_messages={"invalid_choice": "Select a question from this page"},
    )
    owner = forms.ChoiceField(
        label="Owner (optional)",
        help_text="The member who sees to it.",
        required=False,
        error_messages={"invalid_choice": "Select a person from this page"},
    )
    role = forms.CharField(
        label="Job title (optional)",
        help_text="Whose job it is, if no member owns it yet. For example, Head of HR.",
        required=False,
        max_length=1_000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"null_characters_not_allowed": f"The job title {_UNSEEN}"},
    )
    due = DateField(
        said="date it is due",
        label="Due (optional)",
        help_text="It is due at the end of that day. For example, 27 3 2027.",
        required=False,
    )
    effort = forms.ChoiceField(
        label="Effort (optional)",
        required=False,
        error_messages={"invalid_choice": "Select an effort from this page"},
    )
    days = NumberField(
        said="Days",
        places=1,
        label="Days of staff (optional)",
        help_text="How many days of work it takes.",
    )
    pounds = NumberField(
        said="Pounds",
        label="Pounds (optional)",
        help_text="What has to be bought. For example, 12,000.",
    )

    def __init__(
        self,
        *,
        people: Mapping[str, str],
        questions: Mapping[str, str],
        efforts: Sequence[str],
        **given: Unpack[Given],
    ) -> None:
        super().__init__(**given)
        self._due_before = self.initial.get("due")
        for name, unset, choices in (
            ("owner", "No one yet", people),
            ("question", "No question", questions),
            ("effort", "Not said", {one: one for one in efforts}),
        ):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", unset), *choices.items()]

    def clean(self) -> dict[str, object]:
        given = self.cleaned_data
        given["title"] = one_line(given.get("title", ""))
        found = faults_of(
            title=given["title"],
            text=given.get("text", "").strip(),
            role=one_line(given.get("role", "")),
            due=given.get("due"),
            due_before=self._due_before,
            days=given.get("days"),
            pounds=given.get("pounds"),
            today=clock.today(),
        )
        for name, said in found.items():
            if name not in self.errors:
                self.add_error(name, said)
        return given

    @property
    def details(self) -> Details:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        rubric, _, code = given.pop("question").partition(":")
        given["owner"] = int(given["owner"]) if given["owner"] else None
        pounds = given.pop("pounds")
        return Details(
            **given,
            pounds=None if pounds is None else int(pounds),
            rubric=int(rubric) if code else None,
            question=code,
        )


class ProgressForm(forms.Form):
    """How far an action is, and what is said of it."""

    state = forms.ChoiceField(
        label="How far is it?",
        choices=[(one.value, one.label) for one in ActionState],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how far it is",
            "invalid_choice": "Select one of these",
        },
    )
    said = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": f"The note must be {NOTE_MOST:,} characters or fewer",
            "null_characters_not_allowed": f"The note {_UNSEEN}",
        },
    )


class TakeForm(forms.Form):
    """Which recommended actions are taken, and for whom by when."""

    actions = forms.MultipleChoiceField(
        label="Which actions do you take into the plan?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one action",
            "invalid_choice": "Select actions from this page",
        },
    )
    owner = forms.ChoiceField(
        label="Owner of all of them (optional)",
        help_text="You can change it for each one later.",
        required=False,
        error_messages={"invalid_choice": "Select a person from this page"},
    )
    due = DateField(
        said="date they are due",
        label="Due (optional)",
        help_text="For all of them; you can change it for each one later. For example, 27 3 2027.",
        required=False,
    )

    def __init__(
        self, *, offered: Mapping[str, str], people: Mapping[str, str], **given: Unpack[Given]
    ) -> None:
        super().__init__(**given)
        self.fields["actions"].choices = list(offered.items())  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "No one yet"), *people.items()]  # type: ignore[attr-defined]

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if fault := fault_of_due(due, clock.today()):
            raise forms.ValidationError(fault)
        return due
