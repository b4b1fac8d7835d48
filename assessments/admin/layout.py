"""What the page of a rubric row shows: controls to edit it and its rows, or words to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, cast

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten, label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.forms import BoundField, CheckboxInput
from django.forms.utils import ErrorList
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from assessments.admin.fields import Offered
from assessments.admin.part_forms import DraftForm
from assessments.admin.types import Fieldsets
from assessments.admin.widgets import escape
from assessments.models.base import LinesField
from assessments.wording import plain

NOT_GIVEN = "Not given"
Words = Callable[[str], str]
"""What a field of the row says, in words."""


class Cell(NamedTuple):
    """A field of a row: a control with its label, or words where it can only be read."""

    name: str
    label: str
    content: str | BoundField
    bound: BoundField | None = None
    is_checkbox: bool = False
    is_hidden: bool = False

    @property
    def errors(self) -> ErrorList:
        return self.bound.errors if self.bound is not None else ErrorList()

    @property
    def help_text(self) -> str:
        return str(self.bound.help_text) if self.bound is not None else ""

    @property
    def control(self) -> str:
        """The control, or the words."""
        return str(self.bound) if self.bound is not None else conditional_escape(str(self.content))

    @property
    def drawn(self) -> SafeString:
        """The field on a line of its own, drawn without a template: a page has dozens of them."""
        label, control, kind = f"{escape(self.label)}:", self.control, ""
        if self.bound is None:
            inside = f'<span class="rd-label">{label}</span><div class="readonly">{control}</div>'
        elif self.is_checkbox:
            its, kind = self.bound.id_for_label, " checkbox-row"
            text = escape(self.label)
            inside = f'{control}<label class="vCheckboxLabel" for="{its}">{text}</label>'
        elif self.is_group:
            its = f"{self.bound.auto_id}_label"
            inside = f'<span class="rd-label" id="{its}">{label}</span>{control}'
        else:
            needed = ' class="required"' if self.bound.field.required else ""
            inside = f'<label for="{self.bound.id_for_label}"{needed}>{label}</label>{control}'
        if self.help_text and self.bound is not None:
            its, said = self.bound.auto_id, conditional_escape(self.help_text)
            inside += f'</div><div class="help" id="{its}_helptext"><div>{said}</div>'
        wrong = " errors" if self.errors else ""
        return SafeString(
            f'<div class="form-row field-{self.name}{wrong}">{self.errors if wrong else ""}'
            f'<div><div class="flex-container{kind}">{inside}</div></div></div>'
        )

    @property
    def is_group(self) -> bool:
        return self.bound is not None and getattr(self.bound.field.widget, "use_fieldset", False)


class Section(NamedTuple):
    """Some fields of a row under a heading, which may be folded away."""

    heading: str
    cells: Sequence[Cell]
    hidden: Sequence[Cell]
    is_folded: bool


def in_words(row: models.Model, name: str, admin: BaseModelAdmin, offered: Offered | None) -> str:
    """What the row's field, or the admin's column of that name, says to a reader.

    Codes are named by the words that the edition has for them.
    """
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return lookup_field(name, row, admin)[2] or ""
    value = getattr(row, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None or value in ("", ()):
        return NOT_GIVEN
    words = offered.words if offered else {}
    if isinstance(field, LinesField):
        lines = [(words.get(line, line),) for line in value]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
    if field.choices:  # type: ignore[union-attr]
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]
    if isinstance(value, Decimal):
        return plain(value)
    return linebreaksbr(words.get(str(value), str(value)))


def cell(form: forms.ModelForm, name: str, admin: BaseModelAdmin, readable: bool) -> Cell:
    """The field of that name: its control, or what it says where it can only be read."""
    if readable or name not in form.fields:
        label = label_for_field(name, form._meta.model, admin, form=form)
        words = in_words(form.instance, name, admin, cast(DraftForm, form).offered(name))
        return Cell(name, capfirst(str(label)), words)
    bound = form[name]
    widget = bound.field.widget
    return Cell(
        name,
        capfirst(str(bound.label)),
        bound,
        bound,
        isinstance(widget, CheckboxInput),
        widget.is_hidden,
    )


def sections(
    form: DraftForm, fieldsets: Fieldsets, admin: BaseModelAdmin, readonly: Sequence[str]
) -> Iterator[Section]:
    """The fields of a form as its page lays them out; names in `readonly` are read, not edited."""
    for heading, options in fieldsets:
        every = [cell(form, name, admin, name in readonly) for name in flatten(options["fields"])]
        shown = [one for one in every if not one.is_hidden]
        folded = "collapse" in options.get("classes", ()) and not any(one.errors for one in every)
        hidden = [one for one in every if one.is_hidden]
        yield Section(str(heading or ""), shown, hidden, folded)
