"""Evidence that tests record for an organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessments.models import Evidence
from assessments.services import evidence
from assessments.services.evidence import Details
from tests.worlds import World

ACHIEVED, GOOD_UNTIL = date(2026, 3, 4), date(2036, 3, 3)


def details(**other: Any) -> Details:
    """Those of a certificate that is good for as long as tests run."""
    standard: dict[str, Any] = {
        "title": "Cyber Essentials Plus",
        "parts": (),
        "achieved_on": ACHIEVED,
        "good_until": GOOD_UNTIL,
        "link": "https://certificates.example/1",
    }
    return Details(**{**standard, **other})


def recorded(world: World, *, framework: str = "ce-3.3", **other: Any) -> Evidence:
    """An evidence item of the council, recorded by the contributor unless another is given."""
    given = {"organisation": world.organisation, "by": world.contributor}
    given |= {name: other.pop(name) for name in ("organisation", "by") if name in other}
    return evidence.add(framework=framework, details=details(**other), **given)
