"""The programme's groups, with the least permissions that work, and the right to publish."""

from django.db import migrations

MODERATORS = "Moderators"
RUBRIC_EDITORS = "Rubric editors"
RUBRIC_PUBLISHERS = "Rubric publishers"

READ = ["rubric"]
# What an editor edits. Nothing here is any organisation's: an editor sees no answers.
EDIT = [
    "band",
    "checklistitem",
    "comparator",
    "contextfigure",
    "dimension",
    "effort",
    "gate",
    "level",
    "numberband",
    "ownerrole",
    "ownerroletitle",
    "pointstolevel",
    "question",
    "questionoption",
    "sector",
    "sectorguidance",
    "sectorvariant",
    "source",
    "term",
]
VERSION = ["view_rubricversion", "change_rubricversion", "delete_rubricversion"]
PUBLISH = "publish_rubricversion"


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")

    def permission(codename, model):
        # Django makes permissions after the last migration; these are needed now.
        content_type, _ = ContentType.objects.get_or_create(app_label="assessments", model=model)
        verb = codename.split("_")[0]
        name = (
            "Can publish and retire editions of rubrics"
            if codename == PUBLISH
            else f"Can {verb} {model}"
        )
        return Permission.objects.get_or_create(
            codename=codename, content_type=content_type, defaults={"name": name}
        )[0]

    edit = [permission(f"view_{model}", model) for model in READ]
    edit += [
        permission(f"{verb}_{model}", model)
        for model in EDIT
        for verb in ("view", "add", "change", "delete")
    ]
    edit += [permission(codename, "rubricversion") for codename in VERSION]
    publish = permission(PUBLISH, "rubricversion")

    Group.objects.get_or_create(name=MODERATORS)
    Group.objects.get_or_create(name=RUBRIC_EDITORS)[0].permissions.set(edit)
    Group.objects.get_or_create(name=RUBRIC_PUBLISHERS)[0].permissions.set([*edit, publish])


def remove_groups(apps, schema_editor):
    names = [MODERATORS, RUBRIC_EDITORS, RUBRIC_PUBLISHERS]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="rubricversion",
            options={
                "ordering": ["rubric", "-number"],
                "permissions": [
                    ("publish_rubricversion", "Can publish and retire editions of rubrics")
                ],
            },
        ),
        migrations.RunPython(make_groups, remove_groups),
    ]
