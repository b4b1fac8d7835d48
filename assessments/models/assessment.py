"""An organisation's working copy and who works on it, its frozen submissions, and their scores."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from assessments import clock
from assessments.models.base import (
    EVERY_FIELD,
    AppendOnly,
    LinesField,
    Record,
    new_code,
    new_reference,
    paired,
)
from assessments.models.organisation import Attachment, Organisation
from assessments.models.rubric import Rubric, RubricVersion
from assessments.workflow import Status, WorkState


def statuses() -> list[tuple[str, str]]:
    return [(status.value, status.label) for status in Status]


class Assessment(Record):
    """One organisation's answers to one edition, in the making.

    The sector is the organisation's when it started, so that what is asked never shifts under it.
    """

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="assessments"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assessments")
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="assessments")
    sector = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=statuses, default=Status.IN_PROGRESS)
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        editable=False,
        help_text="The assessment of an earlier edition whose answers were carried over.",
    )
    thinned = models.DateTimeField(null=True, editable=False)
    """When what was typed over was last deleted (`services.retention`)."""
    started_at = models.DateTimeField(default=clock.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    personal_data = frozenset({"started_by"})
    impersonal = frozenset(
        {
            "id",
            "reference",
            "organisation",
            "rubric",
            "version",
            "sector",
            "title",
            "status",
            "thinned",
            "carried_from",
            "started_at",
        }
    )

    class Meta:
        constraints: ClassVar = [
            paired("started"),
            models.UniqueConstraint(
                fields=["organisation", "rubric"],
                condition=models.Q(status=Status.IN_PROGRESS),
                name="assessments_assessment_one_open",
            ),
        ]
        ordering: ClassVar = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("assessment-detail", args=[self.organisation.slug, self.reference])

    @property
    def is_open(self) -> bool:
        return self.status == Status.IN_PROGRESS


class Submission(AppendOnly):
    """A numbered sending, frozen at birth with everything its report says.

    `answers` is the answers document as sent (the answers file's format), `held` what the
    organisation had that supports its questions (`evidence.to_documents`), `kept` which answers do
    not fit together, with the reasons (`contradictions.to_documents`), and `signed` who sent it and
    each decision about it (`reviewing.to_document`). The hashes are the SHA-256 of their canonical
    JSON, and empty where it was sent before they were taken. `code` is random, and `record_hash`
    is of everything (`verifying.record_of`), its score included.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    record_hash = models.CharField(max_length=64, editable=False)
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="submissions")
    sector = models.CharField(max_length=60)
    organisation_name = models.CharField(max_length=200)
    assessment_title = models.CharField(max_length=200)
    answers = models.JSONField()
    answers_hash = models.CharField(max_length=64)
    held = models.JSONField(
        default=list, help_text="What the organisation had then that supports its questions."
    )
    held_hash = models.CharField(max_length=64, blank=True, default="")
    kept = models.JSONField(
        default=list, help_text="The answers that do not fit together, and why both were kept."
    )
    kept_hash = models.CharField(max_length=64, blank=True, default="")
    signed = models.JSONField(
        default=dict, help_text="Who sent it for approval, and each decision about it."
    )
    signed_hash = models.CharField(max_length=64, blank=True, default="")
    submitted_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by_name = models.CharField(max_length=150)

    personal_data = frozenset(
        {"answers", "held", "kept", "signed", "submitted_by", "submitted_by_name"}
    )
    impersonal = frozenset(
        {
            "id",
            "assessment",
            "number",
            "reference",
            "code",
            "record_hash",
            "version",
            "sector",
            "organisation_name",
            "assessment_title",
            "answers_hash",
            "held_hash",
            "kept_hash",
            "signed_hash",
            "submitted_at",
        }
    )

    class Meta:
        constraints: ClassVar = [
            paired("submitted"),
            models.UniqueConstraint(
                fields=["assessment", "number"], name="assessments_submission_number_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-submitted_at", "-id"], name="assessments_submission_newest")
        ]
        ordering: ClassVar = ["-submitted_at", "-id"]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Where its report is; needs `assessment.organisation`."""
        return reverse(
            "submission-report",
            args=[self.assessment.organisation.slug, self.assessment.reference, self.number],
        )


def outcome(score: Decimal | None, final_band: str, open_band: str) -> str:
    """What a submission came to, given the names of its bands: the score with its final band, or
    the highest band still open where there is no score.
    """
    if score is None:
        return f"Highest band still open: {open_band}"
    # A database may hand a score back with more or fewer decimals than it was given.
    return f"{score:.1f}, {final_band}"


class ReportLink(Record):
    """A link with which those who have it read the report of one submission, without an account.

    Its token is kept as a hash only. It opens to the end of `last_day` in London, unless it is
    revoked before, and only while its maker may share reports. `purpose` says whom it was made for.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="report_links"
    )
    purpose = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    last_day = models.DateField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_data = frozenset({"purpose", "made_by", "revoked_by"})
    impersonal = frozenset({"id", "submission", "token_hash", "last_day", "made_at", "revoked_at"})

    class Meta:
        constraints: ClassVar = [paired("made"), paired("revoked")]
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.submission}"


