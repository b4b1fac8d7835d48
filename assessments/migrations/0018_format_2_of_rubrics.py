"""What format 2 of a rubric file can say: columns and tables, and who may edit these."""

import assessments.models.base
import django.db.models.deletion
from django.db import migrations, models


NEW = ("contradiction", "framework", "frameworkmapping", "scalelevel")
EDITORS = ("Rubric editors", "Rubric publishers")


def let_editors_edit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model in NEW:
        content_type, _ = ContentType.objects.get_or_create(app_label="assessments", model=model)
        for verb in ("view", "add", "change", "delete"):
            # Django makes permissions after the last migration; these are needed now.
            permission, _ = Permission.objects.get_or_create(
                codename=f"{verb}_{model}",
                content_type=content_type,
                defaults={"name": f"Can {verb} {model}"},
            )
            for group in Group.objects.filter(name__in=EDITORS):
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0020_suggested_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="effort",
            name="days_likely",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=11, null=True),
        ),
        migrations.AddField(
            model_name="effort",
            name="days_low",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=11, null=True, verbose_name="days at least"
            ),
        ),
        migrations.AddField(
            model_name="effort",
            name="pounds_likely",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=11, null=True),
        ),
        migrations.AddField(
            model_name="gate",
            name="when_any_missing",
            field=assessments.models.base.LinesField(
                blank=True,
                default=tuple,
                help_text="Codes of lines of this checklist, one to a line.",
                verbose_name="or when any missing",
            ),
        ),
        migrations.AddField(
            model_name="level",
            name="still_missing",
            field=models.TextField(
                blank=True, help_text="A note of what the next level adds. It is never a condition."
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="exemption",
            field=models.CharField(
                blank=True, help_text="Why an answer is withheld.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="release",
            field=models.CharField(
                blank=True,
                choices=[
                    ("open", "Given in full"),
                    ("summary", "Given as a summary"),
                    ("withheld", "Withheld under an exemption"),
                ],
                help_text="How much of an answer is given to whoever asks for it.",
                max_length=40,
                verbose_name="freedom of information",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="staff_text",
            field=models.TextField(
                blank=True,
                help_text="The question as staff who use the service are asked it.",
                verbose_name="text for staff",
            ),
        ),
        migrations.AddField(
            model_name="rubricversion",
            name="shows_score",
            field=models.BooleanField(
                default=True,
                help_text="No: only what limits the band, and the highest band still open.",
            ),
        ),
        migrations.AlterField(
            model_name="gate",
            name="when_level_at_or_below",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="FrameworkMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order among its neighbours."),
                ),
                ("framework", models.CharField(max_length=60)),
                ("ref", models.CharField(max_length=200, verbose_name="reference")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.question",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.rubricversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order among its neighbours."),
                ),
                ("code", models.CharField(max_length=60)),
                ("question_code", models.CharField(max_length=60, verbose_name="question")),
                (
                    "when_level_at_least",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="is at this level or above"
                    ),
                ),
                (
                    "when_level_at_most",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="or at this level or below"
                    ),
                ),
                ("other_code", models.CharField(max_length=60, verbose_name="and other question")),
                (
                    "other_level_at_least",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="is at this level or above"
                    ),
                ),
                (
                    "other_level_at_most",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="or at this level or below"
                    ),
                ),
                ("message", models.TextField()),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.rubricversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="assessments_contradiction_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order among its neighbours."),
                ),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                (
                    "version_name",
                    models.CharField(blank=True, max_length=40, verbose_name="version"),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=1000, verbose_name="web address"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.rubricversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="assessments_framework_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScaleLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order among its neighbours."),
                ),
                ("level", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.rubricversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "level name",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "level"), name="assessments_scalelevel_once"
                    )
                ],
            },
        ),
        migrations.RunPython(let_editors_edit, migrations.RunPython.noop),
    ]
