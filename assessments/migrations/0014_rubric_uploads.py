"""Rubric files that wait to be taken into a draft."""

import assessments.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0008_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="RubricUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("content", models.BinaryField()),
                ("draft", models.BigIntegerField(default=0)),
                ("state", models.PositiveIntegerField(default=0)),
                ("newest", models.BigIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uploaded_at__isnull", True), ("uploaded_by__isnull", True)),
                            models.Q(
                                ("uploaded_at__isnull", False), ("uploaded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_rubricupload_uploaded_paired",
                    )
                ],
            },
        ),
    ]
