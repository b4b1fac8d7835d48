"""A checklist of many lines adds up to more points than a line may have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0057_guidance_for_dont_know"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pointstolevel",
            name="from_inclusive",
            field=models.DecimalField(decimal_places=4, max_digits=11),
        ),
        migrations.AlterField(
            model_name="pointstolevel",
            name="to_inclusive",
            field=models.DecimalField(decimal_places=4, max_digits=11),
        ),
    ]
