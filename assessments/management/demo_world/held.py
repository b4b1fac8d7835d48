"""What Wexcombe already has, a certificate and a result that is past its date; and what it promised
to do after its report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world.replies import Answers
from assessments.management.demo_world.team import Team
from assessments.management.demo_world.wexcombe import FILES
from assessments.models import Assessment, Organisation, PlannedAction, User
from assessments.planning.actions import Details
from assessments.queries.held import held_of
from assessments.queries.reports import recommended_in
from assessments.scoring.sheet import EvidenceItem
from assessments.services import attachments, evidence, plans
from assessments.workflow import ActionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What Wexcombe has, and the question where it is used this year. Days count from the day on
    which it is recorded.
    """

    question: str
    framework: str
    title: str
    parts: tuple[str, ...]
    achieved: int
    good_until: int
    link: str


FILE = "devices-covered.csv"
COVERED = "device,how many,updates within 14 days\r\nlaptop,412,yes\r\nserver,38,yes\r\n"
"""What the certificate comes with."""

HELD = (
    Holding(
        question="SEC-01",
        framework="ce-3.3",
        title="Cyber Essentials",
        parts=(),
        achieved=-70,
        good_until=295,
        link=f"{FILES}/cyber-essentials-certificate",
    ),
    Holding(
        question="SEC-04",
        framework="caf-4.0",
        title="Cyber assessment, identity and access",
        parts=("B2.c", "B2.d"),
        achieved=-395,
        good_until=-30,
        link=f"{FILES}/cyber-assessment",
    ),
)
"""The second is past its date. The follow-up says don't know where the first is good."""


def record(*, organisation: Organisation, by: User) -> dict[str, EvidenceItem]:
    """Records a certificate, and a result that is past its date; the lines that they become at the
    questions where they are used.
    """
    today, lines = clock.now().date(), {}
    for one in HELD:
        made = evidence.add(
            organisation=organisation,
            framework=one.framework,
            details=evidence.Details(
                title=one.title,
                parts=one.parts,
                achieved_on=today + timedelta(one.achieved),
                good_until=today + timedelta(one.good_until),
                link=one.link,
                owner=by.pk,
            ),
            by=by,
        )
        lines[one.question] = held_of(made).line
        if one.question == "SEC-01":
            content = COVERED.encode()
            attachments.attach(
                evidence=made, file=BytesIO(content), name=FILE, size=len(content), by=by
            )
    return lines


def used(given: Answers, lines: Mapping[str, EvidenceItem]) -> Answers:
    """The answers, with one more line of evidence where there is one for it."""
    return {
        code: replace(reply, evidence=(*reply.evidence, (lines[code].title, lines[code].link)))
        if code in lines
        else reply
        for code, reply in given.items()
    }


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
