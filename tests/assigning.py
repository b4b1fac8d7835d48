"""Work that tests give to people."""

from __future__ import annotations

from typing import Any

from assessments.models import Assignment, User
from assessments.services import assignments
from assessments.workflow import WorkState, WorkStep
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


def handed_over(made: Assignment, *, by: User, said: str = "") -> Assignment:
    """The work, which was to do, handed over by that person."""
    return assignments.take_step(
        assignment=made, step=WorkStep.HAND_OVER, seen=WorkState.TO_DO, said=said, by=by
    )