class SubmittedFile(AppendOnly):
    """A file that an evidence item had when a submission froze it: it stays as long as that."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="files", db_index=False
    )
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="submitted")

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "attachment"], name="assessments_submitted_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attachment} of {self.submission}"


class ScoreSnapshot(AppendOnly):
    """One submission's score: never recomputed.

    `result` is the result document of the `score` command; `overall_exact` is "n/d". Of a rubric
    that shows no score there is no figure and no final band, but the highest band still open.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="snapshot")
    engine_version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    overall_exact = models.TextField(blank=True)
    overall = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    band_from_score = models.CharField(max_length=60, blank=True)
    band_after_balance = models.CharField(max_length=60, blank=True)
    final_band = models.CharField(max_length=60, blank=True)
    final_band_name = models.CharField(max_length=200, blank=True)
    highest_open_band = models.CharField(max_length=60, blank=True, default="")
    highest_open_band_name = models.CharField(max_length=200, blank=True, default="")
    result = models.JSONField()
    taken = models.DateTimeField(default=clock.now)

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(overall__isnull=False, highest_open_band="")
                | models.Q(overall__isnull=True, overall_exact="", final_band="")
                & ~models.Q(highest_open_band=""),
                name="assessments_scoresnapshot_score_or_open_band",
            )
        ]

    def __str__(self) -> str:
        return outcome(self.overall, self.final_band_name, self.highest_open_band_name)

    @property
    def band_said(self) -> str:
        """The final band, for a column of bands, or the highest band that is still open."""
        return self.final_band_name or f"Highest still open: {self.highest_open_band_name}"


class DimensionScore(AppendOnly):
    """A dimension's score within a snapshot, as a row for comparing across organisations."""

    snapshot = models.ForeignKey(
        ScoreSnapshot, on_delete=models.PROTECT, related_name="dimension_scores", db_index=False
    )
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    exact = models.TextField(blank=True)
    band = models.CharField(max_length=60, blank=True)

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["snapshot", "code"], name="assessments_dimensionscore_once"
            )
        ]
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.name}: {self.score}"


def work_states() -> list[tuple[str, str]]:
    """Those that are kept: whether work is in progress follows from its answers."""
    return [(one.value, one.label) for one in WorkState if one is not WorkState.IN_PROGRESS]


class Assignment(Record):
    """A part of an assessment, or some of its questions, given to people by a day.

    `dimension` and `questions` are codes of the assessment's edition; no questions mean the whole
    part. `said` goes with the last step. It never limits who may answer.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assignments")
    dimension = models.CharField(max_length=60)
    questions = LinesField(blank=True, default="")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=work_states, default=WorkState.TO_DO)
    said = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(default=clock.now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"said", "changed_by", "assigned_by"})
    impersonal = frozenset(
        {"id", "assessment", "dimension", "questions", "due", "state", "changed_at", "assigned_at"}
    )

    class Meta:
        constraints: ClassVar = [paired("changed"), paired("assigned")]
        indexes: ClassVar = [
            models.Index(fields=["-changed_at", "-id"], name="assessments_assignment_newest")
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.dimension} of {self.assessment}"


class AssignedPerson(Record):
    """One of the people whom an assignment names, and when they last looked at what it covers."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="people", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assigned"
    )
    looked = models.DateTimeField(null=True, blank=True)

    personal_data = frozenset({"user", "looked"})
    impersonal = frozenset({"id", "assignment"})

    class Meta:
        verbose_name_plural = "assigned people"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "user"], name="assessments_assignedperson_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.assignment}"
