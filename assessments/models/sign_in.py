"""Signing in: attempts, which are kept for a while only, and where people are signed in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from assessments import clock
from assessments.models.base import Record


class SignInEvent(Record):
    """One attempt. What was typed is never kept: people type passwords into the wrong box."""

    class Kind(models.TextChoices):
        FAILED = "failed", "Wrong address or password"
        SECOND_STEP_FAILED = "second_step_failed", "Wrong second step"
        LOCKED = "locked", "Too many tries, so refused for a while"
        NEW_DEVICE = "new_device", "Signed in on a device not seen before"

    kind = models.CharField("what happened", max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Empty where the address was nobody's.",
    )
    network = models.CharField(max_length=50)

    personal_data = frozenset({"account", "network", "at"})
    impersonal = frozenset({"id", "kind"})

    class Meta:
        verbose_name = "sign-in event"
        indexes: ClassVar = [models.Index(fields=["at"], name="assessments_sign_in_at")]
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account or 'nobody’s address'}"


class SignedInDevice(Record):
    """A session and what its owner knows it by. It goes when the session does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField(default=clock.now)
    agent = models.CharField("what the browser says it is", max_length=300)
    network = models.CharField(max_length=50)

    personal_data = frozenset({"user", "since", "agent", "network"})
    impersonal = frozenset({"id", "session_key"})

    class Meta:
        verbose_name = "signed-in device"
        ordering: ClassVar = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.user}, since {self.since:%d %B %Y}"
