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

from assessments.admin.edition_codes import ONE_CODE, SEVERAL_CODES
from assessments.admin.fields import CodeBoxes, CodeList, OneCode
from assessments.admin.part_forms import DraftForm
from assessments.admin.part_formsets import PartFormSet
from assessments.admin.widgets import QUICK
from assessments.models import Sector, Source

EVERY = HttpRequest()
"""A class is made for every request, so it knows of none."""
ADD_ONE = "Add a source"
"""What the list says from which one more source is chosen."""


def code_field(db_field: Field) -> forms.Field | None:
    """The field for a column that holds codes of the edition; `None` for any other column."""
    label, required = capfirst(str(db_field.verbose_name)), not db_field.blank
    if db_field.name in ONE_CODE:
        return OneCode(label=label, required=required)
    if db_field.name == "condition_level_at_least":
        return OneCode(label=label, required=required, coerce=int, empty=None)
    if db_field.name in SEVERAL_CODES:
        of = SEVERAL_CODES[db_field.name]
        hint = "None ticked: every sector." if of is Sector else ""
        boxes = CodeBoxes(ADD_ONE if of is Source else "")
        return CodeList(label=label, required=required, widget=boxes, help_text=hint)
    if db_field.name == "condition_any_of":
        return CodeList(label=label, required=required)
    return None


@cache
def form_class(
    page: type[ModelAdmin], model: type[Model], names: tuple[str, ...]
) -> type[DraftForm]:
    """The form of a page with these fields."""
    asked = partial(page(model, admin.site).formfield_for_dbfield, request=EVERY)
    form = forms.modelform_factory(model, page.form, names, formfield_callback=asked)
    for name, label in (form._meta.labels or {}).items():
        if name in form.base_fields:
            form.base_fields[name].label = label
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
    return cast(type[PartFormSet], made_of)
