"""A database filled with copies of whole organisations, without its indexes meanwhile."""

from __future__ import annotations

from django.db import connection, transaction

from assessments.management.demo_world.cast import BRACKENFORTH, SALTERMERE, WEXCOMBE
from assessments.management.filling.copying import Copying
from assessments.management.filling.family import Family, family_of, owned
from assessments.management.filling.indexes import without_indexes
from assessments.models import Organisation, User
from assessments.workflow import Status


def demonstrated() -> list[Family]:
    """The demonstration's organisations that have submitted, each with its fullest assessment."""
    found = []
    for body in (WEXCOMBE, BRACKENFORTH, SALTERMERE):
        organisation = Organisation.objects.get(
            sector=body.sector, official_code=body.official_code
        )
        submitted = organisation.assessments.filter(status=Status.SUBMITTED)
        fullest = max(submitted, key=lambda one: (one.answers.count(), one.pk))
        found.append(family_of(organisation, fullest))
    return found


@transaction.atomic
def fill(families: list[Family], organisations: int, years: int) -> None:
    """So many organisations, copies of these in turn; the first has what does not go round."""
    tables = [model._meta.db_table for model in sorted(owned() | {User}, key=str)]
    share, rest = divmod(organisations, len(families))
    with without_indexes(tables):
        for number, family in enumerate(families):
            copies = share + rest * (number == 0)
            if copies:
                Copying(family, copies, years).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
