from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.db import migrations, models


def refuse_where_words_are_kept(apps: Any, schema_editor: Any) -> None:
    """Without the column, rows whose words a submission keeps would be empty."""
    if apps.get_model("assessments", "AnswerRevision").objects.filter(kept_in__gt=0).exists():
        raise CommandError(
            "Nothing was migrated: submissions keep the words of some answers now, where earlier "
            "releases do not look. To go back, restore the backup."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0053_shown_when_verified"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerrevision",
            name="kept_in",
            field=models.SmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_where_words_are_kept),
    ]
