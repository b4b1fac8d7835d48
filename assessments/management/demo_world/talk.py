"""What the people of Wexcombe say to one another about questions of their follow-up."""

from __future__ import annotations

from assessments.access.roles import Role
from assessments.management.demo_world.team import Team
from assessments.models import Assessment
from assessments.services import discussions

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
