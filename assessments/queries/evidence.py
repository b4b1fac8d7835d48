"""Reading what an organisation has recorded that backs its answers."""

from __future__ import annotations

from assessments.evidence import Held
from assessments.models import Evidence, Organisation


def held_by(organisation: Organisation) -> list[Held]:
    """Everything that the organisation has recorded, the longest good first. One query."""
    return [held_of(row) for row in organisation.evidence.all()]


def held_of(row: Evidence) -> Held:
    """An item as a value."""
    return Held(
        reference=row.reference,
        title=row.title,
        framework=row.framework,
        parts=row.parts or (),
        achieved_on=row.achieved_on,
        good_until=row.good_until,
        link=row.link,
    )
