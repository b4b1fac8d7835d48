"""The score taken when a submission was sent, kept with its whole working."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from assessments import clock
from assessments.models.assessment import Submission
from assessments.models.base import EVERY_FIELD, AppendOnly


class ScoreSnapshot(AppendOnly):
    """One submission's score: never recomputed.

    `result` is the result document of the `score` command; `overall_exact` is "n/d".
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="snapshot")
    engine_version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    overall_exact = models.TextField()
    overall = models.DecimalField(max_digits=4, decimal_places=1)
    band_from_score = models.CharField(max_length=60)
    band_after_balance = models.CharField(max_length=60)
    final_band = models.CharField(max_length=60)
    final_band_name = models.CharField(max_length=200)
    result = models.JSONField()
    taken = models.DateTimeField(default=clock.now)

    impersonal = EVERY_FIELD

    def __str__(self) -> str:
        return f"{self.overall}, {self.final_band_name}"


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
