"""Organisations and who belongs to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from assessments import clock
from assessments.access.roles import Role, choices
from assessments.models.base import EVERY_FIELD, Record, paired
from assessments.sectors import region_choices, sector_choices


class Organisation(Record):
    """A public body that assesses itself. Its slug is its address and never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=40, choices=sector_choices)
    official_code = models.CharField(
        max_length=20,
        blank=True,
        help_text="For example a GSS code (E08000003), an ODS code (RJ1) or a registration number.",
    )
    region = models.CharField(max_length=40, choices=region_choices)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    impersonal = EVERY_FIELD

    class Meta:
        constraints: ClassVar = [
            paired("created"),
            models.UniqueConstraint(
                fields=["sector", "official_code"],
                condition=~models.Q(official_code=""),
                name="assessments_organisation_code_once_in_sector",
                violation_error_message="An organisation of this sector already has that code.",
            ),
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation-detail", args=[self.slug])


class Membership(Record):
    """A user's role in an organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=choices)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

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

    @property
    def role_details(self) -> Role:
        return Role(self.role)
