"""Indexes of the parts of a rubric that a unique index over the same column serves as well.

They are dropped by name: for a column that loses its index, Django copies the whole table on
SQLite, and on PostgreSQL takes every index on that column for it (see 0055).
"""

from django.db import migrations, models

VERSION, QUESTION = "version", "question"
TO = {VERSION: "assessments.rubricversion", QUESTION: "assessments.question"}
INDEXES = (
    ("band", VERSION, "fd46993f"),
    ("checklistitem", QUESTION, "06e22522"),
    ("contextfigure", VERSION, "3170be02"),
    ("contradiction", VERSION, "e63081a0"),
    ("dimension", VERSION, "de96675f"),
    ("effort", VERSION, "43480743"),
    ("framework", VERSION, "99ff39a3"),
    ("level", QUESTION, "32c9cd74"),
    ("ownerrole", VERSION, "f4bc037e"),
    ("question", VERSION, "e375af8c"),
    ("scalelevel", VERSION, "f212fbbe"),
    ("sector", VERSION, "75903e13"),
    ("sectorvariant", QUESTION, "795f2d7a"),
    ("source", VERSION, "a23d0b25"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0055_one_draft_of_a_rubric"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS assessments_{model}_{name}_id_{ending}",
                    f"CREATE INDEX assessments_{model}_{name}_id_{ending} "
                    f"ON assessments_{model} ({name}_id)",
                )
                for model, name, ending in INDEXES
            ],
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name=name,
                    field=models.ForeignKey(
                        db_index=False,
                        editable=name != VERSION,
                        on_delete=models.PROTECT,
                        related_name="%(class)ss",
                        to=TO[name],
                    ),
                )
                for model, name, _ in INDEXES
            ],
        )
    ]
