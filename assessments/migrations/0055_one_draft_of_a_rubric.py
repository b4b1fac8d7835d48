"""On PostgreSQL, 0015 took away more than it was to: that a rubric has one draft at most.

It dropped an index on the rubric of an edition, and Django took every index on that column alone
for it, the one of the constraint too. SQLite kept it, and so does a database of the squash.
"""

from typing import Any

from django.core.management.base import CommandError
from django.db import migrations
from django.db.models import Count

NAME = "assessments_rubricversion_one_draft"


def put_back(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("assessments", "RubricVersion")
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if NAME in connection.introspection.get_constraints(cursor, versions._meta.db_table):
            return
    drafts = versions.objects.filter(published_at=None).order_by("rubric__slug")
    counted = drafts.values_list("rubric__slug").annotate(number=Count("pk"))
    several = counted.filter(number__gt=1).first()
    if several:
        raise CommandError(
            f"The rubric {several[0]} has {several[1]} drafts, and may have one. Start this version "
            "all the same, delete the others in its administration, and migrate again."
        )
    (constraint,) = (each for each in versions._meta.constraints if each.name == NAME)
    schema_editor.add_constraint(versions, constraint)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_squashed_0054_words_kept_in_submissions"),
    ]

    operations = [migrations.RunPython(put_back, migrations.RunPython.noop)]
