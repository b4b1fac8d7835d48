"""The classes of a draft's forms: made once, for every edition that a request hands them."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.text import capfirst

from assessments.admin.edition_codes import ONE_CODE, SEVERAL_CODES
from assessments.admin.fields import CodeBoxes, CodeList, OneCode
from assessments.admin.widgets import QUICK
from assessments.models import Sector, Source

ADD_ONE = "Add a source"
"""What the list says from which one more source is chosen."""


def code_field(db_field: Any) -> forms.Field | None:
    """The field for a column that holds codes of the edition; `None` for any other column."""
    said: dict[str, Any] = {
        "label": capfirst(db_field.verbose_name),
        "required": not db_field.blank,
    }
    if db_field.name in ONE_CODE:
        return OneCode(**said)
    if db_field.name == "condition_level_at_least":
        return OneCode(**said, coerce=int, empty=None)
    if db_field.name in SEVERAL_CODES:
        of = SEVERAL_CODES[db_field.name]
        hint = "None ticked: every sector." if of is Sector else ""
        return CodeList(**said, widget=CodeBoxes(ADD_ONE if of is Source else ""), help_text=hint)
    if db_field.name == "condition_any_of":
        return CodeList(**said)
    return None


@cache
def form_class(admin: Any, model: Any, names: tuple[str, ...]) -> Any:
    """The form of a page with these fields."""
    made = admin(model, None)
    asked = partial(made.formfield_for_dbfield, request=None)
    form = forms.modelform_factory(model, admin.form, names, formfield_callback=asked)
    for name, label in (form._meta.labels or {}).items():
        if name in form.base_fields:
            form.base_fields[name].label = label
    return form


@cache
def formset_class(
    inline: Any, above: Any, names: tuple[str, ...], extra: int, can_delete: bool
) -> Any:
    """The formset of a table with these fields."""
    made = inline(above, admin.site)
    return forms.inlineformset_factory(
        above,
        inline.model,
        inline.form,
        inline.formset,
        fields=names,
        extra=extra,
        can_delete=can_delete,
        formfield_callback=partial(made.formfield_for_dbfield, request=None),
        renderer=QUICK,
    )
