"""Some versions after 0.1.0 read the empty text of a sector as none, and published it so.

The rows of such an edition do not come to its content hash, now that they are read as they are.
They are made to say what was published. Of any other edition, nothing is changed.
"""

from typing import Any

from django.db import migrations, transaction
from django.db.models import Q

from assessments.models.edition_reading import content_of
from assessments.rubric.files.canonical import content_hash

TEXTS = ("text", "why", "help", "evidence")


def say_what_was_published(apps: Any, schema_editor: Any) -> None:
    variants = apps.get_model("assessments", "SectorVariant").objects
    editions = apps.get_model("assessments", "RubricVersion").objects.select_related("rubric")

    def broken(edition: Any) -> bool:
        spec = content_of(edition, lambda model: apps.get_model(model._meta.label))
        return content_hash(spec) != edition.content_hash

    empty = variants.filter(Q.create([(name, "") for name in TEXTS], Q.OR))
    for edition in editions.filter(published_at__isnull=False, pk__in=empty.values("version")):
        if not broken(edition):
            continue
        with transaction.atomic(schema_editor.connection.alias):
            for name in TEXTS:
                variants.filter(version=edition, **{name: ""}).update(**{name: None})
            if broken(edition):
                transaction.set_rollback(True, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0058_sums_of_points"),
    ]

    operations = [migrations.RunPython(say_what_was_published, migrations.RunPython.noop)]
