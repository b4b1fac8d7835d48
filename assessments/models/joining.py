"""Who belongs to an organisation, how they come to, and who acts for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models

from assessments import clock
from assessments.access.roles import SHARING, SIGNING, Role, choices
from assessments.models.base import Record, paired
from assessments.models.organisation import Organisation
from assessments.models.user import User
from assessments.sectors import sector_choices
from assessments.workflow import Refused

M = TypeVar("M", bound=models.Model)


def check_confirmed(users: Iterable[int]) -> None:
    """Raises `Refused` when an address of these users, given by key, is not confirmed."""
    asked = set(users)
    unconfirmed = User.objects.filter(pk__in=asked).exclude(pk__in=User.objects.confirmed())
    for user in unconfirmed:
        raise Refused(
            f"{user} has not confirmed the address {user.email} yet, so they cannot be a member. "
            "Ask them to follow the link that was sent to it."
        )


class MembershipQuerySet(models.QuerySet[M]):
    """Makes no membership of a user whose address is not confirmed."""

    def bulk_create(self, objs: Iterable[M], *a: Any, **k: Any) -> list[M]:
        rows = list(objs)
        check_confirmed(row.user_id for row in rows)  # type: ignore[attr-defined]
        return super().bulk_create(rows, *a, **k)

    def update(self, **kwargs: Any) -> int:
        given = kwargs.get("user_id", getattr(kwargs.get("user"), "pk", None))
        check_confirmed([given] if given else [])
        return super().update(**kwargs)


class MembershipManager(models.Manager["Membership"]):
    """The memberships that count: those of people whose address is confirmed."""

    def get_queryset(self) -> MembershipQuerySet[Membership]:
        return MembershipQuerySet(self.model, using=self._db).filter(
            user__emailaddress__verified=True, user__emailaddress__email=models.F("user__email")
        )


class Membership(Record):
    """A user's role in an organisation.

    One whose user has not confirmed the address can be neither made nor, if it is there from
    before, found: `objects`, and so every door and list, leaves it out until the address is.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=choices)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = MembershipManager()
    everything = MembershipQuerySet.as_manager()
    """With those that do not count, for the admin and for clearing up."""

    personal_data = frozenset({"user", "role"})
    impersonal = frozenset({"id", "organisation", "added_at", "added_by"})

    class Meta:
        constraints: ClassVar = [
            paired("added"),
            models.UniqueConstraint(
                fields=["organisation", "user"], name="assessments_membership_once"
            ),
        ]
        ordering: ClassVar = ["user__name", "user__email"]

    def __str__(self) -> str:
        return f"{self.user}, {self.role_details.label} of {self.organisation}"

    @classmethod
    def of_link_maker(cls) -> models.Exists:
        """Whether who made a link to a report may still share the organisation's reports: the link
        gives no more than its maker could, and opens nothing while they may not.
        """
        return models.Exists(
            cls.objects.filter(
                organisation=models.OuterRef("submission__assessment__organisation"),
                user=models.OuterRef("made_by"),
                user__is_active=True,
                role__in=SHARING,
            )
        )

    def save(self, *args: object, **kwargs: Any) -> None:
        check_confirmed([self.user_id])
        super().save(*args, **kwargs)

    @property
    def role_details(self) -> Role:
        return Role(self.role)


class InvitationState(StrEnum):
    """The state of an invitation."""

    WAITING = "waiting"
    EXPIRED = "expired"
    VOID = "void"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class Invitation(Record):
    """An address that was asked to join, with what role. Its link is kept as a hash only.

    `invited_at` and `invited_by` are of the last time that it was sent.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=clock.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    personal_data = frozenset(
        {"email", "role", "invited_by", "withdrawn_by", "accepted_at", "accepted_by"}
    )
    impersonal = frozenset(
        {"id", "organisation", "token_hash", "invited_at", "expires", "withdrawn_at"}
    )

    class Meta:
        constraints: ClassVar = [
            paired("invited"),
            paired("withdrawn"),
            paired("accepted"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(withdrawn_at__isnull=True, accepted_at__isnull=True),
                name="assessments_invitation_open_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-invited_at", "-id"], name="assessments_invitation_newest"),
            models.Index(
                fields=["email"],
                opclasses=["varchar_pattern_ops"],
                name="assessments_invitation_email",
            ),
        ]
        ordering: ClassVar = ["email"]

    def __str__(self) -> str:
        return f"{self.email}, invited to {self.organisation}"

    @property
    def role_details(self) -> Role:
        return Role(self.role)


class JoinRequest(Record):
    """A person who asked to join the organisation with that code, and what became of it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="join_requests"
    )
    sector = models.CharField(max_length=40, choices=sector_choices)
    official_code = models.CharField(max_length=20)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted = models.BooleanField(default=False)

    personal_data = frozenset({"asked_at", "asked_by", "decided_by", "accepted"})
    impersonal = frozenset({"id", "organisation", "sector", "official_code", "decided_at"})

    class Meta:
        verbose_name = "request to join"
        verbose_name_plural = "requests to join"
        constraints: ClassVar = [
            paired("asked"),
            paired("decided"),
            models.UniqueConstraint(
                fields=["organisation", "asked_by"],
                condition=models.Q(decided_at__isnull=True),
                name="assessments_join_request_open_once",
            ),
        ]
        ordering: ClassVar = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.asked_by}, who asks to join {self.organisation}"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Finds those that count."""

    def standing(self) -> DeputyQuerySet:
        """Those whose approver is a member who may sign, and has an account that is open."""
        signs = Membership.objects.filter(
            user=models.OuterRef("approver"),
            organisation=models.OuterRef("organisation"),
            role__in=SIGNING,
            user__is_active=True,
        )
        return self.filter(models.Exists(signs))

    def acting(self, today: date) -> DeputyQuerySet:
        """Those of them that count on the day."""
        return self.standing().filter(first_day__lte=today, last_day__gte=today)


class Deputy(Record):
    """A member who may review and sign for an approver, from one day to another in London.

    It counts while both are members and the approver has such a role: doors ask that each time.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="deputies"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputies"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    named_at = models.DateTimeField(default=clock.now)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = DeputyQuerySet.as_manager()

    personal_data = frozenset({"approver", "deputy", "first_day", "last_day", "named_by"})
    impersonal = frozenset({"id", "organisation", "named_at"})

    class Meta:
        verbose_name_plural = "deputies"
        constraints: ClassVar = [
            paired("named"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="assessments_deputy_last_after_first",
            ),
        ]
        ordering: ClassVar = ["first_day", "pk"]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.approver}"
