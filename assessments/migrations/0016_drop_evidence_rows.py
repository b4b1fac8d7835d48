"""Evidence is kept with the revision of the answer that it came with, and no longer in rows too.

Nothing has read the rows but the admin. Before they go, each line is looked for in the revisions.
"""

from collections import defaultdict
from typing import Any

from django.db import migrations

Line = tuple[int, str, str]


def check_every_line_is_kept(apps: Any, schema_editor: Any) -> None:
    kept: dict[int, set[Line]] = defaultdict(set)
    revisions = apps.get_model("assessments", "AnswerRevision").objects.exclude(evidence=[])
    for answer, evidence in revisions.values_list("answer", "evidence").iterator():
        kept[answer] |= {(at, one["title"], one["link"]) for at, one in enumerate(evidence)}
    lines = apps.get_model("assessments", "Evidence").objects.order_by("pk")
    lost = [
        str(pk)
        for pk, answer, *line in lines.values_list(
            "pk", "answer", "position", "title", "link"
        ).iterator()
        if tuple(line) not in kept[answer]
    ]
    if lost:
        raise RuntimeError(
            "These rows of assessments_evidence say what no revision of their answer says, so they "
            f"are not dropped: {', '.join(lost[:20])}. Nothing was changed."
        )


def write_lines_again(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "Evidence").objects
    for answer in apps.get_model("assessments", "Answer").objects.iterator():
        newest = answer.revisions.get(revision=answer.revision)
        rows.bulk_create(
            rows.model(answer=answer, position=at, title=one["title"], link=one["link"])
            for at, one in enumerate(newest.evidence)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0015_drop_repeated_indexes"),
    ]

    operations = [
        migrations.RunPython(check_every_line_is_kept, write_lines_again),
        migrations.DeleteModel("Evidence"),
    ]
