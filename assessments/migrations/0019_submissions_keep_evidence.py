from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0018_format_2_of_rubrics"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="held",
            field=models.JSONField(
                default=list,
                help_text="What the organisation had then that supports its questions.",
            ),
        ),
    ]
