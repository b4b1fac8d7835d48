"""People who sign in, by email address; their devices, attempts that failed, messages on their way
out, and what people were reminded of.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format

from assessments import clock
from assessments.models.base import Record
from assessments.names import email_address


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are kept in lower case, so one person is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A saved user. Raises `ValueError` without an email address."""
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=email_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """A saved user who may do everything in the admin."""
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def confirmed(self) -> models.QuerySet[User]:
        """The users who have shown, by a link sent to it, that their address is theirs.

        Only they can sign in or be anything in an organisation. allauth keeps the proof; a user
        whose address was changed since is not confirmed until the new one is.
        """
        return self.filter(emailaddress__verified=True, emailaddress__email=models.F("email"))

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=email_address(username or ""))


class User(AbstractBaseUser, PermissionsMixin, Record):
    """A person. What they may do in an organisation is their membership's role."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField(
        "can sign in", default=True, help_text="Untick instead of deleting: history stays readable."
    )
    is_staff = models.BooleanField("can open the admin", default=False)
    joined = models.DateTimeField(default=clock.now, editable=False)

    # What the backend and the middleware know of the user of a request; no columns. Elsewhere they
    # say no, so what is asked of them stays shut.
    moderates = edits_rubrics = belongs = has_second_step = False
    passed_second_step = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    personal_data = frozenset({"email", "name", "last_login", "joined", "password"})
    impersonal = frozenset({"id", "is_active", "is_staff", "is_superuser"})

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="assessments_user_email_once")
        ]
        indexes: ClassVar = [models.Index(fields=["name", "email"], name="assessments_user_name")]
        ordering: ClassVar = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def has_programme_role(self) -> bool:
        """Whether the user of a request is staff of the programme, a moderator or an editor."""
        return self.is_staff or self.is_superuser or self.moderates or self.edits_rubrics

    @property
    def is_confirmed(self) -> bool:
        """Whether the address is shown to be theirs. One query."""
        return User.objects.confirmed().filter(pk=self.pk).exists()

    def clean(self) -> None:
        super().clean()
        self.email = email_address(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


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
        help_text="Empty where no account has the address.",
    )
    network = models.CharField(max_length=50)

    personal_data = frozenset({"account", "network", "at"})
    impersonal = frozenset({"id", "kind"})

    class Meta:
        verbose_name = "sign-in event"
        indexes: ClassVar = [
            models.Index(fields=["at"], name="assessments_sign_in_at"),
            models.Index(fields=["network", "-at"], name="assessments_sign_in_network"),
        ]
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account or 'no account'}"


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
        return f"{self.user}, since {date_format(timezone.localtime(self.since))}"


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
