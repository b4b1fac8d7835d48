"""An edition whose empty texts were published as none, or as empty, is the one that it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.upgrades.databases import copied, migrate, models_at

BEFORE = "0058_sums_of_points"

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _copied(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(upgraded):
        migrate("assessments", BEFORE)
        yield


def a_wording_without_help() -> Any:
    """A row of a published edition, as migrations know it."""
    rows = models_at(BEFORE).get_model("assessments", "SectorVariant").objects
    row = rows.filter(version__published_at__isnull=False, help=None).first()
    assert row is not None and row.text
    return row


def content(key: int) -> Any:
    """The edition's content, as its rows say it today, and its hash."""
    from assessments.models import RubricVersion
    from assessments.models.edition_reading import spec_from_rows
    from assessments.rubric.files.codec import content_hash

    edition = RubricVersion.objects.get(pk=key)
    return content_hash(spec_from_rows(edition)), edition.content_hash


def test_an_empty_text_that_was_published_as_none_is_none() -> None:
    row = a_wording_without_help()
    row.help = ""
    row.save()
    rows, published = content(row.version_id)
    assert rows != published
    migrate()
    assert content(row.version_id) == (published, published)
    row.refresh_from_db()
    assert row.help is None


def test_an_empty_text_that_was_published_as_one_stays() -> None:
    row = a_wording_without_help()
    row.help = ""
    row.save()
    row.version.content_hash, _ = content(row.version_id)
    row.version.save()
    migrate()
    rows, published = content(row.version_id)
    row.refresh_from_db()
    assert rows == published and row.help == ""


def test_an_edition_that_was_changed_is_left_as_it_is() -> None:
    row = a_wording_without_help()
    row.help, row.text = "", "Forged"
    row.save()
    migrate()
    row.refresh_from_db()
    assert (row.help, row.text) == ("", "Forged")
    rows, published = content(row.version_id)
    assert rows != published
