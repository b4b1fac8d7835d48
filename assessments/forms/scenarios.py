"""Forms of what is supposed: raised levels, a way to a band, and an organisation's costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.forms import BoundField

from assessments.forms.plans import NumberField
from assessments.planning.what_if import Choice
from assessments.rubric.definition import BandSpec, RubricSpec

if TYPE_CHECKING:
    from assessments.forms.typed import Given

KEEP, MUST = "keep", "must"
LIMIT_MOST = 10**9


class LevelField(forms.ChoiceField):
    """A level of a question. Any number is let through, also one that is not offered: what supposes
    it says best why it cannot be reached.
    """

    def valid_value(self, value: object) -> bool:
        return super().valid_value(value) or level_of(str(value)) > 0 or value == "0"


def level_of(typed: str) -> int:
    """The level that was typed; 0 for what is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0


class ByQuestion(forms.Form):
    """A field for each question that can be raised, by its code."""

    field_class: type[forms.ChoiceField] = forms.ChoiceField

    def __init__(self, spec: RubricSpec, choices: Sequence[Choice], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.spec, self.choices = spec, {one.code: one for one in choices}
        for code, one in self.choices.items():
            self.fields[code] = self.field_class(
                label=f"{code}: {spec.question(code).title}",
                required=False,
                choices=self.options(one),
                error_messages={"invalid_choice": f"Select one of these for {code}"},
            )

    def options(self, one: Choice) -> list[tuple[str, str]]:
        """What can be chosen for the question."""
        raise NotImplementedError

    @property
    def others(self) -> dict[str, str]:
        """What an address says of questions that cannot be raised, by their code."""
        every = (question.code for _, question in self.spec.questions())
        return {
            code: str(self.data[code])
            for code in every
            if code not in self.choices and self.data.get(code)
        }

    def now(self, one: Choice) -> str:
        """What the question is today, in words."""
        if not one.asked:
            return "not asked today"
        return self.spec.level_name(one.level or 0)

    def groups(self) -> Iterator[tuple[str, list[BoundField], int]]:
        """The questions by the name of their dimension, and of how many something was chosen."""
        for dimension in self.spec.dimensions:
            found = [self[one.code] for one in dimension.questions if one.code in self.choices]
            if found:
                yield dimension.name, found, sum(bool(field.value()) for field in found)

    def add_reasons(self, reasons: Sequence[str]) -> None:
        """Each reason at the question that it names first, or at the whole form."""
        for reason in reasons:
            named = (word.strip(":,.") for word in reason.split())
            field = next((word for word in named if word in self.fields), None)
            self.add_error(field, reason.rstrip("."))


class WhatIfForm(ByQuestion):
    """The level of each question."""

    field_class = LevelField

    def options(self, one: Choice) -> list[tuple[str, str]]:
        levels = [(str(level), self.spec.level_name(level)) for level, _ in one.levels]
        return [("", f"As it is: {self.now(one)}"), *levels]

    @property
    def raises(self) -> dict[str, int]:
        """What is raised, once it is valid; also what cannot be, which is refused with a reason."""
        chosen = {
            code: int(level)
            for code, level in self.cleaned_data.items()
            if code in self.choices and level
        }
        return chosen | {code: level_of(level) for code, level in self.others.items()}


class WayForm(ByQuestion):
    """To which band, within which limits, with which questions kept or raised. A rubric without
    efforts takes no days and pounds, so there is nothing to limit.
    """

    to = forms.ChoiceField(
        label="Which band do you want to reach?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the band that you want to reach",
            "invalid_choice": "Select one of these bands",
        },
    )
    most_days = NumberField(
        said="The most days", label="The most days of staff (optional)", places=1
    )
    most_pounds = NumberField(said="The most pounds", label="The most pounds (optional)")

    def __init__(
        self,
        bands: Sequence[BandSpec],
        spec: RubricSpec,
        choices: Sequence[Choice],
        **given: Unpack[Given],
    ) -> None:
        super().__init__(spec, choices, **given)
        to = self.fields["to"]
        to.choices = [(one.code, one.name) for one in bands]  # type: ignore[attr-defined]
        named = next((one.name for one in self.spec.bands if one.code == self.data.get("to")), "")
        if named:
            said = f"{named} is not above the band that you have. Select a higher one"
            to.error_messages["invalid_choice"] = said
        if not spec.efforts:
            del self.fields["most_days"], self.fields["most_pounds"]

    def options(self, one: Choice) -> list[tuple[str, str]]:
        return [
            ("", f"May be raised from {self.now(one)}" if one.asked else "May be raised if asked"),
            (KEEP, "Keep it as it is"),
            (MUST, "Must be raised"),
        ]

    def clean(self) -> dict[str, object]:
        for name in ("most_days", "most_pounds"):
            given = self.cleaned_data.get(name)
            if given is not None and not 0 <= given <= LIMIT_MOST:
                said = self.fields[name].said  # type: ignore[attr-defined]
                self.add_error(name, f"{said} must be between 0 and {LIMIT_MOST:,}")
        return self.cleaned_data

    def chosen(self, what: str) -> frozenset[str]:
        """The codes of the questions that are kept, or must be raised; a question of which an
        address says both is among both.
        """
        every = [*self.choices, *self.others]
        return frozenset(code for code in every if what in self.data.getlist(code))  # type: ignore[attr-defined]


class ScenarioForm(forms.Form):
    """What a scenario is called."""

    name = forms.CharField(
        label="Name of the scenario",
        help_text="For example, With the new finance system.",
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter a name",
            "max_length": "The name must be 100 characters or fewer",
            "null_characters_not_allowed": "The name must not have hidden characters",
        },
    )


class CostsForm(forms.Form):
    """What each effort takes, and the price of a day. `efforts` are their names by code."""

    day_price = NumberField(said="The price of a day", label="Pounds that a day of staff costs")

    def __init__(self, efforts: Mapping[str, str], **given: Unpack[Given]) -> None:
        super().__init__(**given)
        self.efforts = efforts
        for code, name in efforts.items():
            self.fields[f"days-{code}"] = NumberField(
                said=f"Days of {name}", label=f"{name}: days of staff", places=1
            )
            self.fields[f"pounds-{code}"] = NumberField(
                said=f"Pounds of {name}", label=f"{name}: pounds"
            )

    def clean(self) -> dict[str, object]:
        for name, field in self.fields.items():
            given = self.cleaned_data.get(name)
            if name in self.errors:
                continue
            said = field.said  # type: ignore[attr-defined]
            if given is None:
                self.add_error(name, f"Enter a number, 0 or more: {said[:1].lower()}{said[1:]}")
            elif not 0 <= given <= 10**9:
                self.add_error(name, f"{said} must be between 0 and 1,000,000,000")
        return self.cleaned_data

    @property
    def costs(self) -> dict[str, tuple[Decimal, int]]:
        """What was typed, once it is valid: days and pounds by the code of the effort."""
        given = self.cleaned_data
        return {
            code: (given[f"days-{code}"], int(given[f"pounds-{code}"])) for code in self.efforts
        }
