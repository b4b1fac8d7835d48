"""Reading who belongs to an organisation."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Lower

from assessments.access.roles import Role
from assessments.models import Membership, Organisation


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """The members with their accounts, by name."""
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("user")
        .order_by(Lower("user__name"), "user__email")
    )


def member(organisation: Organisation, pk: int) -> Membership | None:
    """That member of the organisation, with the account; `None` when there is none (any more)."""
    return members_of(organisation).filter(pk=pk).first()


def is_last_administrator(membership: Membership) -> bool:
    """Whether the organisation would have no administrator without this member."""
    if membership.role_details is not Role.ADMINISTRATOR:
        return False
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    return not others.exists()
