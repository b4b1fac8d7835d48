"""The forms of an edition's rows: they refuse what no rubric file may hold, in a field or in fields
of one row together, next to the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.db import models

from assessments.admin.edition_codes import OF_THE_OPENER, Vocabulary
from assessments.admin.fields import CodeList, Offered, OneCode
from assessments.admin.part_formsets import last_position, naming, taken
from assessments.admin.types import Row
from assessments.admin.widgets import QUICK
from assessments.models import Contradiction, Effort, Gate, Question, RubricVersion
from assessments.models.base import LinesField
from assessments.models.edition_reading import values_by_column
from assessments.models.rubric import RubricPart
from assessments.rubric.definition import ListOf, refers_to
from assessments.rubric.files import values
from assessments.rubric.files.format import reader_of
from assessments.rubric.files.values import Reader
from assessments.rubric.soundness import ONLY_WITHHELD

Given = Mapping[str, object]
Clash = tuple[str, str]
"""The name of a field, and what is wrong with it."""

ONE_OF = {
    Gate: [("when_any_missing", "when_level_at_or_below")],
    Contradiction: [
        ("when_level_at_least", "when_level_at_most"),
        ("other_level_at_least", "other_level_at_most"),
    ],
}
"""Pairs of fields of which exactly one is given."""

BOTH = "Give one of these only: this, or “{}”."
NEITHER = "Give this, or “{}”."


def clashes(
    row: RubricPart, given: Given, labels: Mapping[str, str], edition: Vocabulary | None
) -> Iterator[Clash]:
    """What is wrong with what was given for a row. `labels` has the fields that the form shows."""
    for one, other in ONE_OF.get(type(row), ()):
        if one not in labels and not _held(given, other):
            yield other, "Give this."
        elif one in labels and _held(given, one) == _held(given, other):
            yield one, (BOTH if _held(given, one) else NEITHER).format(labels[other])
    if isinstance(row, Question):
        # A question is chosen first and saved, so that its levels or lines are offered.
        level, any_of = "condition_level_at_least", "condition_any_of"
        if _held(given, level) and _held(given, any_of):
            yield any_of, BOTH.format(labels[level])
        if given.get("exemption") and given.get("release") != "withheld":
            yield "exemption", f"This must be empty: {ONLY_WITHHELD}."
    if isinstance(row, Effort):
        low, likely = given.get("days_low"), given.get("days_likely")
        if isinstance(low, Decimal) and isinstance(likely, Decimal) and low > likely:
            yield "days_low", f"This must not be above the likely days, {likely:f}."
    if isinstance(row, Contradiction):
        yield from _of_questions(given, edition)


def _of_questions(given: Given, edition: Vocabulary | None) -> Iterator[Clash]:
    """A contradiction names two questions, and levels that they have."""
    one, other = (str(given.get(name) or "") for name in ("question_code", "other_code"))
    if one and one == other:
        yield "other_code", f"This must be another question than {one}."
    if edition is None:
        return
    for code, of, side in ((one, "question_code", "when"), (other, "other_code", "other")):
        levels = [key for key, _ in edition.opening(code).levels.pairs]
        if code and not levels:
            yield of, f"{code} is not scored, so no answer to it has a level."
        for end in ("least", "most"):
            level = given.get(f"{side}_level_at_{end}")
            if levels and level is not None and str(level) not in levels:
                yield f"{side}_level_at_{end}", f"{code} has no level {level}."


def _held(given: Given, name: str) -> bool:
    return given.get(name) not in (None, "", (), [])


def _as_text(column: models.Field, row: models.Model) -> str:
    """What the row holds there: equal for equal values, however they were written."""
    value = getattr(row, column.name)
    if isinstance(value, Decimal):
        return values.number_text(value)
    if value is None:
        return "\x00"
    return column.value_to_string(row)


CHANGED_MEANWHILE = (
    "This was changed after you opened the page, by another editor or in another tab, so nothing "
    "was saved and nothing of that change is lost. Copy what you typed, open the page again and "
    "make your change there."
)


OPENER = "condition_question"
"""The column that names the question which opens another."""

CHOOSE_FIRST = (
    "Choose the question, then press “Save and continue editing”: its levels and choices are then "
    "offered here."
)


def _reader_of(column: models.Field) -> Reader | None:
    """How a rubric file reads what the column holds."""
    value = values_by_column(column.model).get(column.name)
    if value is None:
        return None
    if isinstance(column, LinesField) and isinstance(value, ListOf):
        reader = reader_of(value.item)
        return lambda text: tuple(reader(line) for line in column.to_python(text) or ())
    return reader_of(value)


class DraftForm(forms.ModelForm):
    """A row of a draft. `seen` tells what state of the row the page showed.

    `edition` is the vocabulary of the row's edition, and `may_change` whether a row that is there
    can be changed.
    """

    default_renderer = QUICK
    # Nothing refers to it by an id, and a page of many rows has many of them.
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, *args: Any, edition: Vocabulary | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.instance.saved_code = getattr(self.instance, "code", "")
        every = self.instance._meta.fields
        self.shown = [column for column in every if column.name in self.fields]
        self.initial["seen"] = self._state(self.instance) if self.instance.pk else ""
        for column in self.shown:
            field = self.fields[column.name]
            if column.null and isinstance(column, models.TextField):
                # Empty means "not given", unless it was a text that a file leaves empty.
                is_text = getattr(self.instance, column.name) == ""
                field.empty_value = "" if is_text else None  # type: ignore[attr-defined]
            if edition is not None and isinstance(field, OneCode | CodeList):
                self._offer(column.name, field)

    @property
    def media(self) -> forms.Media:
        """None of the controls needs a script or a style of its own."""
        return forms.Media()

    def offered(self, name: str) -> Offered | None:
        """The codes of the edition that a field holds one or more of, if it holds codes."""
        listed = refers_to(values_by_column(type(self.instance)).get(name))
        if self.edition is None or listed in ("", "items"):
            return None
        if name == OPENER:
            return self.edition.questions_before(self.instance.saved_code)
        if listed in OF_THE_OPENER:
            return getattr(self.edition.opening(self._opener()), listed)  # type: ignore[no-any-return]
        return self.edition.choices(listed)

    def _offer(self, name: str, field: OneCode | CodeList) -> None:
        offered = self.offered(name) or Offered()
        held = getattr(self.instance, name)
        present = held if isinstance(held, tuple) else () if held in (None, "") else (str(held),)
        listed = refers_to(values_by_column(type(self.instance))[name])
        if listed not in OF_THE_OPENER:
            return field.offer(offered, present)
        opener = self._opener()
        field.offer(offered, present, f"not in {opener}" if opener else "without a question")
        if listed == "choices" and not offered.pairs:
            field.help_text = f"{opener} has no choices, only levels." if opener else CHOOSE_FIRST

    def offer_of(self, above: models.Model) -> None:
        """Offers what the row above has: to a gate, the lines of its question."""
        lines = self.fields.get("when_any_missing")
        code = getattr(above, "code", "")
        if self.edition is not None and isinstance(lines, CodeList):
            held = self.instance.when_any_missing
            lines.offer(self.edition.lines(code), held, f"not in {code}")

    def _opener(self) -> str:
        """The code of the question that a condition names: the one just chosen, or the stored."""
        stored = getattr(self.instance, OPENER, "")
        return str(self.data.get(self.add_prefix(OPENER), stored) or "")

    def _state(self, row: models.Model) -> str:
        """What of a row the page shows, in a few letters: equal only while it is unchanged."""
        held = [_as_text(column, row) for column in self.shown]
        return sha256("\x1f".join(held).encode()).hexdigest()[:16]

    def _settle(self, given: dict[str, object]) -> None:
        """Where the row was changed meanwhile: theirs stays, unless both changed it."""
        posted = copy(self.instance)
        for column in self.shown:
            setattr(posted, column.name, given.get(column.name))
        if given.get("seen") != self._state(posted):
            raise forms.ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile")
        given.update({column.name: getattr(self.instance, column.name) for column in self.shown})
        self.__dict__["changed_data"] = []

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        given: dict[str, object] = self.cleaned_data if cleaned is None else cleaned
        if self.instance.pk and given.get("seen") != self.initial["seen"]:
            self._settle(given)
        for column in self.shown:
            reader = _reader_of(column)
            if reader is None or given.get(column.name) in (None, ""):
                continue
            value = given[column.name]
            try:
                if isinstance(value, str):
                    given[column.name] = values.typed(reader, value)
                else:
                    reader(value)
            except ValueError as fault:
                self.add_error(column.name, f"This {fault}.")
        return given


class VersionForm(DraftForm):
    """An edition's own page."""

    def clean(self) -> dict[str, object] | None:
        given = super().clean() or {}
        edition = given.get("edition")
        others = RubricVersion.objects.filter(rubric=self.instance.rubric_id, edition=edition)
        if others.exclude(pk=self.instance.pk).exists():
            taken = f"There already is an edition {edition} of this rubric."
            self.add_error("edition", taken)
        return given


