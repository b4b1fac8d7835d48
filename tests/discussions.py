"""Discussions that tests start."""

from __future__ import annotations

from typing import Any

from assessments.models import Assessment, Comment, Discussion
from assessments.services import discussions
from tests.worlds import World

SECRET = "Zanzibar: has the cabinet member seen these figures?"
"""Words that occur nowhere else."""


def started(world: World, assessment: Assessment | None = None, **other: Any) -> Discussion:
    """A discussion of the council's assessment that the contributor starts."""
    usual: dict[str, Any] = {"question": "BUD-01", "text": SECRET, "by": world.contributor}
    return discussions.start(assessment=assessment or world.assessment, **{**usual, **other})


def said_in(
    world: World, assessment: Assessment | None = None, *drawn: Any, on: str = "BUD-01"
) -> Comment:
    """The first comment of a discussion that the administrator started, with those whose attention
    it draws.
    """
    by, mentions = world.administrator, [one.pk for one in drawn]
    made = started(world, assessment, question=on, by=by, mentions=mentions, needs=True)
    return made.comments.get()
