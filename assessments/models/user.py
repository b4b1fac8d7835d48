"""People who sign in, by email address; their devices, and attempts that failed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

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
        return f"{self.user}, since {self.since:%d %B %Y}"
