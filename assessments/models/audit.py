"""The audit trail: who did what to which, and when, outliving what it describes.

And the decisions by which an assessment is signed off.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from assessments import clock
from assessments.audit.events import Event, sentence
from assessments.models.assessment import Assessment, Submission
from assessments.models.base import AppendOnly, Record, new_reference, paired
from assessments.workflow import ReviewState


class AuditEvent(AppendOnly):
    """One event. It holds ids and names as text and no foreign keys, so nothing can erase it."""

    event = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    actor_id = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    organisation = models.CharField("organisation's slug", max_length=80, blank=True)
    target_kind = models.CharField(max_length=40)
    target_ref = models.CharField(max_length=80)
    target = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)

    personal_data = frozenset({"actor_id", "actor", "detail"})
    impersonal = frozenset(
        {"id", "event", "at", "organisation", "target_kind", "target_ref", "target"}
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="assessments_audit_org_at"),
            models.Index(fields=["-at", "-id"], name="assessments_audit_newest"),
            models.Index(fields=["actor_id", "-at"], name="assessments_audit_actor_at"),
            models.Index(fields=["target_kind", "target_ref"], name="assessments_audit_target"),
        ]
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The event read aloud, without a full stop."""
        return sentence(self.event, actor=self.actor, target=self.target, detail=self.detail)

    @property
    def label(self) -> str:
        return Event(self.event).label


def review_states() -> list[tuple[str, str]]:
    """Those that are kept: an assessment that was not sent has no review."""
    return [(one.value, one.label) for one in ReviewState if one is not ReviewState.NOT_SENT]


class Review(Record):
    """A sending of an assessment for approval, and how it ended.

    `submission` is what its last approval made. At most one review of an assessment waits.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=20, choices=review_states, default=ReviewState.WAITING)
    word = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True
    )

    personal_data = frozenset({"word", "sent_by", "ended_by"})
    impersonal = frozenset({"id", "assessment", "state", "sent_at", "ended_at", "submission"})

    class Meta:
        constraints: ClassVar = [
            paired("sent"),
            paired("ended"),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(state=ReviewState.WAITING),
                name="assessments_review_one_waits",
            ),
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.assessment}: {ReviewState(self.state).label}"


class Publication(AppendOnly):
    """A public report of a submission as it was published. The latest `version` takes the place of
    the others, which stay.

    `choices` says what it gives of each answer (`disclosure.choices`), and `limits` in which bands
    it and the earlier ones show each dimension, and the whole, to be (`disclosure.possible`).
    `document` is the report with its schedule (`disclosure.public`). `listed` says whether anyone
    may open it, at an address that has its `reference`.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="publications", db_index=False
    )
    version = models.PositiveIntegerField()
    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    choices = models.JSONField()
    limits = models.JSONField(default=dict)
    document = models.JSONField()
    listed = models.BooleanField("anyone may open it", default=False)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_by_name = models.CharField(max_length=150)

    personal_data = frozenset({"document", "published_by", "published_by_name"})
    impersonal = frozenset(
        {
            "id",
            "submission",
            "version",
            "reference",
            "choices",
            "limits",
            "listed",
            "published_at",
        }
    )

    class Meta:
        constraints: ClassVar = [
            paired("published"),
            models.UniqueConstraint(
                fields=["submission", "version"], name="assessments_publication_version_once"
            ),
        ]
        ordering: ClassVar = ["-version"]

    def __str__(self) -> str:
        return f"{self.submission}, public version {self.version}"


class Decision(AppendOnly):
    """An approval or a return, as it was signed, under the name of that day.

    `content_hash` names the answers, the evidence, the reasons and the rubric that were read, and
    `read` has the first three as documents. `reasons` are those at questions, and `sample` says for
    which answers of the sample evidence was seen, both by the code of the question. `acting_for` is
    the name of the approver for whom a deputy signed, who is `approver`.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    approved = models.BooleanField()
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    acting_for = models.CharField(max_length=150, blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said = models.TextField("statement or reason", blank=True)
    reasons = models.JSONField(default=dict)
    sample = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    read = models.JSONField(default=dict)

    personal_data = frozenset(
        {"decided_by", "name", "job_title", "acting_for", "approver", "said", "reasons", "read"}
    )
    impersonal = frozenset({"id", "review", "approved", "decided_at", "sample", "content_hash"})

    class Meta:
        constraints: ClassVar = [paired("decided")]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}: {'approved' if self.approved else 'returned'}"
