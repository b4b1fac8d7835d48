"""States of a draft, its trials on past submissions, and files that wait to be taken into one."""

from __future__ import annotations

import json
import zlib
from typing import ClassVar

from django.conf import settings
from django.db import models

from assessments import clock
from assessments.models.assessment import Submission
from assessments.models.base import EVERY_FIELD, AppendOnly, Record, paired
from assessments.models.rubric import RubricVersion
from assessments.question_types import JsonValue


class DraftState(AppendOnly):
    """A draft as it was after one change: the whole document, and what changed in it.

    `version` is the draft's key and no foreign key, so that the history outlives a deleted draft.
    `notes` holds the texts of the draft that its document does not carry; none in the earliest
    states. `changes` is a list of {place, code, field, before, after}, in words for people.
    """

    version = models.BigIntegerField()
    number = models.PositiveIntegerField(help_text="Counts the states of a draft from 1.")
    packed = models.BinaryField(help_text="The canonical JSON of the draft, compressed.")
    notes = models.JSONField(default=dict)
    summary = models.CharField(max_length=300)
    changes = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"saved_by"})
    impersonal = frozenset(
        {"id", "version", "number", "packed", "notes", "summary", "changes", "saved_at"}
    )

    class Meta:
        constraints: ClassVar = [
            paired("saved"),
            models.UniqueConstraint(
                fields=["version", "number"], name="assessments_draftstate_number_once"
            ),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"State {self.number}: {self.summary}"

    @property
    def document(self) -> dict[str, JsonValue]:
        """The draft's document (`rubric.files.codec.from_document` reads it)."""
        read: dict[str, JsonValue] = json.loads(zlib.decompress(bytes(self.packed)))
        return read

    @staticmethod
    def pack(canonical: str) -> bytes:
        """The canonical JSON as the column holds it."""
        return zlib.compress(canonical.encode(), 6)


def trial_statuses() -> list[tuple[str, str]]:
    return [("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")]


class ImpactTrial(Record):
    """A draft tried on the past submissions, a batch at a time. It changes no score.

    `content_hash` is that of the draft when the trial began: a draft that has changed since needs
    a new trial. `last` is the key of the submission reached; `tallies` the sums of what was found
    so far, which take as much room for many as for few.
    """

    version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, related_name="impact_trials"
    )
    content_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=trial_statuses, default="running")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    tallies = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=clock.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"started_by"})
    impersonal = frozenset(
        {
            "id",
            "version",
            "content_hash",
            "status",
            "total",
            "done",
            "last",
            "tallies",
            "started_at",
        }
    )

    class Meta:
        constraints: ClassVar = [paired("started")]
        ordering: ClassVar = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"Trial of {self.version} on {self.total} submissions"


class TrialOutcome(Record):
    """What a trial made of one submission: scores in tenths, and bands by place from 0.

    `change` is of the score, or of the band's place where there is no score.
    """

    trial = models.ForeignKey(
        ImpactTrial, on_delete=models.PROTECT, related_name="outcomes", db_index=False
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before = models.SmallIntegerField(null=True)
    after = models.SmallIntegerField(null=True)
    before_place = models.PositiveSmallIntegerField()
    after_place = models.PositiveSmallIntegerField()
    change = models.SmallIntegerField()

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["trial", "submission"], name="assessments_trialoutcome_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["trial", "change", "submission"], name="assessments_trialoutcome_falls"
            )
        ]
        ordering: ClassVar = ["change", "submission_id"]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.submission_id}"


class RubricUpload(Record):
    """A rubric file that was compared with a rubric, until the person takes it or a day is over.

    `draft` and `newest` are the keys of the draft and of the newest published edition, and `state`
    the number of the draft's last state, as they were when the comparison was made; 0 for none.
    """

    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    draft = models.BigIntegerField(default=0)
    state = models.PositiveIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    personal_data = frozenset({"file_name", "content", "uploaded_by"})
    impersonal = frozenset({"id", "draft", "state", "newest", "uploaded_at"})

    class Meta:
        constraints: ClassVar = [paired("uploaded")]

    def __str__(self) -> str:
        return self.file_name
