"""Public reports that tests publish."""

from __future__ import annotations

from assessments.disclosure.choices import Choice, defaults
from assessments.models import Publication, Submission
from assessments.services import publications
from tests.worlds import World


def made_public(
    world: World, submission: Submission, *, after: int = 0, listed: bool = False, **changed: Choice
) -> Publication:
    """A public version as the rubric proposes it, but for what is changed (SEC_01=...)."""
    choices = defaults(world.spec, submission.sector)
    choices |= {code.replace("_", "-"): choice for code, choice in changed.items()}
    return publications.publish(
        submission=submission, choices=choices, listed=listed, after=after, by=world.approver
    )
