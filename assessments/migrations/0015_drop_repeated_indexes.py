"""Indexes that a unique index over the same column and another serves as well."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0014_rubric_uploads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="assessment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="assessments.assessment",
            ),
        ),
        migrations.AlterField(
            model_name="answerrevision",
            name="answer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="assessments.answer",
            ),
        ),
        migrations.AlterField(
            model_name="dimensionscore",
            name="snapshot",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dimension_scores",
                to="assessments.scoresnapshot",
            ),
        ),
        migrations.AlterField(
            model_name="draftstate",
            name="version",
            field=models.BigIntegerField(),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="answer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="assessments.answer",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="assessments.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="ownerroletitle",
            name="role",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="titles",
                to="assessments.ownerrole",
            ),
        ),
        migrations.AlterField(
            model_name="rubricversion",
            name="rubric",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="assessments.rubric",
            ),
        ),
        migrations.AlterField(
            model_name="sectorguidance",
            name="level",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="guidance_by_sector",
                to="assessments.level",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="assessment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="assessments.assessment",
            ),
        ),
    ]
