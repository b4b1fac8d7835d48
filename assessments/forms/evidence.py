"""Forms about what an organisation has. They clean what was typed; services decide and save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from assessments import clock
from assessments.evidence import CERTIFICATE_TITLE_MOST, TITLE_MOST, faults
from assessments.names import one_line, whole_number
from assessments.rubric.frameworks import Framework
from assessments.services.evidence import Details
from assessments.wording import MONTHS, listed
from assessments.workflow import Strength

WHOLE = "*"
"""Chosen in the place of parts."""
OWN = "own"
"""Chosen in the place of a framework: the item is of none."""

PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """The three boxes."""

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS})

    def decompress(self, value: date | None) -> list[str]:
        return (
            ["", "", ""] if value is None else [str(value.day), str(value.month), str(value.year)]
        )


class DateField(forms.Field):
    """A date. `said` names it inside a message, as "date achieved" in "Enter the date achieved".

    A month may be a number or its name, also in short.
    """

    widget = DateInput

    def __init__(self, *, said: str, **given: Any) -> None:
        super().__init__(**given)
        self.said = said

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        """The date; `None` for none where none is needed.

        Raises `ValidationError` for what is missing or is no date, in words that say which.
        """
        typed = [(part or "").strip() for part in value or ("", "", "")]
        missing = [name for name, part in zip(PARTS, typed, strict=True) if not part]
        if len(missing) == len(PARTS):
            if not self.required:
                return None
            raise forms.ValidationError(f"Enter the {self.said}", code="required")
        if missing:
            wanted = listed([f"a {name}" for name in missing])
            raise forms.ValidationError(f"The {self.said} must include {wanted}", code="missing")
        day, month, year = map(whole_number, (typed[0], _month(typed[1]), typed[2]))
        if typed[2].isdecimal() and len(typed[2]) != 4:
            said = f"The year of the {self.said} must have 4 numbers, like 2026"
            raise forms.ValidationError(said, code="year")
        try:
            return date(year or 0, month or 0, day or 0)
        except ValueError as error:
            raise forms.ValidationError(
                f"The {self.said} must be a real date, like 27 3 2026", code="invalid"
            ) from error


def _month(typed: str) -> str:
    """The number of a month that was named."""
    name = typed.rstrip(".").lower()
    named = [number for number, month in enumerate(MONTHS) if month.lower().startswith(name)]
    return str(named[0]) if len(name) >= 3 and len(named) == 1 else typed


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

    def __init__(self, offered: Sequence[Framework], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (OWN, "A document, a decision, or anything else of your own"),
            *((one.code, f"A certificate or a result of {one.title}") for one in offered),
        ]


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
        self, framework: Framework, people: Mapping[str, str], *given: Any, **more: Any
    ) -> None:
        super().__init__(*given, **more)
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

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        found = faults(
            title=one_line(given["title"]) if "title" in given else "",
            certificate=self.certificate,
            achieved_on=given.get("achieved_on"),
            good_until=given.get("good_until"),
            link=given.get("link", "").strip(),
            cited=one_line(given.get("cited", "")),
            today=timezone.localdate(clock.now()),
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
