"""No index repeats the beginning of a unique index of the same table: it is only work to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps


def repeated(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    """The columns with an index of their own that begin a unique index over several columns."""
    for table in tables:
        for one in table._meta.constraints:
            if not isinstance(one, models.UniqueConstraint) or one.condition or len(one.fields) < 2:
                continue
            first = table._meta.get_field(one.fields[0])
            if isinstance(first, models.Field) and first.db_index and not first.unique:
                yield f"{table.__name__}.{first.name}"


def test_no_column_is_indexed_twice() -> None:
    assert list(repeated(apps.get_app_config("assessments").get_models())) == []


@isolate_apps()
def test_a_column_that_is_indexed_twice_is_found() -> None:
    class Twice(models.Model):  # noqa: DJ008 - planted
        owner = models.IntegerField(db_index=True)
        number = models.IntegerField()

        class Meta:
            app_label = "planted"
            constraints = (
                models.UniqueConstraint(fields=["owner", "number"], name="planted_once"),
            )

    assert list(repeated([Twice])) == ["Twice.owner"]


@pytest.mark.django_db
def test_the_database_has_one_index_that_begins_with_the_column() -> None:
    for table, column in (
        ("answer", "assessment_id"),
        ("answerrevision", "answer_id"),
        ("submission", "assessment_id"),
        ("dimensionscore", "snapshot_id"),
        ("membership", "organisation_id"),
        ("draftstate", "version"),
        ("question", "version_id"),
        ("level", "question_id"),
    ):
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, f"assessments_{table}")
        begin = [one for one in found.values() if one["columns"][:1] == [column] and one["index"]]
        assert len(begin) <= 1, (table, begin)
        assert any(one["unique"] for one in found.values() if one["columns"][:1] == [column])
