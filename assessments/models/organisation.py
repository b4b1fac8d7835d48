"""Organisations, what they hold that backs their answers, and what they plan to do."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from assessments import clock
from assessments.models.base import (
    EVERY_FIELD,
    AppendOnly,
    LinesField,
    PrefixIndex,
    Record,
    new_reference,
    paired,
)
from assessments.sectors import region_choices, sector_choices
from assessments.workflow import ActionState, Scan, Strength, WhenVerified, when_verified_choices

told_choices = when_verified_choices
"""A migration knows it by this name."""


class Organisation(Record):
    """A public body that assesses itself. Its slug is its address and never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=40, choices=sector_choices)
    official_code = models.CharField(
        max_length=20,
        blank=True,
        help_text="For example a GSS code (E08000003), an ODS code (RJ1) or a registration number.",
    )
    region = models.CharField(max_length=40, choices=region_choices)
    two_people_sign = models.BooleanField(
        "two people sign an assessment off",
        default=False,
        help_text="An assessment is submitted only once two different people have approved it.",
    )
    shares_reports = models.BooleanField(
        "reports can be shared by a link",
        default=False,
        help_text="Off: no link can be made, and none that was made opens.",
    )
    shares_plan = models.BooleanField(
        "moderators read the plan",
        default=False,
        help_text="Off: they see how many actions it has, by status and theme, and no more.",
    )
    shown_when_verified = models.CharField(
        max_length=20,
        choices=when_verified_choices,
        db_column="told_when_verified",
        default=WhenVerified.NOTHING,
        help_text="What strangers who check a report of theirs are shown, besides that it is one.",
    )
    costs = models.JSONField(
        default=dict,
        editable=False,
        help_text="What its efforts take and its day costs: planning.what_if.effort_costs.",
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            paired("created"),
            models.UniqueConstraint(
                fields=["sector", "official_code"],
                condition=~models.Q(official_code=""),
                name="assessments_organisation_code_once_in_sector",
                violation_error_message="An organisation of this sector already has that code.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name"], name="assessments_organisation_name"),
            PrefixIndex(fields=["name"], name="assessments_organisation_start"),
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation-detail", args=[self.slug])


def strengths() -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in Strength]


def scans() -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in Scan]


class Evidence(Record):
    """An evidence item: a document, a decision, a certificate, a result of another framework.

    It is the organisation's, so one backs many answers, of every assessment. An answer names it by
    its words (`evidence.Held.line`), also by those that it had before (`formerly`). `cited` is a
    reference in words, such as the item of some minutes. `framework` is a code that rubrics use, or
    empty; no parts mean the whole of it. `answer` is the one at which it was typed, while nothing
    else uses it and no one has filled in the rest or added a file: its words follow those. The
    owner may be a member no longer.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField(max_length=200)
    framework = models.CharField(max_length=60, blank=True)
    parts = LinesField(blank=True, default="")
    strength = models.CharField(max_length=20, choices=strengths, default=Strength.TESTED)
    achieved_on = models.DateField()
    good_until = models.DateField()
    link = models.CharField(max_length=2000, blank=True)
    cited = models.CharField(max_length=2000, blank=True, default="")
    formerly = models.JSONField(default=list, editable=False, help_text="A list of {title, link}.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_evidence",
    )
    answer = models.ForeignKey(
        "assessments.Answer",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="typed_evidence",
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    personal_data = frozenset({"title", "link", "cited", "formerly", "owner", "recorded_by"})
    impersonal = frozenset(
        {"id", "reference", "organisation", "framework", "parts", "achieved_on", "good_until"}
        | {"strength", "answer", "recorded_at"}
    )

    class Meta:
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            paired("recorded"),
            models.CheckConstraint(
                condition=models.Q(good_until__gte=models.F("achieved_on")),
                name="assessments_evidence_good_after_achieved",
            ),
        ]
        ordering: ClassVar = ["-good_until", "title", "id"]

    def __str__(self) -> str:
        return self.title


class Attachment(Record):
    """A file that an evidence item has. Its bytes are kept apart, as `stored_as`, and never change.

    One that was removed from the item is gone from it. Its bytes stay while a submission froze
    them, and until they are swept where none did; an item that is removed loses its files.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="attachments"
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    scan = models.CharField(max_length=10, choices=scans)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    personal_data = frozenset({"name", "uploaded_by", "removed_by"})
    impersonal = frozenset(
        {"id", "reference", "organisation", "evidence", "kind", "size", "sha256", "stored_as"}
        | {"scan", "uploaded_at", "removed_at"}
    )

    class Meta:
        constraints: ClassVar = [
            paired("uploaded"),
            paired("removed"),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=False) | models.Q(evidence__isnull=False),
                name="assessments_attachment_of_an_item_or_removed",
            ),
        ]
        ordering: ClassVar = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name


