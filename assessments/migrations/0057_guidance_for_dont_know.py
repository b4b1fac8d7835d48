"""The action for "don't know" points each sector to guidance, as a file always could say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0056_indexes_of_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sectorguidance",
            name="level",
            field=models.ForeignKey(
                "assessments.Level",
                models.PROTECT,
                null=True,
                related_name="guidance_by_sector",
                db_index=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sectorguidance",
            constraint=models.UniqueConstraint(
                condition=models.Q(level=None),
                fields=("version", "sector"),
                name="assessments_sectorguidance_unknown_once",
            ),
        ),
    ]
