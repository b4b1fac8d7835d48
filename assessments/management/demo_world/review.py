"""How assessments of the demonstration are signed off: one by two people, one still waiting."""

from __future__ import annotations

from assessments.access.roles import Role
from assessments.management.demo_world.team import Team
from assessments.models import Assessment
from assessments.queries.assessments import standing_of
from assessments.queries.reviews import last_submitted
from assessments.reviewing import Signature, sample_of
from assessments.services import organisations, reviews
from assessments.services.submissions import reference_of

READY = (
    "All areas are answered. SEC-01 went up since last year. Please look at the two answers on "
    "data that we do not know yet."
)
TITLES = {
    Role.ADMINISTRATOR: "Head of digital",
    Role.APPROVER: "Director of corporate services",
}
STATEMENTS = {
    Role.ADMINISTRATOR: "I have read every answer with the people who gave it.",
    Role.APPROVER: "I have read these answers and approve them on behalf of the council.",
}


def require_two(team: Team) -> None:
    """From now on two people have to approve the body's assessments."""
    one = team.organisation
    organisations.change(
        organisation=one,
        name=one.name,
        sector=one.sector,
        region=one.region,
        official_code=one.official_code,
        two_people_sign=True,
        by=team.person(Role.ADMINISTRATOR),
    )


def send(team: Team, assessment: Assessment, word: str) -> None:
    """The contributor sends the assessment for approval."""
    reviews.send(assessment=assessment, by=team.person(Role.CONTRIBUTOR), word=word)


def approve(team: Team, assessment: Assessment, role: Role) -> None:
    """The person of that role approves it, having seen evidence for all of the sample but one."""
    user, standing = team.person(role), standing_of(assessment)
    reference = reference_of(assessment, last_submitted(assessment)[1] + 1)
    drawn = sample_of(reference, standing.spec, standing.result)
    reviews.approve(
        assessment=assessment,
        by=user,
        signature=Signature(name=str(user), job_title=TITLES[role], statement=STATEMENTS[role]),
        sample={code: code != drawn[-1] for code in drawn},
    )


def sign_by_two(team: Team, assessment: Assessment, days: int) -> None:
    """Two people have to approve from that day on; they do, the second that many days ago."""
    with team.ago(days + 1, 9, 30):
        require_two(team)
        send(team, assessment, READY)
    with team.ago(days + 1, 16, 5):
        approve(team, assessment, Role.ADMINISTRATOR)
    with team.ago(days, 11, 20):
        approve(team, assessment, Role.APPROVER)
