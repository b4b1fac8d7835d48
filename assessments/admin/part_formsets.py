"""Rows under a row, judged and saved as the set that they will be together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Max
from django.http import QueryDict

from assessments.models import FrameworkMapping, User
from assessments.models.rubric import RubricPart
from assessments.services import rubric_parts

ROW_IS_GONE = (
    "A row of this table was removed after you opened the page, by another editor or in another "
    "tab, so nothing was saved. Copy what you typed, open the page again and make your change "
    "there."
)

DELETED_BUT_CHANGED = (
    "{row} was changed after you opened the page, by another editor or in another tab, so it was "
    "not deleted and nothing was saved. Copy what you typed, open the page again and look at it "
    "before you delete it."
)


MOST_ROWS = 20
"""Rows that a page of a table holds, so that the page they are on can be read and saved."""


def page_field(table: str) -> str:
    """The name under which an address says which page of a table is meant."""
    return f"{table}-page"


def naming(model: type[models.Model]) -> tuple[str, str] | None:
    """What names a row, and within what: `("question", "number")` for a level."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) == 2:
            within, name = constraint.fields
            return within, name
    return None


def taken(model: type[models.Model], value: object) -> str:
    """What is said of a name that another row has."""
    return f"Another {model._meta.verbose_name} has {value} already. Choose something else."


def last_position(row: RubricPart) -> int:
    """The position of the last of the rows that a row is, or will be, one of; 0 without any."""
    within = row.parent or "version"
    neighbours = type(row)._default_manager.filter(**{within: getattr(row, within)})
    return neighbours.aggregate(last=Max("position"))["last"] or 0


class PartFormSet(forms.BaseInlineFormSet):
    """Each row knows the very row above it, and rows may exchange what names them.

    A long table is shown a page at a time; what is posted is read, from any page of it. `by`
    is who saves, and `query` what the address says.
    """

    model: type[RubricPart]
    prefix: str

    def __init__(self, *args: Any, by: User, query: QueryDict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.query = by, query

    @cached_property
    def page(self) -> Page[RubricPart]:
        """The page of the table that the address names; the first, where it names none."""
        rows = Paginator(list(super().get_queryset()), MOST_ROWS)
        return rows.get_page(self.query.get(page_field(self.prefix)))

    def pages(self) -> Iterator[tuple[int | str, str]]:
        """The numbers of pages to offer, each with its address; a gap in them has no address.

        The other tables of the page stay as they are.
        """
        around = self.page.paginator.get_elided_page_range(self.page.number, on_ends=1)
        for number in around:
            asked = self.query.copy()
            asked[page_field(self.prefix)] = str(number)
            is_gap = not isinstance(number, int)
            address = f"?{asked.urlencode()}#{self.prefix}-heading"
            yield number, "" if is_gap or number == self.page.number else address

    def is_multipart(self) -> bool:
        """No field of a rubric is a file."""
        return False

    @cached_property
    def empty_form(self) -> forms.ModelForm:
        """The row that the script copies: made once, and asked for the headings too."""
        return super().empty_form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Nothing refers to a hidden field by an id, and a box without a label has a name."""
        super().add_fields(form, index)
        form.offer_of(self.instance)  # type: ignore[attr-defined]
        for field in form.fields.values():
            if field.widget.is_hidden:
                field.widget.attrs["id"] = False
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {form.instance}"

    def get_queryset(self) -> Collection[RubricPart]:  # type: ignore[override]
        """The rows of the page; of a post, all, and once it was read those that it is about."""
        if not self.is_bound:
            return list(self.page)
        if "forms" in self.__dict__:
            return [form.instance for form in self.initial_forms]
        return super().get_queryset()

    def clean(self) -> None:
        key = self.model._meta.pk.name
        if any(key in form.errors for form in self.initial_forms):
            raise forms.ValidationError(ROW_IS_GONE, code="row_is_gone")
        for form in self.initial_forms:
            # Django does not judge what is to go; it must still be what the person saw.
            seen = form.data.get(form.add_prefix("seen"))
            if self._should_delete_form(form) and seen != form.initial["seen"]:  # type: ignore[attr-defined]
                message = DELETED_BUT_CHANGED.format(row=form.instance)
                raise forms.ValidationError(message, code="changed_meanwhile")
        super().clean()
        self._put_last()

    def _put_last(self) -> None:
        """Rows without a position come last, one after the other as they are on the page."""
        given = {form: form.cleaned_data.get("position", 0) for form in self._staying()}
        waiting = [form for form, position in given.items() if position is None]
        if not waiting:
            return
        last = max(last_position(waiting[0].instance), *(given[f] or 0 for f in given))
        for position, form in enumerate(waiting, last + 1):
            form.instance.position = form.cleaned_data["position"] = position

    def validate_unique(self) -> None:
        """In place of Django's, which compares each row with the others as they are stored."""
        named = naming(self.model)
        if self.model is FrameworkMapping:
            return self._refuse_twice()
        if named is None:
            return
        names = set(self._names_elsewhere(*named))
        for form in self._staying():
            value = form.cleaned_data.get(named[1])
            if value in names:
                form.add_error(named[1], taken(self.model, value))
            elif value not in (None, ""):
                names.add(value)

    def _refuse_twice(self) -> None:
        """A question names a reference of a framework once."""
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        others = FrameworkMapping.objects.filter(question=self.instance).exclude(pk__in=shown)
        named = set(others.values_list("framework", "ref"))
        for form in self._staying():
            pair = (form.cleaned_data.get("framework", ""), form.cleaned_data.get("ref", ""))
            if all(pair) and pair in named:
                form.add_error("ref", f"This question names {pair[1]} of {pair[0]} already.")
            named.add(pair)

    def _staying(self) -> Iterator[forms.ModelForm]:
        """The forms whose rows will be there: neither deleted nor left empty."""
        gone = self.deleted_forms
        for form in self.forms:
            is_new = form in self.extra_forms
            if form not in gone and (not is_new or form.has_changed()):
                if hasattr(form, "cleaned_data"):
                    yield form

    def _names_elsewhere(self, within: str, name: str) -> Iterable[object]:
        """The names of rows that this page does not show, within what must not repeat them."""
        above = self.instance if within == self.fk.name else getattr(self.instance, within)
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        rows = self.model._default_manager.filter(**{within: above})
        return rows.exclude(pk__in=shown).values_list(name, flat=True)

    def save(self, commit: bool = True) -> list[RubricPart]:
        self._step_aside()
        return super().save(commit)

    def _step_aside(self) -> None:
        """Rows that change their name, or go, give it up first: another may be taking it."""
        named = naming(self.model)
        if named is None:
            return
        leaving = [
            form.instance
            for form in self.initial_forms
            if form in self.deleted_forms or named[1] in form.changed_data
        ]
        rubric_parts.step_aside(parts=leaving, column=named[1], by=self.by)

    def delete_existing(self, obj: RubricPart, commit: bool = True) -> None:
        """A row goes with everything below it."""
        if commit:
            rubric_parts.delete(part=obj, by=self.by)
