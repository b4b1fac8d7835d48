"""Rows under a row: a table on the page of the row above."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.db.models import Field, Model
from django.forms import Media
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.safestring import SafeString

from assessments.admin.fields import overrides
from assessments.admin.form_classes import code_field, formset_class
from assessments.admin.layout import Cell, cell
from assessments.admin.links import version_of
from assessments.admin.part_forms import DraftForm, PartForm
from assessments.admin.part_formsets import PartFormSet
from assessments.admin.types import FieldNames
from assessments.admin.widgets import escape
from assessments.models.edition_reading import values_by_column
from assessments.rubric.definition import Code


class Row(NamedTuple):
    """A row of a table. `groups` are its cells: several fields may share one."""

    ident: str
    form: forms.ModelForm
    original: models.Model | None
    is_empty: bool
    groups: Sequence[Sequence[Cell]]
    hidden: Sequence[Cell]

    @property
    def errors(self) -> ErrorList:
        return self.form.non_field_errors()

    @property
    def cells(self) -> SafeString:
        """Its cells, drawn without a template: a page has hundreds of them."""
        return SafeString("".join(map(_drawn, self.groups)))


def _drawn(group: Sequence[Cell]) -> str:
    """The fields that share a cell; each but the first under a label of its own."""
    parts = [f'<td class="field-{group[0].name}">']
    for place, one in enumerate(group):
        if place:
            its = f' for="{one.bound.id_for_label}"' if one.bound else ""
            parts.append(f'<label class="rd-in-cell"{its}>{escape(one.label)}</label>')
        if one.errors:
            parts.append(str(one.errors))
        parts.append(one.control)
    return "".join((*parts, "</td>"))


class Table(InlineAdminFormSet):
    """The rows under a row, as a page shows them."""

    opts: PartInline
    formset: PartFormSet

    @property
    def media(self) -> Media:
        return self.opts.media

    def __iter__(self) -> Iterator[InlineAdminForm]:
        """Nothing for Django's script of prepopulated fields, which is all that would ask."""
        return iter(())

    def headings(self) -> list[tuple[str, str]]:
        """The name and the words of each column."""
        return [
            (group[0].name, self.opts.column_names.get(group[0].name, group[0].label))
            for group in self._empty.groups
        ]

    @cached_property
    def _empty(self) -> Row:
        """The row that the script copies."""
        ident = f"{self.formset.prefix}-empty"
        return self._row(self.formset.empty_form, None, ident, is_empty=True)

    def rows(self) -> Iterator[Row]:
        """Each row that is there, then the empty ones; last the one that the script copies."""
        formset = self.formset
        for place, form in enumerate(formset.forms):
            original = form.instance if form.instance.pk else None
            yield self._row(form, original, f"{formset.prefix}-{place}")
        if self.has_add_permission:
            yield self._empty

    def _row(
        self,
        form: forms.ModelForm,
        original: models.Model | None,
        ident: str,
        is_empty: bool = False,
    ) -> Row:
        readable = not self.has_change_permission and (
            original is not None or not self.has_add_permission
        )
        groups = []
        hidden = [Cell(one.name, "", one, is_hidden=True) for one in form.hidden_fields()]
        for names in self.fieldsets[0][1]["fields"]:
            if names != "seen":
                groups.append(
                    [
                        cell(form, name, self.opts, readable or name in self.readonly_fields)
                        for name in ((names,) if isinstance(names, str) else names)
                    ]
                )
        return Row(ident, form, original, is_empty, groups, hidden)


class FrozenWhenPublished(admin.options.BaseModelAdmin):
    """Takes every change away once the edition is published."""

    form: type[DraftForm] = DraftForm
    formfield_overrides = overrides(rows=3)
    notes: ClassVar[dict[str, str]] = {}
    """What is said after a column: columns of the admin that are read only."""

    def columns(self, with_notes: bool = True) -> list[str]:
        """What the rows hold, in the order of the definition."""
        names = ("position", *values_by_column(self.model))
        if not with_notes:
            return list(names)
        return [one for name in names for one in (name, self.notes.get(name, "")) if one]

    def _is_draft(self, obj: Model | None) -> bool:
        version = version_of(obj)
        return version is None or not version.is_published

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_draft(obj) and super().has_delete_permission(request, obj)

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        """Codes of the edition are chosen from what it has: see `DraftForm`."""
        of_codes = code_field(db_field)
        return of_codes or super().formfield_for_dbfield(db_field, request, **kwargs)


class PartInline(FrozenWhenPublished, admin.TabularInline):
    """Rows under a row, each with a link to its own page where it has one.

    Empty rows are added by Django's script, and without it by asking for one (`?rows=level`).
    """

    form = PartForm
    formset = PartFormSet
    template = "admin/assessments/_rows.html"
    formfield_overrides = overrides(rows=2)
    extra = 0
    column_names: ClassVar[dict[str, str]] = {}
    """The heading of a column, where that is not the name of its first field."""

    @property
    def names_a_source(self) -> bool:
        """Whether a row names one, which is chosen from a list that all rows share."""
        held = values_by_column(self.model).values()
        return any(isinstance(value, Code) and value.of == "sources" for value in held)

    def has_rows(self, above: Model) -> bool:
        """Whether it is worth asking for rows of that one."""
        return True

    def initial_rows(self, above: Model | None) -> list[dict[str, object]]:
        """What the first empty rows begin with."""
        return []

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_draft(obj) and super().has_add_permission(request, obj)

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> int:
        return 1 if request.GET.get("rows") == self.opts.model_name else 0

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> FieldNames:
        shown = list(self.fields or self.columns())
        return [*shown, "seen"] if self.has_change_permission(request, obj) else shown

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: object
    ) -> type[PartFormSet]:
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return formset_class(
            type(self),
            cast(Hashable, self.parent_model),
            tuple(name for name in shown if name not in self.readonly_fields),
            self.get_extra(request, obj),
            self.can_delete and self.has_delete_permission(request, obj),
        )

    def table_of(
        self, request: HttpRequest, formset: PartFormSet, above: Model | None, may: bool
    ) -> Table:
        """The rows as the page shows them. `may`: whether the person may change the row above."""
        may_add = may and self.has_add_permission(request, above)
        if not may_add:
            # The script that adds rows asks this, and nothing else.
            formset.max_num = 0
        return Table(
            self,
            formset,
            self.get_fieldsets(request, above),
            {},
            self.readonly_fields,
            has_add_permission=may_add,
            has_change_permission=may and self.has_change_permission(request, above),
            has_delete_permission=may and self.has_delete_permission(request, above),
        )
