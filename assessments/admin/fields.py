"""Form fields of the pages that edit a draft: saving what was not touched changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from assessments.admin.widgets import attributes, escape

DIGITS = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
WITH_A_COMMA = "Enter a number with a full stop as the decimal point and no commas, like 1234.5."
NO_NUMBER = "Enter a number in digits, like 12 or 12.5."


class PlainText(forms.CharField):
    """Several lines. Browsers send line ends as CRLF; texts are kept with LF."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class PlainNumber(forms.DecimalField):
    """An exact number, shown without the zeros that its column pads it with.

    It is typed as text: a browser's own number field drops a comma without a word, and turns what
    it cannot read into nothing, so that no error could be shown.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "vNumber"})

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        text = value.strip() if isinstance(value, str) else ""
        if "," in text:
            raise forms.ValidationError(WITH_A_COMMA, code="invalid")
        if text and not DIGITS.fullmatch(text):
            raise forms.ValidationError(NO_NUMBER, code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return super().prepare_value(value)


Attributes = dict[str, object]
Choice = tuple[str, str]
NO_CHOICE = "Select a valid choice. {} is not one of the available choices."


class Offered:
    """Codes to choose from, each with its words, in the order of a list."""

    def __init__(self, pairs: Iterable[Choice] = ()) -> None:
        self.pairs = tuple(pairs)

    @cached_property
    def words(self) -> dict[str, str]:
        """The words for each code."""
        return dict(self.pairs)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each label, which ends with it."""
        return {words: code for code, words in self.pairs}

    @cached_property
    def suggestions(self) -> str:
        """The words as the options of a list next to which they may also be typed."""
        return "".join(f'<option value="{escape(words)}"></option>' for words in self.codes)

    @cached_property
    def html(self) -> str:
        """The options of a list, none of them chosen: made once for all lists of a content."""
        return "".join(map(_option, *zip(*self.pairs, strict=True))) if self.pairs else ""

    def with_strays(self, present: Iterable[str], strange: str) -> tuple[Choice, ...]:
        """The choices, and what a row names although it is none of them."""
        strays = [code for code in present if code not in self.words]
        return self.pairs + tuple((code, f"{code}: {strange}") for code in strays)


def _option(code: str, words: str) -> str:
    return f'<option value="{escape(code)}">{escape(words)}</option>'


class _OfferedCodes:
    """What the fields of codes have in common: what is offered, and what the row holds."""

    offered = Offered()
    present: tuple[str, ...] = ()
    strange = "not in this edition"
    widget: Any

    def offer(self, offered: Offered, present: Iterable[str], strange: str = "") -> None:
        """Offers these, and keeps what the row holds already although it is none of them."""
        self.offered = self.widget.offered = offered
        self.present = tuple(present)
        self.strange = self.widget.strange = strange or self.strange

    def refuse_unknown(self, codes: Iterable[str]) -> None:
        unknown = [code for code in codes if code not in self.offered.words]
        unknown = [code for code in unknown if code not in self.present]
        if unknown:
            message = NO_CHOICE.format(", ".join(unknown))
            raise forms.ValidationError(message, code="invalid_choice")


