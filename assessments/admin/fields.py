"""Form fields of the pages that edit a draft: saving what was not touched changes nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models

DIGITS = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
WITH_A_COMMA = "Enter a number with a full stop as the decimal point and no commas, like 1234.5."
NO_NUMBER = "Enter a number in digits, like 12 or 12.5."


class PlainText(forms.CharField):
    """Several lines. Browsers send line ends as CRLF; texts are kept with LF."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class PlainNumber(forms.DecimalField):
    """An exact number, shown without the zeros that its column pads it with.

    It is typed as text: a browser's own number field drops a comma without a word, and turns what
    it cannot read into nothing, so that nobody could be told.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "vNumber"})

    def to_python(self, value: Any) -> Any:
        text = value.strip() if isinstance(value, str) else ""
        if "," in text:
            raise forms.ValidationError(WITH_A_COMMA, code="invalid")
        if text and not DIGITS.fullmatch(text):
            raise forms.ValidationError(NO_NUMBER, code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return super().prepare_value(value)


class CodeList(forms.MultipleChoiceField):
    """Codes of an edition, as boxes to tick; the column keeps them one to a line.

    `stored` is what the row holds: what stays ticked stays in the order in which it was.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, stored: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored = tuple(stored)

    def clean(self, value: Any) -> Any:
        ticked = super().clean(value)
        kept = [code for code in self.stored if code in ticked]
        return kept + [code for code in ticked if code not in kept]

    def prepare_value(self, value: Any) -> Any:
        return value.splitlines() if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Collection[str] | None) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def overrides(rows: int) -> dict[type[models.Field[Any, Any]], dict[str, Any]]:
    """What `formfield_overrides` takes, with text areas of so many lines."""
    area = AdminTextareaWidget(attrs={"rows": rows})
    return {
        models.TextField: {"form_class": PlainText, "widget": area},
        models.DecimalField: {"form_class": PlainNumber, "widget": PlainNumber.widget},
    }
