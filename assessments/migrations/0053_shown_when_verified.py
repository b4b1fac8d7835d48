"""What strangers see of a report that they check is what they are shown: the column stays."""

import assessments.workflow
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def field() -> models.CharField:
    return models.CharField(
        choices=assessments.workflow.when_verified_choices,
        db_column="told_when_verified",
        default=assessments.workflow.WhenVerified["NOTHING"],
        help_text="What strangers who check a report of theirs are shown, besides that it is one.",
        max_length=20,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0052_contents_of_answers"),
    ]

    operations = [
        migrations.AlterField("organisation", "told_when_verified", field()),
        migrations.RenameField("organisation", "told_when_verified", "shown_when_verified"),
        migrations.AlterField(
            model_name="signinevent",
            name="account",
            field=models.ForeignKey(
                help_text="Empty where no account has the address.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