class CodeSelect(forms.Widget):
    """A list of codes. Its options are text that every list of the page shares."""

    offered = Offered()
    strange = ""

    def render(
        self,
        name: str,
        value: object,
        attrs: Attributes | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = self.offered.html
        if chosen in self.offered.words:
            mark = f'value="{escape(chosen)}"'
            options = options.replace(f"{mark}>", f"{mark} selected>", 1)
        elif chosen:
            options += _option(chosen, f"{chosen}: {self.strange}").replace(">", " selected>", 1)
        empty = "Choose one" if self.is_required else "None"
        attributes_of = attributes(self.build_attrs(self.attrs, attrs))
        return SafeString(
            f'<select name="{escape(name)}"{attributes_of}>'
            f'<option value="">{empty}</option>{options}</select>'
        )


class CodeInput(forms.TextInput):
    """A code by its words, with the one list of suggestions that all rows of a table share."""

    offered = Offered()
    strange = ""

    def __init__(self, suggestions: str) -> None:
        super().__init__(attrs={"list": suggestions, "class": "rd-code-input"})

    def format_value(self, value: object) -> str | None:
        shown = super().format_value(value)
        return self.offered.words.get(shown, shown) if shown else shown

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> str:
        """The code whose words were sent; what are no words of a code, as it was sent."""
        sent = str(data.get(name) or "").strip()
        return self.offered.codes.get(sent, sent)


class OneCode(_OfferedCodes, forms.Field):
    """One code of the edition, chosen from a list. `coerce` makes what the column holds of it."""

    widget = CodeSelect

    def __init__(
        self,
        *,
        label: str,
        required: bool,
        coerce: Callable[[str], str | int] = str,
        empty: str | None = "",
    ) -> None:
        super().__init__(label=label, required=required)
        self.coerce, self.empty = coerce, empty

    def to_python(self, value: object) -> object:
        if value in self.empty_values:
            return self.empty
        self.refuse_unknown([str(value)])
        return self.coerce(str(value))

    def has_changed(self, initial: object, data: object) -> bool:
        return ("" if initial is None else str(initial)) != (data or "")


class CodeBoxes(forms.Widget):
    """Codes as boxes to tick. Of a long list only the ticked ones are, and one more is chosen."""

    offered = Offered()
    strange = ""
    use_fieldset = True

    def __init__(self, add: str = "") -> None:
        super().__init__()
        self.add = add

    def id_for_label(self, id_: str) -> str:
        return ""

    def use_required_attribute(self, initial: object) -> bool:
        return False

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[str]:
        given = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return [code for code in given if code]

    def render(
        self,
        name: str,
        value: Iterable[str] | None,
        attrs: Attributes | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        ticked, ident = list(value or ()), str((attrs or {}).get("id", ""))
        shown = self.offered.with_strays(ticked, self.strange)
        if self.add:
            words = dict(shown)
            shown = tuple((code, words[code]) for code in ticked)
        boxes = "".join(
            f'<div><label for="{ident}_{place}"><input type="checkbox" name="{escape(name)}" '
            f'value="{escape(code)}" id="{ident}_{place}"{" checked" * (code in ticked)}> '
            f"{escape(words)}</label></div>"
            for place, (code, words) in enumerate(shown)
        )
        if self.add:
            boxes += (
                f'<select name="{escape(name)}" class="rd-add-code" aria-label="{self.add}">'
                f'<option value="">{self.add}</option>{self.offered.html}</select>'
            )
        described = (attrs or {}).get("aria-describedby")
        more = f' aria-describedby="{escape(described)}"' if described else ""
        label = f' aria-labelledby="{ident}_label"' if ident else ""
        return SafeString(
            f'<div id="{ident}" class="rd-codes" role="group"{label}{more}>{boxes}</div>'
        )


class CodeList(_OfferedCodes, forms.Field):
    """A few codes of the edition; the column keeps them one to a line.

    What stays ticked stays in the order in which the row has it.
    """

    widget = CodeBoxes

    def clean(self, value: Iterable[str] | None) -> list[str]:
        ticked = list(dict.fromkeys(value or ()))
        self.refuse_unknown(ticked)
        kept = [code for code in self.present if code in ticked]
        return kept + [code for code in ticked if code not in kept]

    def prepare_value(self, value: str | Collection[str] | None) -> Collection[str] | None:
        return value.splitlines() if isinstance(value, str) else value

    def has_changed(
        self, initial: str | Collection[str] | None, data: Collection[str] | None
    ) -> bool:
        return set(self.prepare_value(initial) or ()) != set(data or ())


def overrides(rows: int) -> dict[type[models.Field], dict[str, object]]:
    """What `formfield_overrides` takes, with text areas of so many lines."""
    area = AdminTextareaWidget(attrs={"rows": rows})
    return {
        models.TextField: {"form_class": PlainText, "widget": area},
        models.DecimalField: {"form_class": PlainNumber, "widget": PlainNumber.widget},
    }
