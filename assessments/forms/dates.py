"""A date, typed into three boxes, in the manner of GOV.UK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms

from assessments.names import whole_number
from assessments.wording import MONTHS, listed

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

    def __init__(
        self, *, said: str, label: str, help_text: str = "", required: bool = True
    ) -> None:
        super().__init__(label=label, help_text=help_text, required=required)
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
            said = f"The {self.said} must be a real date"
            raise forms.ValidationError(said, code="invalid") from error


def _month(typed: str) -> str:
    """The number of a month that was named."""
    name = typed.rstrip(".").lower()
    named = [number for number, month in enumerate(MONTHS) if month.lower().startswith(name)]
    return str(named[0]) if len(name) >= 3 and len(named) == 1 else typed
