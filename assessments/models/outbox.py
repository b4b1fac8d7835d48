"""Messages on their way out, and what people were reminded of."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
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
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(sent__isnull=True, given_up__isnull=False),
                name="assessments_mail_stuck",
            ),
            models.Index(
                fields=["recipient"],
                opclasses=["varchar_pattern_ops"],
                name="assessments_mail_recipient",
            ),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"“{self.subject}” to {self.recipient}"

    @property
    def state(self) -> str:
        """`sent`, `stuck` when it was given up, or `waiting`."""
        if self.sent:
            return "sent"
        return "stuck" if self.given_up else "waiting"


class Addressed(Record):
    """A row about a person with an account, or about an address that was invited."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    address = models.EmailField(max_length=254, blank=True)

    class Meta:
        abstract = True


def either() -> models.CheckConstraint:
    """The constraint that the row is about one of the two."""
    return models.CheckConstraint(
        condition=models.Q(user__isnull=False, address="")
        | models.Q(user__isnull=True) & ~models.Q(address=""),
        name="%(app_label)s_%(class)s_user_or_address",
    )


class Reminder(Addressed):
    """That a person was reminded of a thing, for a day: each is sent once.

    `kind` is one of `reminding.Kind`. The row with the kind `mail`, about nothing, is the mail of
    that day itself, so that there is one a day.
    """

    MAIL = "mail"

    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    written = models.DateTimeField(default=clock.now)

    personal_data = frozenset({"user", "address", "kind", "thing", "day", "written"})
    impersonal = frozenset({"id"})

    class Meta:
        constraints: ClassVar = [
            either(),
            models.UniqueConstraint(
                fields=["user", "kind", "thing", "day"], name="assessments_reminder_once"
            ),
            models.UniqueConstraint(
                fields=["address", "kind", "thing", "day"],
                condition=~models.Q(address=""),
                name="assessments_reminder_of_address_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["written"], name="assessments_reminder_written")]
        ordering: ClassVar = ["-written", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}, {self.day}"


class ReminderRefusal(Addressed):
    """A kind of reminder that a person does not want; `ALL` means those to come, too."""

    ALL = "all"

    kind = models.CharField(max_length=20)
    since = models.DateTimeField(default=clock.now)

    personal_data = frozenset({"user", "address", "kind", "since"})
    impersonal = frozenset({"id"})

    class Meta:
        constraints: ClassVar = [
            either(),
            models.UniqueConstraint(
                fields=["user", "kind"], name="assessments_reminder_refusal_once"
            ),
            models.UniqueConstraint(
                fields=["address", "kind"],
                condition=~models.Q(address=""),
                name="assessments_reminder_refusal_of_address_once",
            ),
        ]

    def __str__(self) -> str:
        return f"No {self.kind} reminders"
