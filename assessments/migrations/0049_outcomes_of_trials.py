import django.db.models.deletion
from django.db import migrations, models


AT_ONCE = 1_000


def take_out(apps, schema_editor):
    """Moves the outcomes of earlier trials from their JSON into rows."""
    trials = apps.get_model("assessments", "ImpactTrial").objects
    rows = apps.get_model("assessments", "TrialOutcome")
    for key in list(trials.order_by("pk").values_list("pk", flat=True)):
        trial = trials.get(pk=key)
        found = trial.tallies.pop("rows", None)
        if found is None:
            continue
        rows.objects.bulk_create(
            [
                rows(
                    trial=trial,
                    submission_id=submission,
                    before=before,
                    after=after,
                    before_place=was,
                    after_place=now,
                    change=now - was if before is None or after is None else after - before,
                )
                for submission, before, after, was, now in found
            ],
            batch_size=AT_ONCE,
        )
        trial.save(update_fields=["tallies"])


def put_back(apps, schema_editor):
    """The rows as the JSON that they came from, in the order in which they were tried."""
    rows = apps.get_model("assessments", "TrialOutcome").objects
    names = ("submission_id", "before", "after", "before_place", "after_place")
    for trial in apps.get_model("assessments", "ImpactTrial").objects.order_by("pk"):
        found = rows.filter(trial=trial).order_by("submission_id").values_list(*names)
        trial.tallies = {**trial.tallies, "rows": [list(row) for row in found]}
        trial.save(update_fields=["tallies"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0046_sharing_of_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrialOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.SmallIntegerField(null=True)),
                ("after", models.SmallIntegerField(null=True)),
                ("before_place", models.PositiveSmallIntegerField()),
                ("after_place", models.PositiveSmallIntegerField()),
                ("change", models.SmallIntegerField()),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.submission",
                    ),
                ),
                (
                    "trial",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="assessments.impacttrial",
                    ),
                ),
            ],
            options={
                "ordering": ["change", "submission_id"],
                "indexes": [
                    models.Index(
                        fields=["trial", "change", "submission"],
                        name="assessments_trialoutcome_falls",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trial", "submission"), name="assessments_trialoutcome_once"
                    )
                ],
            },
        ),
        migrations.RunPython(take_out, put_back),
    ]
