"""What a file may say the database can hold: no column is narrower than its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

from assessments.models import RubricVersion
from assessments.models.edition_reading import part_models, values_by_column
from assessments.rubric import definition as d
from assessments.rubric.files.values import CODE_MOST, LINK_MOST


def columns() -> Iterator[tuple[models.Field, d.Value]]:
    for model in (RubricVersion, *part_models()):
        for name, value in values_by_column(model).items():
            yield model._meta.get_field(name), value  # type: ignore[misc]


def too_narrow(among: Iterable[tuple[models.Field, d.Value]]) -> Iterator[str]:
    """The columns that cannot hold all that their field may be."""
    for column, value in among:
        if isinstance(value, d.Number):
            assert isinstance(column, models.DecimalField), column
            digits, places = column.max_digits or 0, column.decimal_places or 0
            holds = places >= value.places and 10 ** (digits - places) > value.most
        else:
            longest = {d.Text: getattr(value, "most", 0), d.Code: CODE_MOST, d.Link: LINK_MOST}
            holds = (column.max_length or 10**9) >= longest.get(type(value), 0)
        if not holds:
            yield str(column)


def test_every_column_holds_what_its_field_may_say() -> None:
    assert len(list(columns())) > 100
    assert list(too_narrow(columns())) == []


def test_a_column_that_is_too_narrow_is_found() -> None:
    number = models.DecimalField(max_digits=9, decimal_places=4)
    pairs: list[tuple[models.Field, d.Value]] = [
        (number, d.Number(0, 99_999, 4)),
        (number, d.Number(0, 100_000, 4)),
        (number, d.Number(0, 1, 5)),
        (models.CharField(max_length=200), d.Text(200)),
        (models.CharField(max_length=199), d.Text(200)),
        (models.CharField(max_length=39), d.Code()),
        (models.TextField(), d.Link()),
    ]
    found = [place for place, pair in enumerate(pairs) if list(too_narrow([pair]))]
    assert found == [1, 2, 4, 5]