class PartForm(DraftForm):
    """Checks what is unique in an edition, although the edition itself is no field of the form."""

    def __init__(
        self,
        *args: Any,
        draft: RubricVersion | None = None,
        in_table: bool = False,
        may_change: bool = True,
        may_add: bool = True,
        above: Row | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.in_table = draft, in_table
        if above is not None:
            # The very row above, so that no row of a table asks for it again.
            setattr(self.instance, self.instance.parent or "version", above)
        self.may_change, self.may_add = may_change, may_add
        if "position" in self.fields:
            self.fields["position"].required = False
            self.fields["position"].help_text = "Order among its neighbours. Empty: last."
            if not self.instance.pk:
                self.initial["position"] = None
        if in_table:
            self._name_cells()

    def has_changed(self) -> bool:
        """What the person may not change has not changed, even if it was posted."""
        may = self.may_change if self.instance.pk else self.may_add
        return may and super().has_changed()

    def _name_cells(self) -> None:
        """The cells of a table have no labels of their own; its headings are no names for them."""
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.help_text = ""
                field.widget.attrs["aria-label"] = str(field.label or "")

    def clean(self) -> dict[str, object] | None:
        above = self._above()
        if above is not None:
            self.instance.version_id = above.version_id
        elif self.draft is not None:
            self.instance.version = self.draft
        given = super().clean() or {}
        labels = {name: str(field.label) for name, field in self.fields.items()}
        for name, message in clashes(self.instance, given, labels, self.edition):
            if name not in self.errors:
                self.add_error(name, message)
        if not self.in_table:
            if "position" in self.fields and given.get("position") is None:
                given["position"] = last_position(self.instance) + 1
            self._refuse_a_taken_name(given)
        return given

    def _refuse_a_taken_name(self, given: dict[str, object]) -> None:
        """Rows in a table are compared with one another instead: see `PartFormSet`."""
        row, named = self.instance, naming(type(self.instance))
        if named is None or given.get(named[1]) in (None, ""):
            return
        above = getattr(row, f"{named[0]}_id")
        rows = type(row)._default_manager.filter(**{named[0]: above})
        if rows.filter(**{named[1]: given[named[1]]}).exclude(pk=row.pk).exists():
            self.add_error(named[1], taken(type(row), given[named[1]]))

    def _above(self) -> RubricPart | None:
        parent = type(self.instance).parent
        return getattr(self.instance, parent, None) if parent else None
