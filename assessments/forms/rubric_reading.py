"""Choosing the sector whose wording of a rubric is read."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

EVERY_SECTOR = ""


class SectorChoiceForm(forms.Form):
    """A select that a GET sends: the address then names the wording, and can be shared."""

    sector = forms.ChoiceField(label="Show the wording for", required=False)

    def __init__(self, sectors: Iterable[tuple[str, str]], chosen: str) -> None:
        super().__init__(initial={"sector": chosen})
        field = self.fields["sector"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(EVERY_SECTOR, "Every sector"), *sectors]
