"""A published edition was kept twice: as rows, and as a text beside them. The text goes.

Readers used the text, so before it goes the rows of each published edition have to come to the
same content hash. Where those of one do not, nothing is changed. Backwards, the text is written
from the rows.

The hash of an edition's rows is a promise that every version of the code keeps, because every
edition is read by it. That is why the mapping of today is used here, on the tables of this day: what
they do not have yet says nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.db import migrations

from assessments.models.edition_reading import content_of
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import canonical_json
from assessments.rubric.files.codec import content_hash

CHANGED = (
    "Nothing was migrated. The rows of the rubric {code}, edition {edition}, do not come to the "
    "content hash with which it was published, so they were changed in the database. Put them back "
    "from a backup, with the version of Readiness that you came from, and migrate again. The "
    "edition as it was published is in the column `document` of `assessments_rubricversion`, "
    "where `id` is {pk}."
)


def _published(apps: Any) -> Iterator[tuple[Any, RubricSpec]]:
    rows = apps.get_model("assessments", "RubricVersion").objects.select_related("rubric")
    for version in rows.filter(published_at__isnull=False).order_by("pk"):
        spec = content_of(version, lambda model: apps.get_model(model._meta.label))
        yield version, spec


def compare(apps: Any, schema_editor: Any) -> None:
    for version, spec in _published(apps):
        if content_hash(spec) != version.content_hash:
            raise CommandError(
                CHANGED.format(code=version.rubric.slug, edition=version.edition, pk=version.pk)
            )


def write(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "RubricVersion").objects
    for version, spec in _published(apps):
        rows.filter(pk=version.pk).update(document=canonical_json(spec))


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0016_drop_evidence_rows"),
    ]

    operations = [
        migrations.RunPython(compare, write),
        migrations.RemoveField("rubricversion", "document"),
    ]
