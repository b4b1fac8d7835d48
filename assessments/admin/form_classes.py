"""The classes of a draft's forms: made once, for every edition that a request hands them."""

from __future__ import annotations

from functools import cache, partial
from typing import cast

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.text import capfirst

from assessments.admin.fields import CodeBoxes, CodeInput, CodeList, OneCode
from assessments.admin.part_forms import DraftForm
from assessments.admin.part_formsets import PartFormSet
from assessments.admin.widgets import QUICK
from assessments.models.edition_reading import fields_by_column, values_by_column
from assessments.rubric.definition import ListOf, Whole, refers_to

EVERY = HttpRequest()
"""A class is made for every request, so it knows of none."""
ONE_TO_A_LINE = "One to a line."
ADD = {"sources": "Add a source", "items": "Add a line"}
"""What the list says from which one more is chosen, where boxes for all would be too many."""


def code_field(column: Field) -> forms.Field | None:
    """The field for a column that holds codes of the edition; `None` for any other column."""
    value = values_by_column(column.model).get(column.name)
    listed, required = refers_to(value), not column.blank
    label = capfirst(str(column.verbose_name))
    if not listed:
        return None
    if isinstance(value, ListOf):
        boxes = CodeBoxes(ADD.get(listed, ""))
        return CodeList(label=label, required=required, widget=boxes)
    if isinstance(value, Whole):
        return OneCode(label=label, required=required, coerce=int, empty=None)
    return OneCode(label=label, required=required)


def _say(form: type[forms.ModelForm], model: type[Model]) -> None:
    """Gives each field the help that the definition has for it."""
    for name, said in fields_by_column(model).items():
        field = form.base_fields.get(name)
        if field is not None:
            is_lines = isinstance(said.value, ListOf) and not refers_to(said.value)
            field.help_text = said.help or (ONE_TO_A_LINE if is_lines else "")


@cache
def form_class(
    page: type[ModelAdmin], model: type[Model], names: tuple[str, ...]
) -> type[DraftForm]:
    """The form of a page with these fields."""
    asked = partial(page(model, admin.site).formfield_for_dbfield, request=EVERY)
    form = forms.modelform_factory(model, page.form, names, formfield_callback=asked)
    _say(form, model)
    return cast(type[DraftForm], form)


@cache
def formset_class(
    inline: type[InlineModelAdmin],
    above: type[Model],
    names: tuple[str, ...],
    extra: int,
    can_delete: bool,
) -> type[PartFormSet]:
    """The formset of a table with these fields."""
    made = inline(above, admin.site)
    made_of = forms.inlineformset_factory(
        above,
        inline.model,
        inline.form,
        inline.formset,
        fields=names,
        extra=extra,
        can_delete=can_delete,
        formfield_callback=partial(made.formfield_for_dbfield, request=EVERY),
        renderer=QUICK,
    )
    _say(made_of.form, inline.model)
    for name, value in values_by_column(inline.model).items():
        if name in names and refers_to(value) == "sources" and not isinstance(value, ListOf):
            made_of.form.base_fields[name].widget = CodeInput("sources")
    return cast(type[PartFormSet], made_of)
