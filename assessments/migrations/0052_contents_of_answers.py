from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def _present(apps: Any) -> tuple[Any, Any]:
    """The answers, and the present revision of each."""
    revisions = apps.get_model("assessments", "AnswerRevision").objects
    present = revisions.filter(answer=OuterRef("pk"), revision=OuterRef("revision"))
    return apps.get_model("assessments", "Answer").objects, present


def look_for_lost(apps: Any, schema_editor: Any) -> None:
    """What is taken out of an answer is read from its present revision, so that must be there."""
    answers, present = _present(apps)
    lost = answers.filter(~Exists(present)).order_by("pk").values_list("pk", flat=True).first()
    if lost is not None:
        raise CommandError(
            f"Nothing was migrated: the answer with the key {lost} has no row for its present "
            "revision in assessments_answerrevision. Put that row back from a backup first."
        )


def put_back(apps: Any, schema_editor: Any) -> None:
    answers, present = _present(apps)
    kept = {name: Subquery(present.values(name)[:1]) for name in ("value", "reason", "note")}
    answers.update(**kept)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0051_organisations_by_the_beginning"),
    ]

    operations = [
        migrations.RunPython(look_for_lost, put_back),
        migrations.RemoveField(model_name="answer", name="note"),
        migrations.RemoveField(model_name="answer", name="reason"),
        migrations.RemoveField(model_name="answer", name="value"),
    ]
