"""Forms about what an organisation has. They clean what was typed; services decide and save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.validators import MaxLengthValidator

from assessments import clock
from assessments.evidence import CERTIFICATE_TITLE_MOST, LINK_MOST, TITLE_MOST, faults
from assessments.forms.dates import DateField
from assessments.names import fault_of_name, one_line
from assessments.rubric.frameworks import Framework
from assessments.scoring.sheet import EvidenceItem
from assessments.services.evidence import Details
from assessments.workflow import Strength

if TYPE_CHECKING:
    from assessments.forms.typed import Given

WHOLE = "*"
"""Chosen in the place of parts."""
OWN = "own"
"""Chosen in the place of a framework: the item is of none."""


class FrameworkForm(forms.Form):
    """Which framework the certificate or the result is of, or that it is neither."""

    framework = forms.ChoiceField(
        label="What do you want to record?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you want to record",
            "invalid_choice": "Select one of these",
        },
    )

    def __init__(self, offered: Sequence[Framework], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (OWN, "A document, a decision, or anything else of your own"),
            *((one.code, f"A certificate or a result of {one.title}") for one in offered),
        ]


class LineForm(forms.Form):
    """A line of evidence for one answer, as it is typed at the answer too."""

    title = forms.CharField(
        label="Title",
        help_text="For example, Cabinet minutes 14 March.",
        max_length=TITLE_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter a title",
            "max_length": f"The title must be {TITLE_MOST} characters or fewer",
            "null_characters_not_allowed": "The title must not have characters that cannot be seen",
        },
    )
    link = forms.CharField(
        label="Link or reference (optional)",
        help_text="Where it is found: a web address, or words such as item 6. Reports show it.",
        required=False,
        max_length=LINK_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "max_length": f"This must be {LINK_MOST:,} characters or fewer",
            "null_characters_not_allowed": "Enter words that can be seen",
        },
    )

    def clean_title(self) -> str:
        title: str = one_line(self.cleaned_data["title"])
        if fault := fault_of_name(title):
            raise forms.ValidationError(f"The title must {fault}")
        return title

    def clean_link(self) -> str:
        return one_line(self.cleaned_data["link"])

    @property
    def line(self) -> EvidenceItem:
        """What was typed, once it is valid."""
        return EvidenceItem(**self.cleaned_data)


class EvidenceForm(forms.Form):
    """The details of an evidence item. Of a framework with one part only, all of it is meant; an
    item of none has no parts. `people` are the names of those who can own it, by key.
    """

    title = forms.CharField(
        label="Name",
        help_text=(
            "What it is called and what it says, for example Cyber Essentials Plus, or "
            "DSPT 2025-26: Standards met."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter a name",
            "null_characters_not_allowed": "The name must not have characters that cannot be seen",
        },
    )
    parts = forms.MultipleChoiceField(
        label="What does it cover?",
        help_text="Select all of it, or the parts that are met.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select all of it, or the parts that are met",
            "invalid_choice": "Select the parts from this page",
        },
    )
    strength = forms.ChoiceField(
        label="How strong is it?",
        choices=[(one.value, one.label) for one in Strength],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how strong it is",
            "invalid_choice": "Select one of these",
        },
    )
    achieved_on = DateField(
        said="date achieved",
        label="Date achieved",
        help_text="For example, 27 3 2026.",
    )
    good_until = DateField(
        said="date it is good until",
        label="Good until (optional)",
        help_text=(
            "The last day it counts. If you leave it empty it is 6 months after the date for what "
            "is asserted, 12 for what is documented, and 24 for what is tested."
        ),
        required=False,
    )
    link = forms.CharField(
        label="Link (optional)",
        help_text="Where it can be read. Reports show it.",
        required=False,
        max_length=10_000,
        widget=forms.TextInput(
            attrs={"type": "url", "inputmode": "url", "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={"null_characters_not_allowed": "Enter a web address"},
    )
    cited = forms.CharField(
        label="Reference (optional)",
        help_text=(
            "Where it is found if it has no link, for example Cabinet minutes 14 March, item 6. "
            "Reports show it."
        ),
        required=False,
        max_length=10_000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"null_characters_not_allowed": "Enter words that can be seen"},
    )
    owner = forms.ChoiceField(
        label="Owner (optional)",
        help_text="Who keeps it up to date.",
        required=False,
        error_messages={"invalid_choice": "Select a person from this page"},
    )

    def __init__(
        self, framework: Framework, people: Mapping[str, str], **given: Unpack[Given]
    ) -> None:
        super().__init__(**given)
        self.certificate = bool(framework.code)
        self.fields["owner"].choices = [("", "No one"), *people.items()]  # type: ignore[attr-defined]
        if framework.parts:
            whole = (WHOLE, f"All of {framework.title}")
            choices = [(part, framework.said(part)) for part in framework.parts]
            self.fields["parts"].choices = [whole, *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["parts"]
        if not self.certificate:
            self._name_as_any_other()
        title = self.fields["title"]
        said = "name" if self.certificate else "title"
        most = CERTIFICATE_TITLE_MOST if self.certificate else TITLE_MOST
        title.validators.append(
            MaxLengthValidator(4 * most, f"The {said} must be {most} characters or fewer")
        )

    def _name_as_any_other(self) -> None:
        """Words for an item that is no certificate."""
        title, day = self.fields["title"], self.fields["achieved_on"]
        title.label, day.label = "Title", "Date"
        title.help_text = "For example, Digital strategy 2026 to 2029."
        title.error_messages |= {
            "required": "Enter a title",
            "null_characters_not_allowed": "The title must not have characters that cannot be seen",
        }
        day.help_text = "When it was written, decided or last checked. For example, 27 3 2026."
        day.said = "date"  # type: ignore[attr-defined]

    def clean_parts(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["parts"]
        if WHOLE not in chosen:
            return tuple(chosen)
        if len(chosen) > 1:
            raise forms.ValidationError(
                "Select either all of it or the parts that are met, not both"
            )
        return ()

    def clean(self) -> dict[str, object]:
        given = self.cleaned_data
        found = faults(
            title=one_line(given["title"]) if "title" in given else "",
            certificate=self.certificate,
            achieved_on=given.get("achieved_on"),
            good_until=given.get("good_until"),
            link=given.get("link", "").strip(),
            cited=one_line(given.get("cited", "")),
            today=clock.today(),
        )
        for name, said in found.items():
            if name in given:
                self.add_error(name, said)
        return given

    @property
    def details(self) -> Details:
        """What was typed, once it is valid."""
        given = {"parts": (), **self.cleaned_data}
        given["strength"] = Strength(given["strength"])
        given["owner"] = int(given["owner"]) if given["owner"] else None
        return Details(**given)
