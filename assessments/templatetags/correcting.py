"""What is to be corrected on a form of the admin, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django import forms, template
from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.utils.text import capfirst

register = template.Library()


@register.inclusion_tag("admin/_to_correct.html")
def to_correct(form: AdminForm, tables: Sequence[InlineAdminFormSet]) -> dict[str, object]:
    """A list of it, each a link to its field, table or row. The errors of the form as a whole are
    not among them: Django's page begins with those.
    """
    return {"faults": [*_in_fields(form.form), *_in_tables(tables)]}


def _in_fields(form: forms.BaseForm, row: str = "") -> Iterator[tuple[str, str]]:
    for field in form.visible_fields():
        for error in field.errors:
            yield field.id_for_label or field.auto_id, f"{row}{field.label}: {error}"


def _in_tables(tables: Sequence[InlineAdminFormSet]) -> Iterator[tuple[str, str]]:
    for table in tables:
        rows, name = table.formset, capfirst(table.opts.verbose_name_plural)
        for error in rows.non_form_errors():
            yield f"{rows.prefix}-group", f"{name}: {error}"
        for number, form in enumerate(rows.forms, 1):
            row = f"{name}, row {number}"
            for error in form.non_field_errors():
                yield form.prefix, f"{row}: {error}"
            yield from _in_fields(form, f"{row}, ")
