"""Who works on which part of Wexcombe's follow-up: one handed over, one late, one under way."""

from __future__ import annotations

from datetime import timedelta

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world.team import Team
from assessments.models import Assessment
from assessments.services import assignments
from assessments.workflow import WorkState, WorkStep

ASSIGNED = (
    ("BUD", (), (Role.CONTRIBUTOR,), 3),
    ("TRA", (), (Role.CONTRIBUTOR,), 4),
    ("INT", (), (Role.APPROVER, Role.CONTRIBUTOR), 12),
    ("SEC", ("SEC-02", "SEC-03"), (Role.APPROVER,), 20),
)
"""A part, its questions (none: all), who works on it, and in how many days it was due."""
READY = (
    "All eight are answered. The finance director has seen the running costs, and the register of "
    "out-of-date systems is linked at BUD-03."
)


def assign(team: Team, assessment: Assessment) -> None:
    """The administrator assigns the parts now, as far as the demonstration's clock has come."""
    today = clock.today()
    for dimension, questions, roles, days in ASSIGNED:
        assignments.assign(
            assessment=assessment,
            dimension=dimension,
            questions=questions,
            people=[team.person(role).pk for role in roles],
            due=today + timedelta(days=days),
            by=team.person(Role.ADMINISTRATOR),
        )


def hand_over(team: Team, assessment: Assessment) -> None:
    """The contributor hands over the first part."""
    first = assessment.assignments.get(dimension=ASSIGNED[0][0])
    assignments.take_step(
        assignment=first,
        step=WorkStep.HAND_OVER,
        seen=WorkState.TO_DO,
        said=READY,
        by=team.person(Role.CONTRIBUTOR),
    )
