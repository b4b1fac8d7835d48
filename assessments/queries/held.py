"""An evidence item as a value."""

from __future__ import annotations

from assessments.evidence import Held
from assessments.models import Evidence
from assessments.scoring.sheet import EvidenceItem
from assessments.workflow import Strength


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
        cited=row.cited,
        strength=Strength(row.strength),
        formerly=tuple(EvidenceItem(**one) for one in row.formerly),
    )
