"""What the page of a rubric row shows: controls to edit it and its rows, or words to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.utils import flatten_fieldsets, label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.forms import CheckboxInput, Media
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from assessments.admin.fields import Offered, PlainNumber
from assessments.models.base import LinesField

NOT_GIVEN = "Not given"
Words = Callable[[str], str]
"""What a field of the row says, in words."""


class Cell(NamedTuple):
    """A field of a row: a control with its label, or words where it can only be read."""

    name: str
    label: str
    content: Any
    bound: Any = None
    is_checkbox: bool = False
    is_hidden: bool = False

    @property
    def errors(self) -> Any:
        return self.bound.errors if self.bound is not None else ()

    @property
    def help_text(self) -> str:
        return self.bound.help_text if self.bound is not None else ""

    @property
    def is_group(self) -> bool:
        return self.bound is not None and getattr(self.bound.field.widget, "use_fieldset", False)


class Section(NamedTuple):
    """Some fields of a row under a heading, which may be folded away."""

    heading: str
    cells: Sequence[Cell]
    hidden: Sequence[Cell]
    is_folded: bool


class Row(NamedTuple):
    """A row of a table. `groups` are its cells: several fields may share one."""

    ident: str
    form: Any
    original: Any
    is_empty: bool
    groups: Sequence[Sequence[Cell]]
    hidden: Sequence[Cell]

    @property
    def errors(self) -> Any:
        return self.form.non_field_errors()


def in_words(row: models.Model, name: str, admin: Any, offered: Offered | None) -> Any:
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
        return dict(field.flatchoices).get(value, value)  # type: ignore[union-attr]
    if isinstance(value, Decimal):
        return PlainNumber().prepare_value(value)
    return linebreaksbr(words.get(str(value), str(value)))


def cell(form: Any, name: str, admin: Any, readable: bool) -> Cell:
    """The field of that name: its control, or what it says where it can only be read."""
    if readable or name not in form.fields:
        label = label_for_field(name, form._meta.model, admin, form=form)
        given = (form._meta.labels or {}).get(name)
        words = in_words(form.instance, name, admin, form.offered(name))
        return Cell(name, capfirst(str(given or label)), words)
    bound = form[name]
    widget = bound.field.widget
    return Cell(
        name,
        capfirst(bound.label),
        bound,
        bound,
        isinstance(widget, CheckboxInput),
        widget.is_hidden,
    )


def sections(form: Any, fieldsets: Any, admin: Any, readonly: Sequence[str]) -> Iterator[Section]:
    """The fields of a form as its page lays them out; names in `readonly` are read, not edited."""
    for heading, options in fieldsets:
        every = [cell(form, name, admin, name in readonly) for name in options["fields"]]
        shown = [one for one in every if not one.is_hidden]
        folded = "collapse" in options.get("classes", ()) and not any(one.errors for one in every)
        hidden = [one for one in every if one.is_hidden]
        yield Section(heading or "", shown, hidden, folded)


class Table(InlineAdminFormSet):
    """The rows under a row, as a page shows them."""

    opts: Any
    formset: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.has_add_permission:
            # The script that adds rows asks this, and nothing else.
            self.formset.max_num = 0

    @property
    def media(self) -> Media:
        return self.opts.media

    def __iter__(self) -> Iterator[Any]:
        """Nothing for Django's script of prepopulated fields, which is all that would ask."""
        return iter(())

    def headings(self) -> list[tuple[str, str]]:
        """The name and the words of each column."""
        row = self._row(self.formset.empty_form, None, "", is_empty=True)
        return [
            (group[0].name, self.opts.column_names.get(group[0].name, group[0].label))
            for group in row.groups
        ]

    def rows(self) -> Iterator[Row]:
        """Each row that is there, then the empty ones; last the one that the script copies."""
        formset = self.formset
        for place, form in enumerate(formset.forms):
            original = form.instance if form.instance.pk else None
            yield self._row(form, original, f"{formset.prefix}-{place}")
        if self.has_add_permission:
            yield self._row(formset.empty_form, None, f"{formset.prefix}-empty", is_empty=True)

    def _row(self, form: Any, original: Any, ident: str, is_empty: bool = False) -> Row:
        readable = not self.has_change_permission and (
            original is not None or not self.has_add_permission
        )
        groups = []
        hidden = [Cell(one.name, "", one, is_hidden=True) for one in form.hidden_fields()]
        for names in self.fieldsets[0][1]["fields"]:
            names = (names,) if isinstance(names, str) else names
            if names != ("seen",):
                groups.append(
                    [
                        cell(form, name, self.opts, readable or name in self.readonly_fields)
                        for name in names
                    ]
                )
        return Row(ident, form, original, is_empty, groups, hidden)


def names_of(fieldsets: Any) -> tuple[str, ...]:
    """Every field of the fieldsets, in their order."""
    return tuple(flatten_fieldsets(fieldsets))
