"""The gate check in the demonstration: submitted by a council, and under way in an NHS trust."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

from django.utils.text import slugify

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world import others
from assessments.management.demo_world.cast import BRACKENFORTH, HARROWMERE, Body
from assessments.management.demo_world.replies import Answers, days_ago
from assessments.management.demo_world.team import Team, in_use
from assessments.models import Organisation, RubricVersion, User
from assessments.queries.rubrics import spec_of
from assessments.rubric.files import GATE_CHECK


def build() -> None:
    """What is missing of it. Bodies that have a gate check already are left alone."""
    version = in_use(GATE_CHECK)
    if version is None:
        return
    council = _team(BRACKENFORTH, version)
    if council is not None:
        with _ago(council, 33, 13, 40):
            check = council.start("Gate check")
            council.answer(check, _of(version, others.BRACKENFORTH))
        with _ago(council, 32, 9, 30):
            council.submit(check)
    trust = _team(HARROWMERE, version)
    if trust is not None:
        with _ago(trust, 2, 10, 15):
            check = trust.start("Gate check")
            trust.answer(check, _of(version, others.HARROWMERE, "TRA", "INT", "DAT"))


def _team(body: Body, version: RubricVersion) -> Team | None:
    """The body as it is, to work on the gate check; `None` when it has one, or is not there."""
    organisation = Organisation.objects.filter(slug=slugify(body.name)).first()
    if organisation is None or organisation.assessments.filter(rubric=version.rubric).exists():
        return None
    belong = User.objects.filter(memberships__organisation=organisation)
    by_email = {user.email: user for user in belong}
    people_there = {one.role: by_email[one.email] for one in body.people if one.email in by_email}
    if Role.ADMINISTRATOR not in people_there:
        return None
    return Team(organisation, version, people_there)


def _ago(team: Team, days: int, hour: int, minute: int) -> AbstractContextManager[None]:
    """Within the block it is that time of that day, and never before the body was there."""
    since = team.organisation.created_at
    young = since > clock.now() - timedelta(days=days + 1)
    return days_ago(days, hour, minute, after=since if young else None)


def _of(version: RubricVersion, given: Answers, *parts: str) -> Answers:
    """The body's answers to the questions of the gate check, or to some parts of it."""
    asked = {question.code for _, question in spec_of(version).questions()}
    return {
        code: reply
        for code, reply in given.items()
        if code in asked and code.startswith(parts or "")
    }
