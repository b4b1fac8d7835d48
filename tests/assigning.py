"""Work that tests give to people."""

from __future__ import annotations

from typing import Any

from assessments.models import Assignment
from assessments.services import assignments
from tests.worlds import World


def given_to(world: World, *people: Any, **other: Any) -> Assignment:
    """A part of the council's assessment, given by the administrator to the contributor, or to
    those named.
    """
    named = [one.pk for one in people or (world.contributor,)]
    first = world.spec.dimensions[0].code
    usual: dict[str, Any] = {"dimension": first, "due": None, "by": world.administrator}
    return assignments.assign(
        **{"assessment": other.pop("assessment", None) or world.assessment, **usual, **other},
        people=named,
    )
