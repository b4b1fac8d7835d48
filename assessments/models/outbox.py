"""Messages on their way out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from assessments import clock
from assessments.models.base import Record


class OutgoingMail(Record):
    """One message to one address: it waits, and then it is sent or given up.

    `text` and `html` may hold links that let people in, so they are emptied once it is sent.
    """

    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.TextField()
    headers = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    html = models.TextField("HTML", blank=True)
    queued = models.DateTimeField(default=clock.now)
    due = models.DateTimeField("next try", default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    given_up = models.DateTimeField(null=True, blank=True)

    personal_data = frozenset({"recipient", "subject", "text", "html", "last_error"})
    impersonal = frozenset(
        {"id", "message_id", "sender", "headers", "queued", "due", "tries", "sent", "given_up"}
    )

    class Meta:
        verbose_name = "outgoing email"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent__isnull=True) | models.Q(text="", html=""),
                name="assessments_mail_empty_once_sent",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due"],
                condition=models.Q(sent__isnull=True, given_up__isnull=True),
                name="assessments_mail_waiting",
            )
        ]
        ordering: ClassVar = ["-queued", "-id"]

    def __str__(self) -> str:
        return f"“{self.subject}” to {self.recipient}"

    @property
    def state(self) -> str:
        """`sent`, `stuck` when it was given up, or `waiting`."""
        if self.sent:
            return "sent"
        return "stuck" if self.given_up else "waiting"