def action_states() -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in ActionState]


class PlannedAction(Record):
    """An action of an organisation's plan: one that a report recommends, or one of its own.

    `rubric` and `question` say which answer it is to raise, `to_level` to which level, and
    `submission` which report recommended it, all `None` or empty where it is of none. `gain` is in
    points of the overall score (0 to 100), as that report gave it; `given_at` is when the owner
    got it, unset where that was not kept; `effort` is the name that the rubric has for it, and
    `role` the job title of who should own it. It is never deleted: one that is not to be done is
    dropped.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    rubric = models.ForeignKey(
        "assessments.Rubric", on_delete=models.PROTECT, null=True, related_name="+"
    )
    question = models.CharField(max_length=60, blank=True)
    to_level = models.PositiveSmallIntegerField(null=True)
    submission = models.ForeignKey(
        "assessments.Submission", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gain = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="owned_actions"
    )
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True)
    effort = models.CharField(max_length=60, blank=True)
    days = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    pounds = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=action_states, default=ActionState.TO_DO)
    done_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"title", "text", "owner", "given_by", "added_by", "changed_by"})
    impersonal = frozenset(
        "id reference organisation rubric question to_level submission gain role due effort days "
        "pounds state done_on revision given_at added_at changed_at".split()
    )

    class Meta:
        constraints: ClassVar = [
            paired("given"),
            paired("added"),
            paired("changed"),
            models.CheckConstraint(
                condition=models.Q(state=ActionState.DONE, done_on__isnull=False)
                | (~models.Q(state=ActionState.DONE) & models.Q(done_on__isnull=True)),
                name="assessments_plannedaction_done_on",
            ),
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action-detail", args=[self.organisation.slug, self.reference])


class ActionNote(AppendOnly):
    """What a member said of the progress of an action, with the state that it was in then."""

    action = models.ForeignKey(PlannedAction, on_delete=models.PROTECT, related_name="notes")
    said = models.TextField()
    state = models.CharField(max_length=20, choices=action_states)
    said_at = models.DateTimeField(default=clock.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"said", "said_by"})
    impersonal = frozenset({"id", "action", "state", "said_at"})

    class Meta:
        constraints: ClassVar = [paired("said")]
        ordering: ClassVar = ["-said_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}, {self.get_state_display().lower()}"


class ActionEvidence(Record):
    """An evidence item that shows how far an action is."""

    action = models.ForeignKey(
        PlannedAction, on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    item = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="shows")

    impersonal = EVERY_FIELD

    class Meta:
        verbose_name_plural = "evidence of actions"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action", "item"], name="assessments_actionevidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.action}"


class Scenario(Record):
    """Levels by question code that an organisation supposes over a submission's; never changed."""

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="scenarios", db_index=False
    )
    submission = models.ForeignKey(
        "assessments.Submission", on_delete=models.PROTECT, related_name="scenarios"
    )
    name = models.CharField(max_length=100)
    raises = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    personal_data = frozenset({"name", "added_by"})
    impersonal = frozenset("id reference organisation submission raises added_at".split())

    class Meta:
        constraints: ClassVar = [
            paired("added"),
            models.UniqueConstraint(
                fields=["organisation", "name"], name="assessments_scenario_name_once"
            ),
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scenario-detail", args=[self.organisation.slug, self.reference])


class OrganisationBranding(Record):
    """How an organisation's reports are printed: its logo, its colour, a classification line."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="branding"
    )
    logo = models.BinaryField(blank=True, default=b"")
    logo_kind = models.CharField(max_length=4, blank=True)
    logo_width = models.PositiveIntegerField(default=0, help_text="In pixels.")
    logo_height = models.PositiveIntegerField(default=0, help_text="In pixels.")
    colour = models.CharField(max_length=7, blank=True, help_text="As in #1f3a4d.")
    classification = models.CharField(max_length=60, blank=True)

    impersonal = EVERY_FIELD

    class Meta:
        verbose_name_plural = "branding of organisations"

    def __str__(self) -> str:
        return f"Branding of {self.organisation}"
