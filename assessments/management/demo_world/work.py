"""Who works on which part of Wexcombe's follow-up, what people say to one another about its
questions, and how assessments of the demonstration are signed off.
"""

from __future__ import annotations

from datetime import timedelta

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world.team import Team
from assessments.models import Assessment
from assessments.queries.assessments import standing_of
from assessments.queries.reviews import last_submitted
from assessments.reviewing import Signature, sample_of
from assessments.services import assignments, discussions, organisations, reviews
from assessments.services.submissions import reference_of
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


UNSURE = (
    "I have put 1, because I cannot find out whether the telephony recordings have a protected "
    "copy. The pilots use them, so we should settle this before it is submitted. Who knows?"
)
FOUND = (
    "They have one. It was restored on Friday, so I have set this to 3. Please read the record of "
    "the test before we close this."
)
ASKED = "Which system is the ninth, and is its money agreed or only asked for?"
ANSWERED = "Revenues. Cabinet agreed its money in October, so it is in the budget."


def ask(team: Team, assessment: Assessment) -> None:
    """A viewer asks about a figure, and the contributor says that a question needs discussion."""
    discussions.start(
        assessment=assessment,
        question="BUD-03",
        text=ASKED,
        mentions=[team.person(Role.CONTRIBUTOR).pk],
        by=team.person(Role.VIEWER),
    )
    discussions.start(
        assessment=assessment,
        question="SEC-02",
        text=UNSURE,
        mentions=[team.person(Role.APPROVER).pk],
        needs=True,
        by=team.person(Role.CONTRIBUTOR),
    )


def settle(team: Team, assessment: Assessment) -> None:
    """The figure is explained; the other discussion goes on."""
    about_the_figure, about_restoring = assessment.discussions.order_by("pk")
    contributor = team.person(Role.CONTRIBUTOR)
    discussions.resolve(discussion=about_the_figure, text=ANSWERED, by=contributor)
    discussions.comment(
        discussion=about_restoring,
        text=FOUND,
        mentions=[contributor.pk],
        by=team.person(Role.APPROVER),
    )


READY_TO_READ = (
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
        send(team, assessment, READY_TO_READ)
    with team.ago(days + 1, 16, 5):
        approve(team, assessment, Role.ADMINISTRATOR)
    with team.ago(days, 11, 20):
        approve(team, assessment, Role.APPROVER)
