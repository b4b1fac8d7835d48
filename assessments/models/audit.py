"""The audit trail: who did what to which, and when, outliving what it describes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from assessments import clock
from assessments.audit.events import Event, sentence
from assessments.models.base import AppendOnly


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
