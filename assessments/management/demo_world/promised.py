"""What Wexcombe promised to do after its report: one under way, one given, the others open."""

from __future__ import annotations

from datetime import timedelta

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world.team import Team
from assessments.models import Assessment, PlannedAction
from assessments.planning.actions import Details
from assessments.queries.reports import recommended_in
from assessments.services import plans
from assessments.workflow import ActionState

TAKEN = 5
OWN = Details(title="Brief every member of Cabinet on what the report says", role="Chief executive")
ASKED = "The supplier has sent a price. It goes to the change board on Thursday."


def plan(team: Team, assessment: Assessment) -> list[PlannedAction]:
    """The contributor takes what the report puts first, and gives some of it to people."""
    submission = assessment.submissions.select_related("version", "snapshot").get()
    today, contributor = clock.today(), team.person(Role.CONTRIBUTOR)
    first, second, third, *_ = made = plans.take(
        submission=submission,
        codes=[one.code for one in recommended_in(submission)[:TAKEN]],
        by=contributor,
    )
    owners = ((first, Role.CONTRIBUTOR, 60), (second, Role.APPROVER, 150), (third, None, 240))
    for action, role, days in owners:
        plans.change(
            action=action,
            details=Details(
                title=action.title,
                text=action.text,
                rubric=action.rubric_id,
                question=action.question,
                owner=team.person(role).pk if role else None,
                role=action.role,
                due=today + timedelta(days=days),
                effort=action.effort,
                days=action.days,
                pounds=action.pounds,
            ),
            seen=action.revision,
            by=contributor,
        )
    plans.add(organisation=team.organisation, details=OWN, by=contributor)
    return made


def work_on(team: Team, made: list[PlannedAction]) -> None:
    """The first is under way."""
    first = made[0]
    first.refresh_from_db()
    plans.report_progress(
        action=first,
        state=ActionState.IN_PROGRESS,
        said=ASKED,
        seen=first.revision,
        by=team.person(Role.CONTRIBUTOR),
    )
