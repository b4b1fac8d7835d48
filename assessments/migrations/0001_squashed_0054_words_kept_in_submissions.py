"""All tables as 0054 leaves them, for a database that has none yet: one step instead of 46.

A database that has run some of those that this replaces goes on through them, and has then run
this as well.
"""

import assessments.access.roles
import assessments.clock
import assessments.models.answer
import assessments.models.assessment
import assessments.models.audit
import assessments.models.base
import assessments.models.drafting
import assessments.models.organisation
import assessments.question_types
import assessments.scoring.sheet
import assessments.sectors
import assessments.workflow
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


# What an editor edits. Nothing here is any organisation's: an editor sees no answers.
EDIT = (
    "band checklistitem comparator contextfigure dimension effort gate level numberband ownerrole"
    " ownerroletitle pointstolevel question questionoption sector sectorguidance sectorvariant"
    " source term"
).split()
EDIT_SINCE_FORMAT_2 = ["contradiction", "framework", "frameworkmapping", "scalelevel"]
PUBLISH = "Can publish and retire editions of rubrics"
EACH = ("view", "add", "change", "delete")


def make_groups(apps, schema_editor):
    """The programme's groups, with the least permissions that work, and the right to publish."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")

    def permissions(models, verbs):
        # Django makes permissions after the last migration; these are needed now.
        for model in models:
            of, _ = ContentType.objects.get_or_create(app_label="assessments", model=model)
            for verb in verbs:
                name = PUBLISH if verb == "publish" else f"Can {verb} {model}"
                yield Permission.objects.get_or_create(
                    codename=f"{verb}_{model}", content_type=of, defaults={"name": name}
                )[0]

    edit = [
        *permissions(["rubric"], ["view"]),
        *permissions(EDIT, EACH),
        *permissions(["rubricversion"], ["view", "change", "delete"]),
    ]
    publish = list(permissions(["rubricversion"], ["publish"]))
    edit += permissions(EDIT_SINCE_FORMAT_2, EACH)
    Group.objects.get_or_create(name="Moderators")
    Group.objects.get_or_create(name="Rubric editors")[0].permissions.set(edit)
    Group.objects.get_or_create(name="Rubric publishers")[0].permissions.set([*edit, *publish])


def remove_groups(apps, schema_editor):
    names = ["Moderators", "Rubric editors", "Rubric publishers"]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


def name_as_before(apps, schema_editor):
    """The name that the unique codes have in every database that went another way."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE assessments_submission RENAME CONSTRAINT assessments_submission_code_key"
            " TO assessments_submission_code_c2090a02_uniq"
        )


