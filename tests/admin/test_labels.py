"""A field of a rubric is called the same wherever an editor meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.test import Client
from django.utils.text import capfirst

from assessments.admin.form_classes import form_class, formset_class
from assessments.admin.soundness import in_words
from assessments.admin.tables import PartInline
from assessments.models import Band, PointsToLevel, RubricVersion
from assessments.models.edition_reading import HELD_IN, fields_by_column
from assessments.rubric.definition import GateSpec, LevelSpec, QuestionSpec, RubricSpec
from assessments.rubric.workbook import layout
from tests.admin.conftest import Programme, keep
from tests.admin.pages import address, text_of

ELSEWHERE = {
    *("Description", "When level at or below", "To", "Sector"),  # Columns that several rows share.
    "Scoring notes",  # A sheet of its own.
}
"""Fields that no column of the workbook is called after."""


def labels_of(model: type[models.Model]) -> dict[str, str]:
    return {name: field.label for name, field in fields_by_column(model).items()}


def edited() -> Iterator[tuple[type[models.Model], str, str]]:
    """Each field that a page or a table of the admin edits, with the label that it has there."""
    for model, page in admin.site._registry.items():
        if model not in HELD_IN.values():
            continue
        names = tuple(name for name in labels_of(model) if model._meta.get_field(name).editable)
        for name, field in form_class(type(page), model, names).base_fields.items():
            yield model, name, str(field.label)
        for inline in page.inlines:
            if issubclass(inline, PartInline) and (shown := tuple(labels_of(inline.model))):
                form = formset_class(inline, model, shown, 0, True).form
                for name in shown:
                    yield inline.model, name, str(form.base_fields[name].label)


def listed() -> Iterator[tuple[type[models.Model], str, str]]:
    """Each field that a list of the admin shows as it is kept, with the heading of its column."""
    for model, page in admin.site._registry.items():
        for name in page.list_display if model in HELD_IN.values() else ():
            if isinstance(name, str) and name in labels_of(model):
                yield model, name, capfirst(str(label_for_field(name, model, page)))


def test_pages_and_tables_of_the_admin_call_every_field_by_its_label() -> None:
    found = list(edited())
    assert {model for model, _, _ in found} == {*HELD_IN.values()}
    assert [one for one in found if one[2] != labels_of(one[0]).get(one[1], one[2])] == []


def test_lists_of_the_admin_head_every_field_with_its_label() -> None:
    found = list(listed())
    assert (Band, "minimum_each_dimension", "Least in each dimension") in found
    assert [one for one in found if one[2] != labels_of(one[0])[one[1]]] == []


def test_the_workbook_heads_every_field_with_its_label() -> None:
    titles = {column.name for columns in layout.COLUMNS.values() for column in columns}
    titles |= set(layout.FIELDS)
    every = {label for model in HELD_IN.values() for label in labels_of(model).values()}
    assert every - titles == ELSEWHERE


@pytest.mark.parametrize(
    ("part", "place", "words"),
    [
        (GateSpec, "cap_band", "highest band"),
        (LevelSpec, "action.guidance_by_sector.nhs_trust", "action, guidance by sector, nhs_trust"),
        (QuestionSpec, "gates[0].cap_band", "gates 1, highest band"),
        (QuestionSpec, "not_applicable.allowed", "not applicable allowed"),
        (QuestionSpec, "number.bands[2].from_inclusive", "number, ranges 3, from"),
        (QuestionSpec, "sector_variants.nhs_trust.text", "sector wording nhs_trust, text"),
        (QuestionSpec, "a_key.of_no_field", "a key, of no field"),
        (RubricSpec, "rubric.purpose", "purpose"),
        (RubricSpec, "scoring.dont_know", "don't know"),
        (RubricSpec, "", ""),
    ],
)
def test_a_finding_calls_its_place_by_the_labels(
    part: type[object], place: str, words: str
) -> None:
    assert in_words(part, place) == words


@pytest.mark.django_db
def test_two_editions_side_by_side_call_a_field_by_its_label(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    band = Band.objects.filter(version=draft, from_inclusive__gt=0).first()
    assert band is not None
    Band.objects.filter(pk=band.pk).update(minimum_each_dimension=1, reassess_after_months=7)
    keep(draft, programme)
    page = text_of(as_editor.get(address(draft, "compare")))
    assert "Least in each dimension" in page and "Look again after months" in page


@pytest.mark.django_db
def test_a_finding_on_a_page_names_no_key_of_a_file(
    as_editor: Client, draft: RubricVersion, programme: Programme
) -> None:
    row = PointsToLevel.objects.filter(version=draft, from_inclusive__gt=0).first()
    assert row is not None
    PointsToLevel.objects.filter(pk=row.pk).update(to_inclusive=0)
    keep(draft, programme)
    page = text_of(as_editor.get(address(row.question)))
    assert re.search(r'points to level \d, up to and including: must not be below "From"', page)