class Migration(migrations.Migration):
    replaces = [
        ("assessments", "0001_initial"),
        ("assessments", "0002_groups"),
        ("assessments", "0003_drafting"),
        ("assessments", "0004_notes_of_draft_states"),
        ("assessments", "0006_encrypt_second_steps"),
        ("assessments", "0007_outgoing_mail"),
        ("assessments", "0005_sign_in_events"),
        ("assessments", "0005_signed_in_devices"),
        ("assessments", "0013_mend_an_earlier_drafting"),
        ("assessments", "0008_joining"),
        ("assessments", "0014_rubric_uploads"),
        ("assessments", "0015_drop_repeated_indexes"),
        ("assessments", "0016_drop_evidence_rows"),
        ("assessments", "0017_editions_stored_once"),
        ("assessments", "0019_evidence_of_organisations"),
        ("assessments", "0020_suggested_answers"),
        ("assessments", "0018_format_2_of_rubrics"),
        ("assessments", "0019_submissions_keep_evidence"),
        ("assessments", "0023_held_evidence_is_hashed"),
        ("assessments", "0021_results_without_a_score"),
        ("assessments", "0022_reasons_for_contradictions"),
        ("assessments", "0024_assignments"),
        ("assessments", "0025_submissions_keep_reasons"),
        ("assessments", "0031_reminders"),
        ("assessments", "0033_reviews_and_deputies"),
        ("assessments", "0026_discussions"),
        ("assessments", "0027_evidence_of_every_kind"),
        ("assessments", "0028_evidence_given_before"),
        ("assessments", "0029_attachments"),
        ("assessments", "0040_what_was_said_last_time"),
        ("assessments", "0041_planned_actions"),
        ("assessments", "0039_public_versions"),
        ("assessments", "0037_codes_and_links"),
        ("assessments", "0042_scenarios"),
        ("assessments", "0038_branding"),
        ("assessments", "0043_approvers_of_decisions"),
        ("assessments", "0047_indexes_of_lists"),
        ("assessments", "0048_sign_ins_by_network"),
        ("assessments", "0045_given_actions"),
        ("assessments", "0046_sharing_of_plans"),
        ("assessments", "0049_outcomes_of_trials"),
        ("assessments", "0050_thinned_assessments"),
        ("assessments", "0051_organisations_by_the_beginning"),
        ("assessments", "0052_contents_of_answers"),
        ("assessments", "0053_shown_when_verified"),
        ("assessments", "0054_words_kept_in_submissions"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rubric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="email address"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="full name")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick instead of deleting: history stays readable.",
                        verbose_name="can sign in",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="can open the admin")),
                ("joined", models.DateTimeField(default=assessments.clock.now, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "email"],
                "indexes": [models.Index(fields=["name", "email"], name="assessments_user_name")],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="assessments_user_email_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RubricVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="Counts the editions of a rubric from 1."
                    ),
                ),
                ("edition", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(default="en-GB", max_length=20)),
                ("drafted_on", models.CharField(blank=True, max_length=40)),
                ("purpose", models.TextField(blank=True)),
                ("limits", models.TextField(blank=True)),
                (
                    "how_to_answer",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="One instruction to a line."
                    ),
                ),
                ("time_needed", models.TextField(blank=True)),
                ("licence_note", models.TextField(blank=True)),
                ("sources_note", models.TextField(blank=True)),
                (
                    "dont_know_text",
                    models.TextField(blank=True, verbose_name="action for don't know"),
                ),
                ("dont_know_effort", models.CharField(blank=True, max_length=40)),
                ("dont_know_owner", models.CharField(blank=True, max_length=40)),
                ("dont_know_guidance", models.CharField(blank=True, max_length=60)),
                ("scoring_notes", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "change_note",
                    models.TextField(
                        blank=True, help_text="What changed, for respondents to read."
                    ),
                ),
                ("content_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="assessments.rubric",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The edition that the draft was copied from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="assessments.rubricversion",
                    ),
                ),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="From this day new assessments use it; empty: from its publication.",
                        null=True,
                    ),
                ),
                (
                    "shows_score",
                    models.BooleanField(
                        default=True,
                        help_text="No: only what limits the band, and the highest band still open.",
                    ),
                ),
            ],
            options={
                "ordering": ["rubric", "-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_rubricversion_published_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_rubricversion_retired_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("rubric", "number"), name="assessments_rubricversion_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("rubric",),
                        name="assessments_rubricversion_one_draft",
                        violation_error_message="This rubric already has a draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            models.Q(("content_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessments_rubricversion_published_has_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("edited_by__isnull", True)),
                            models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_rubricversion_edited_paired",
                    ),
                ],
                "permissions": [
                    ("publish_rubricversion", "Can publish and retire editions of rubrics")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
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
                ("weight", models.DecimalField(decimal_places=4, max_digits=12)),
                ("summary", models.TextField(blank=True)),
                ("weight_reason", models.TextField(blank=True)),
                (
                    "covers",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="One to a line."
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="assessments_dimension_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnerRole",
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
                ("default", models.CharField(max_length=200, verbose_name="title")),
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
                        fields=("version", "code"), name="assessments_ownerrole_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "sector",
                    models.CharField(choices=assessments.sectors.sector_choices, max_length=40),
                ),
                (
                    "official_code",
                    models.CharField(
                        blank=True,
                        help_text="For example a GSS code (E08000003), an ODS code (RJ1) or a registration number.",
                        max_length=20,
                    ),
                ),
                (
                    "region",
                    models.CharField(choices=assessments.sectors.region_choices, max_length=40),
                ),
                ("created_at", models.DateTimeField(default=assessments.clock.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "two_people_sign",
                    models.BooleanField(
                        default=False,
                        help_text="An assessment is submitted only once two different people have approved it.",
                        verbose_name="two people sign an assessment off",
                    ),
                ),
                (
                    "shares_reports",
                    models.BooleanField(
                        default=False,
                        help_text="Off: no link can be made, and none that was made opens.",
                        verbose_name="reports can be shared by a link",
                    ),
                ),
                (
                    "shown_when_verified",
                    models.CharField(
                        choices=assessments.workflow.when_verified_choices,
                        db_column="told_when_verified",
                        default=assessments.workflow.WhenVerified["NOTHING"],
                        help_text="What strangers who check a report of theirs are shown, besides that it is one.",
                        max_length=20,
                    ),
                ),
                (
                    "costs",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="What its efforts take and its day costs: planning.what_if.effort_costs.",
                    ),
                ),
                (
                    "shares_plan",
                    models.BooleanField(
                        default=False,
                        help_text="Off: they see how many actions it has, by status and theme, and no more.",
                        verbose_name="moderators read the plan",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["name"], name="assessments_organisation_name"),
                    assessments.models.base.PrefixIndex(
                        fields=["name"], name="assessments_organisation_start"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created_at__isnull", True), ("created_by__isnull", True)),
                            models.Q(("created_at__isnull", False), ("created_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_organisation_created_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("official_code", ""), _negated=True),
                        fields=("sector", "official_code"),
                        name="assessments_organisation_code_once_in_sector",
                        violation_error_message="An organisation of this sector already has that code.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("sector", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=assessments.models.assessment.statuses,
                        default=assessments.workflow.Status["IN_PROGRESS"],
                        max_length=20,
                    ),
                ),
                ("started_at", models.DateTimeField(default=assessments.clock.now, editable=False)),
                (
                    "started_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessments.rubric",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessments.rubricversion",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The assessment of an earlier edition whose answers were carried over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="assessments.assessment",
                    ),
                ),
                ("thinned", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-started_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                            models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_assessment_started_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", assessments.workflow.Status["IN_PROGRESS"])),
                        fields=("organisation", "rubric"),
                        name="assessments_assessment_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("sector", models.CharField(max_length=60)),
                ("organisation_name", models.CharField(max_length=200)),
                ("assessment_title", models.CharField(max_length=200)),
                ("answers", models.JSONField()),
                ("answers_hash", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField(default=assessments.clock.now)),
                ("submitted_by_name", models.CharField(max_length=150)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="assessments.rubricversion",
                    ),
                ),
                (
                    "held",
                    models.JSONField(
                        default=list,
                        help_text="What the organisation had then that supports its questions.",
                    ),
                ),
                ("held_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "kept",
                    models.JSONField(
                        default=list,
                        help_text="The answers that do not fit together, and why both were kept.",
                    ),
                ),
                ("kept_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "signed",
                    models.JSONField(
                        default=dict,
                        help_text="Who sent it for approval, and each decision about it.",
                    ),
                ),
                ("signed_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "code",
                    models.CharField(
                        default=assessments.models.base.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("record_hash", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "ordering": ["-submitted_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["-submitted_at", "-id"], name="assessments_submission_newest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_submission_submitted_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("assessment", "number"), name="assessments_submission_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engine_version", models.CharField(max_length=20)),
                ("content_hash", models.CharField(max_length=64)),
                ("overall_exact", models.TextField(blank=True)),
                ("overall", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("band_from_score", models.CharField(blank=True, max_length=60)),
                ("band_after_balance", models.CharField(blank=True, max_length=60)),
                ("final_band", models.CharField(blank=True, max_length=60)),
                ("final_band_name", models.CharField(blank=True, max_length=200)),
                ("result", models.JSONField()),
                ("taken", models.DateTimeField(default=assessments.clock.now)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshot",
                        to="assessments.submission",
                    ),
                ),
                ("highest_open_band", models.CharField(blank=True, default="", max_length=60)),
                (
                    "highest_open_band_name",
                    models.CharField(blank=True, default="", max_length=200),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("highest_open_band", ""), ("overall__isnull", False)),
                            models.Q(
                                ("final_band", ""),
                                ("overall__isnull", True),
                                ("overall_exact", ""),
                                models.Q(("highest_open_band", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_scoresnapshot_score_or_open_band",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=assessments.question_types.choices,
                        max_length=40,
                        verbose_name="how it is answered",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Importance in its dimension.",
                        max_digits=12,
                        null=True,
                    ),
                ),
                ("text", models.TextField(verbose_name="question")),
                ("why", models.TextField(blank=True, verbose_name="why it matters")),
                ("help", models.TextField(blank=True)),
                (
                    "evidence",
                    models.TextField(blank=True, verbose_name="what would back an answer"),
                ),
                (
                    "applies_to",
                    assessments.models.base.LinesField(
                        blank=True,
                        default=tuple,
                        help_text="Sector codes, one to a line. Empty: every sector.",
                    ),
                ),
                ("not_applicable_allowed", models.BooleanField(default=False)),
                ("not_applicable_when", models.TextField(blank=True)),
                (
                    "dont_know_allowed",
                    models.BooleanField(default=True, verbose_name="“don't know” allowed"),
                ),
                ("required", models.BooleanField(default=True)),
                ("critical", models.BooleanField(default=False, help_text="It carries gates.")),
                (
                    "condition_question",
                    models.CharField(
                        blank=True,
                        help_text="Code of an earlier question.",
                        max_length=60,
                        verbose_name="asked when question",
                    ),
                ),
                (
                    "condition_level_at_least",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="is at level"),
                ),
                (
                    "condition_any_of",
                    assessments.models.base.LinesField(
                        blank=True,
                        default=tuple,
                        help_text="Item codes, one to a line.",
                        verbose_name="or has any of",
                    ),
                ),
                (
                    "sources",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="Source codes, one to a line."
                    ),
                ),
                ("number_unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                (
                    "number_minimum",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="least"
                    ),
                ),
                (
                    "number_maximum",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="most"
                    ),
                ),
                (
                    "number_decimals",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="decimal places"
                    ),
                ),
                (
                    "number_direction",
                    models.CharField(blank=True, max_length=40, verbose_name="direction"),
                ),
                (
                    "none_code",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="code of “none of these”"
                    ),
                ),
                (
                    "none_text",
                    models.CharField(blank=True, max_length=500, verbose_name="“none of these”"),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="assessments.dimension",
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
                (
                    "exemption",
                    models.CharField(
                        blank=True, help_text="Why an answer is withheld.", max_length=200
                    ),
                ),
                (
                    "release",
                    models.CharField(
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
                (
                    "staff_text",
                    models.TextField(
                        blank=True,
                        help_text="The question as staff who use the service are asked it.",
                        verbose_name="text for staff",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="assessments_question_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.answer.states,
                        default=assessments.scoring.sheet.State["UNANSWERED"],
                        max_length=20,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        help_text="Counts the saves of this answer from 1."
                    ),
                ),
                ("saved_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.question",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                            models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_answer_saved_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("assessment", "question"), name="assessments_answer_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.answer.states,
                        default=assessments.scoring.sheet.State["UNANSWERED"],
                        max_length=20,
                    ),
                ),
                ("value", models.JSONField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        help_text="Counts the saves of this answer from 1."
                    ),
                ),
                ("saved_at", models.DateTimeField(default=assessments.clock.now)),
                ("evidence", models.JSONField(default=list, help_text="A list of {title, link}.")),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="assessments.answer",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("kept_in", models.SmallIntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                "ordering": ["-saved_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                            models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_answerrevision_saved_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("answer", "revision"), name="assessments_answerrevision_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=assessments.clock.now)),
                ("actor_id", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=150)),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=80, verbose_name="organisation's slug"),
                ),
                ("target_kind", models.CharField(max_length=40)),
                ("target_ref", models.CharField(max_length=80)),
                ("target", models.CharField(max_length=300)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "-at"], name="assessments_audit_org_at"),
                    models.Index(
                        fields=["target_kind", "target_ref"], name="assessments_audit_target"
                    ),
                    models.Index(fields=["-at", "-id"], name="assessments_audit_newest"),
                    models.Index(fields=["actor_id", "-at"], name="assessments_audit_actor_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(choices=assessments.access.roles.choices, max_length=20)),
                ("added_at", models.DateTimeField(default=assessments.clock.now, editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["user__name", "user__email"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("added_at__isnull", True), ("added_by__isnull", True)),
                            models.Q(("added_at__isnull", False), ("added_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_membership_added_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "user"), name="assessments_membership_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionOption",
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
                ("value", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=200)),
                ("level", models.PositiveIntegerField()),
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
            name="PointsToLevel",
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
                ("from_inclusive", models.DecimalField(decimal_places=4, max_digits=9)),
                ("to_inclusive", models.DecimalField(decimal_places=4, max_digits=9)),
                ("level", models.PositiveIntegerField()),
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
                "verbose_name_plural": "points to level",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnerRoleTitle",
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
                ("sector", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "role",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="assessments.ownerrole",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "sector"), name="assessments_ownerroletitle_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberBand",
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
                ("from_inclusive", models.DecimalField(decimal_places=6, max_digits=20)),
                ("to", models.DecimalField(decimal_places=6, max_digits=20)),
                ("to_is_inclusive", models.BooleanField(default=False)),
                ("level", models.PositiveIntegerField()),
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
            name="Level",
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
                ("number", models.PositiveIntegerField(verbose_name="level")),
                (
                    "points",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True),
                ),
                ("text", models.TextField(verbose_name="description")),
                ("action_text", models.TextField(blank=True, verbose_name="recommended action")),
                (
                    "action_effort",
                    models.CharField(blank=True, max_length=60, verbose_name="effort"),
                ),
                ("action_owner", models.CharField(blank=True, max_length=60, verbose_name="owner")),
                (
                    "action_guidance",
                    models.CharField(blank=True, max_length=60, verbose_name="guidance"),
                ),
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
                (
                    "still_missing",
                    models.TextField(
                        blank=True,
                        help_text="A note of what the next level adds. It is never a condition.",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "number"), name="assessments_level_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gate",
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
                ("when_level_at_or_below", models.PositiveIntegerField(blank=True, null=True)),
                ("cap_band", models.CharField(max_length=60, verbose_name="highest band")),
                ("message", models.TextField()),
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
                (
                    "when_any_missing",
                    assessments.models.base.LinesField(
                        blank=True,
                        default=tuple,
                        help_text="Codes of lines of this checklist, one to a line.",
                        verbose_name="or when any missing",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Effort",
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
                ("meaning", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="assessments.rubricversion",
                    ),
                ),
                (
                    "days_likely",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=11, null=True),
                ),
                (
                    "days_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=11,
                        null=True,
                        verbose_name="days at least",
                    ),
                ),
                (
                    "pounds_likely",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=11, null=True),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="assessments_effort_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContextFigure",
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
                ("value", models.CharField(max_length=100)),
                ("text", models.TextField()),
                (
                    "dimensions",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="Dimension codes, one to a line."
                    ),
                ),
                (
                    "questions",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="Question codes, one to a line."
                    ),
                ),
                ("population", models.TextField(blank=True)),
                ("date", models.CharField(blank=True, max_length=40)),
                (
                    "sources",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="Source codes, one to a line."
                    ),
                ),
                (
                    "show_to",
                    assessments.models.base.LinesField(
                        blank=True,
                        default=tuple,
                        help_text="Sector codes, one to a line. Empty: every sector.",
                    ),
                ),
                ("caution", models.TextField(blank=True)),
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
                        fields=("version", "code"), name="assessments_contextfigure_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparator",
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
                ("topic", models.CharField(max_length=200)),
                ("what", models.TextField()),
                ("how_used", models.TextField()),
                (
                    "sources",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="Source codes, one to a line."
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
            name="ChecklistItem",
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
                ("text", models.TextField()),
                ("points", models.DecimalField(decimal_places=4, max_digits=9)),
                (
                    "if_missing",
                    models.TextField(blank=True, verbose_name="what to do when it is missing"),
                ),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "code"), name="assessments_checklistitem_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Band",
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
                ("from_inclusive", models.DecimalField(decimal_places=1, max_digits=4)),
                (
                    "to_inclusive",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True),
                ),
                (
                    "minimum_each_dimension",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True),
                ),
                ("colour_hint", models.CharField(blank=True, max_length=40)),
                ("summary", models.TextField(blank=True)),
                ("ai_meaning", models.TextField(blank=True, verbose_name="what it means for AI")),
                (
                    "you_can_start",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="One to a line."
                    ),
                ),
                (
                    "you_should_not_start",
                    assessments.models.base.LinesField(
                        blank=True, default=tuple, help_text="One to a line."
                    ),
                ),
                ("reassess_after_months", models.PositiveIntegerField(blank=True, null=True)),
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
                        fields=("version", "code"), name="assessments_band_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DimensionScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField()),
                ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("exact", models.TextField(blank=True)),
                ("band", models.CharField(blank=True, max_length=60)),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dimension_scores",
                        to="assessments.scoresnapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "code"), name="assessments_dimensionscore_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sector",
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
                    "people",
                    models.CharField(blank=True, max_length=200, verbose_name="people it serves"),
                ),
                ("note", models.TextField(blank=True)),
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
                        fields=("version", "code"), name="assessments_sector_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectorGuidance",
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
                ("sector", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=60)),
                (
                    "level",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_by_sector",
                        to="assessments.level",
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
                "verbose_name_plural": "sector guidance",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "sector"), name="assessments_sectorguidance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectorVariant",
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
                ("sector", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True, null=True, verbose_name="question")),
                ("why", models.TextField(blank=True, null=True, verbose_name="why it matters")),
                ("help", models.TextField(blank=True, null=True)),
                ("evidence", models.TextField(blank=True, null=True)),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "sector"), name="assessments_sectorvariant_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                ("title", models.TextField()),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("date", models.CharField(blank=True, max_length=40)),
                ("url", models.CharField(blank=True, max_length=1000, verbose_name="web address")),
                (
                    "check_note",
                    models.CharField(blank=True, max_length=200, verbose_name="how it was checked"),
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
                        fields=("version", "code"), name="assessments_source_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
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
                ("term", models.CharField(max_length=200)),
                ("meaning", models.TextField()),
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
            name="DraftState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField()),
                (
                    "number",
                    models.PositiveIntegerField(help_text="Counts the states of a draft from 1."),
                ),
                (
                    "packed",
                    models.BinaryField(help_text="The canonical JSON of the draft, compressed."),
                ),
                ("summary", models.CharField(max_length=300)),
                ("changes", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("notes", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                            models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_draftstate_saved_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("version", "number"), name="assessments_draftstate_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpactTrial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=assessments.models.drafting.trial_statuses,
                        default="running",
                        max_length=20,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("tallies", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="impact_trials",
                        to="assessments.rubricversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                            models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_impacttrial_started_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message_id",
                    models.CharField(max_length=200, unique=True, verbose_name="Message-ID"),
                ),
                ("sender", models.CharField(max_length=320)),
                ("recipient", models.CharField(max_length=320)),
                ("subject", models.TextField()),
                ("headers", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("queued", models.DateTimeField(default=assessments.clock.now)),
                (
                    "due",
                    models.DateTimeField(default=assessments.clock.now, verbose_name="next try"),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("sent", models.DateTimeField(blank=True, null=True)),
                ("given_up", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "outgoing email",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up__isnull", True), ("sent__isnull", True)),
                        fields=["due"],
                        name="assessments_mail_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("given_up__isnull", False), ("sent__isnull", True)),
                        fields=["-id"],
                        name="assessments_mail_stuck",
                    ),
                    models.Index(
                        fields=["recipient"],
                        name="assessments_mail_recipient",
                        opclasses=["varchar_pattern_ops"],
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent__isnull", True),
                            models.Q(("html", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="assessments_mail_empty_once_sent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("failed", "Wrong address or password"),
                            ("second_step_failed", "Wrong second step"),
                            ("locked", "Too many tries, so refused for a while"),
                            ("new_device", "Signed in on a device not seen before"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                ("at", models.DateTimeField(default=assessments.clock.now)),
                ("network", models.CharField(max_length=50)),
                (
                    "account",
                    models.ForeignKey(
                        help_text="Empty where no account has the address.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in event",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["at"], name="assessments_sign_in_at"),
                    models.Index(fields=["network", "-at"], name="assessments_sign_in_network"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedInDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("since", models.DateTimeField(default=assessments.clock.now)),
                (
                    "agent",
                    models.CharField(max_length=300, verbose_name="what the browser says it is"),
                ),
                ("network", models.CharField(max_length=50)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signed-in device",
                "ordering": ["-since", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(choices=assessments.access.roles.choices, max_length=20)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField(default=assessments.clock.now)),
                ("expires", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["email"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invited_at__isnull", True), ("invited_by__isnull", True)),
                            models.Q(("invited_at__isnull", False), ("invited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_invitation_invited_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_invitation_withdrawn_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_invitation_accepted_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("organisation", "email"),
                        name="assessments_invitation_open_once",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["-invited_at", "-id"], name="assessments_invitation_newest"
                    ),
                    models.Index(
                        fields=["email"],
                        name="assessments_invitation_email",
                        opclasses=["varchar_pattern_ops"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sector",
                    models.CharField(choices=assessments.sectors.sector_choices, max_length=40),
                ),
                ("official_code", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField(default=assessments.clock.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_joinrequest_asked_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_joinrequest_decided_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("organisation", "asked_by"),
                        name="assessments_join_request_open_once",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("framework", models.CharField(blank=True, max_length=60)),
                ("parts", assessments.models.base.LinesField(blank=True, default="")),
                ("achieved_on", models.DateField()),
                ("good_until", models.DateField()),
                ("link", models.CharField(blank=True, max_length=2000)),
                (
                    "recorded_at",
                    models.DateTimeField(default=assessments.clock.now, editable=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typed_evidence",
                        to="assessments.answer",
                    ),
                ),
                ("cited", models.CharField(blank=True, default="", max_length=2000)),
                (
                    "formerly",
                    models.JSONField(
                        default=list, editable=False, help_text="A list of {title, link}."
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_evidence",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=assessments.models.organisation.strengths,
                        default=assessments.workflow.Strength["TESTED"],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["-good_until", "title", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                            models.Q(
                                ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_evidence_recorded_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("good_until__gte", models.F("achieved_on"))),
                        name="assessments_evidence_good_after_achieved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.answer.states,
                        default=assessments.scoring.sheet.State["UNANSWERED"],
                        max_length=20,
                    ),
                ),
                ("value", models.JSONField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=list, help_text="A list of {title, link}.")),
                ("said", models.TextField(blank=True)),
                (
                    "changes",
                    models.JSONField(
                        default=list, help_text="What differs in the question, as a list."
                    ),
                ),
                ("offered_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.question",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.assessment",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                            models.Q(("offered_at__isnull", True), ("offered_by__isnull", True)),
                            models.Q(("offered_at__isnull", False), ("offered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_suggestedanswer_offered_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("assessment", "question"), name="assessments_suggestedanswer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_suggestedanswer_settled_paired",
                    ),
                ],
            },
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
        migrations.CreateModel(
            name="ContradictionReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contradiction", models.CharField(max_length=60)),
                ("reason", models.TextField(blank=True)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        help_text="Counts the saves of this reason from 1."
                    ),
                ),
                ("saved_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                            models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_contradictionreason_saved_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("assessment", "contradiction", "revision"),
                        name="assessments_contradictionreason_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dimension", models.CharField(max_length=60)),
                ("questions", assessments.models.base.LinesField(blank=True, default="")),
                ("due", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.assessment.work_states,
                        default=assessments.workflow.WorkState["TO_DO"],
                        max_length=20,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(default=assessments.clock.now)),
                ("assigned_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["-changed_at", "-id"], name="assessments_assignment_newest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_assignment_changed_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assigned_at__isnull", True), ("assigned_by__isnull", True)),
                            models.Q(
                                ("assigned_at__isnull", False), ("assigned_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_assignment_assigned_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="assessments.assignment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "assigned people",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "user"), name="assessments_assignedperson_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("kind", models.CharField(max_length=20)),
                ("thing", models.CharField(blank=True, max_length=80)),
                ("day", models.DateField()),
                ("written", models.DateTimeField(default=assessments.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-written", "-id"],
                "indexes": [models.Index(fields=["written"], name="assessments_reminder_written")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("user__isnull", False)),
                            models.Q(
                                ("user__isnull", True), models.Q(("address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_reminder_user_or_address",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "kind", "thing", "day"), name="assessments_reminder_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("address", "kind", "thing", "day"),
                        name="assessments_reminder_of_address_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("kind", models.CharField(max_length=20)),
                ("since", models.DateTimeField(default=assessments.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
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
                            models.Q(("address", ""), ("user__isnull", False)),
                            models.Q(
                                ("user__isnull", True), models.Q(("address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_reminderrefusal_user_or_address",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="assessments_reminder_refusal_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("address", "kind"),
                        name="assessments_reminder_refusal_of_address_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.audit.review_states,
                        default=assessments.workflow.ReviewState["WAITING"],
                        max_length=20,
                    ),
                ),
                ("word", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(default=assessments.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="assessments.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_review_sent_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_review_ended_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", assessments.workflow.ReviewState["WAITING"])),
                        fields=("assessment",),
                        name="assessments_review_one_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approved", models.BooleanField()),
                ("decided_at", models.DateTimeField(default=assessments.clock.now)),
                ("name", models.CharField(max_length=150)),
                ("job_title", models.CharField(blank=True, max_length=150)),
                ("acting_for", models.CharField(blank=True, max_length=150)),
                ("said", models.TextField(blank=True, verbose_name="statement or reason")),
                ("reasons", models.JSONField(default=dict)),
                ("sample", models.JSONField(default=dict)),
                ("content_hash", models.CharField(max_length=64)),
                ("read", models.JSONField(default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessments.review",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_decision_decided_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("named_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "approver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deputies",
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("named_at__isnull", True), ("named_by__isnull", True)),
                            models.Q(("named_at__isnull", False), ("named_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_deputy_named_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="assessments_deputy_last_after_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("needed", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField(default=assessments.clock.now)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["assessment", "question"], name="assessments_discussion_where"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_discussion_opened_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_discussion_resolved_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("needs", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(default=assessments.clock.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="assessments.discussion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("written_at__isnull", True), ("written_by__isnull", True)),
                            models.Q(("written_at__isnull", False), ("written_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_comment_written_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_comment_removed_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("text__gt", "")),
                            models.Q(("removed_at__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="assessments_comment_words_or_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="assessments.comment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "user"), name="assessments_mention_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=80, unique=True)),
                (
                    "scan",
                    models.CharField(choices=assessments.models.organisation.scans, max_length=10),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(default=assessments.clock.now, editable=False),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="assessments.evidence",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["uploaded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uploaded_at__isnull", True), ("uploaded_by__isnull", True)),
                            models.Q(
                                ("uploaded_at__isnull", False), ("uploaded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_attachment_uploaded_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_attachment_removed_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", False),
                            ("evidence__isnull", False),
                            _connector="OR",
                        ),
                        name="assessments_attachment_of_an_item_or_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submitted",
                        to="assessments.attachment",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "attachment"), name="assessments_submitted_file_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("question", models.CharField(blank=True, max_length=60)),
                ("to_level", models.PositiveSmallIntegerField(null=True)),
                ("gain", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("role", models.CharField(blank=True, max_length=120)),
                ("due", models.DateField(null=True)),
                ("effort", models.CharField(blank=True, max_length=60)),
                ("days", models.DecimalField(decimal_places=1, max_digits=7, null=True)),
                ("pounds", models.PositiveBigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.organisation.action_states,
                        default=assessments.workflow.ActionState["TO_DO"],
                        max_length=20,
                    ),
                ),
                ("done_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("added_at", models.DateTimeField(default=assessments.clock.now, editable=False)),
                ("changed_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.rubric",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.submission",
                    ),
                ),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("added_at__isnull", True), ("added_by__isnull", True)),
                            models.Q(("added_at__isnull", False), ("added_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_plannedaction_added_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_plannedaction_changed_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_on__isnull", False),
                                ("state", assessments.workflow.ActionState["DONE"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", assessments.workflow.ActionState["DONE"]),
                                    _negated=True,
                                ),
                                ("done_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessments_plannedaction_done_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at__isnull", True), ("given_by__isnull", True)),
                            models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_plannedaction_given_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=assessments.models.organisation.action_states, max_length=20
                    ),
                ),
                ("said_at", models.DateTimeField(default=assessments.clock.now)),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="assessments.plannedaction",
                    ),
                ),
            ],
            options={
                "ordering": ["-said_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said_at__isnull", True), ("said_by__isnull", True)),
                            models.Q(("said_at__isnull", False), ("said_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_actionnote_said_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shows",
                        to="assessments.evidence",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="assessments.plannedaction",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence of actions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "item"), name="assessments_actionevidence_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("choices", models.JSONField()),
                ("limits", models.JSONField(default=dict)),
                ("document", models.JSONField()),
                ("listed", models.BooleanField(default=False, verbose_name="anyone may open it")),
                ("published_at", models.DateTimeField(default=assessments.clock.now)),
                ("published_by_name", models.CharField(max_length=150)),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="assessments.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessments_publication_published_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("submission", "version"),
                        name="assessments_publication_version_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=100)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("last_day", models.DateField()),
                ("made_at", models.DateTimeField(default=assessments.clock.now)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_links",
                        to="assessments.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at__isnull", True), ("made_by__isnull", True)),
                            models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_reportlink_made_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_reportlink_revoked_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.base.new_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("raises", models.JSONField(default=dict)),
                ("added_at", models.DateTimeField(default=assessments.clock.now, editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="assessments.organisation",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="assessments.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("added_at__isnull", True), ("added_by__isnull", True)),
                            models.Q(("added_at__isnull", False), ("added_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessments_scenario_added_paired",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "name"), name="assessments_scenario_name_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationBranding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("logo", models.BinaryField(blank=True, default=b"")),
                ("logo_kind", models.CharField(blank=True, max_length=4)),
                ("logo_width", models.PositiveIntegerField(default=0, help_text="In pixels.")),
                ("logo_height", models.PositiveIntegerField(default=0, help_text="In pixels.")),
                ("colour", models.CharField(blank=True, help_text="As in #1f3a4d.", max_length=7)),
                ("classification", models.CharField(blank=True, max_length=60)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branding",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "branding of organisations",
            },
        ),
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
        migrations.RunPython(name_as_before, migrations.RunPython.noop),
        migrations.RunPython(make_groups, remove_groups),
    ]

    def apply(self, project_state, schema_editor, collect_sql=False):
        """As Django does, but with all models made once instead of anew after each table.

        That is sound because no operation here looks at how the models were before it.
        """
        project_state.__dict__.pop("apps", None)
        state = self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            if operation.reduces_to_sql or not collect_sql:
                operation.database_forwards(self.app_label, schema_editor, state, state)
        return state
