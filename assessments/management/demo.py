"""The demonstration world, built by services only, so it holds nothing the product cannot make.

Moments count back from now. A second run finds each body there and leaves it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

import assessments.rubric_files
from assessments.access.roles import Role
from assessments.management.demo_world import joining, others, wexcombe
from assessments.management.demo_world.cast import (
    ASKING,
    BRACKENFORTH,
    HARROWMERE,
    PASSWORD,
    QUILLBROOK,
    SALTERMERE,
    STAFF,
    WEXCOMBE,
    Body,
    Person,
    SignIn,
    Staff,
    sign_ins,
)
from assessments.management.demo_world.moments import days_ago, year
from assessments.management.demo_world.replies import DONT_KNOW, Answers, Said
from assessments.models import Assessment, Organisation, RubricVersion, User
from assessments.queries.answers import stored_answers
from assessments.queries.rubrics import spec_of, versions_of
from assessments.question_types import marking
from assessments.rubric_files.codec import load
from assessments.scoring.sheet import EvidenceItem, Reply, State
from assessments.scoring.spec import QuestionSpec
from assessments.services import (
    answers,
    members,
    organisations,
    people,
    rubrics,
)
from assessments.services import assessments as verbs

SHIPPED = Path(assessments.rubric_files.__file__).parent / "library" / "uk-readiness-2026.yaml"
"""Named after the rubric's code."""

PUBLISHED_DAYS_AGO = 400
"""Before the oldest submission, so that nobody answered a questionnaire that was not there."""


def build() -> list[SignIn]:
    """Makes what is missing of the world, and says who can sign in to it."""
    _staff()
    for build_one in (_wexcombe, _harrowmere, _quillbrook, _saltermere, _brackenforth):
        with transaction.atomic():
            build_one()
    _coming_to_wexcombe()
    return sign_ins()


def _edition() -> RubricVersion:
    """The newest edition of the shipped rubric that may be used, published now if there is none.

    Raises `Refused` when the shipped edition has been retired and no other is there.
    """
    versions = list(versions_of(SHIPPED.stem))
    for version in versions:
        if version.is_published and not version.retired_at:
            return version
    with days_ago(PUBLISHED_DAYS_AGO):
        by = people.system_user()
        drafts = [version for version in versions if not version.is_published]
        if not drafts:
            drafts = [rubrics.import_draft(spec=load(SHIPPED.read_bytes()), by=by)]
        return rubrics.publish(version=drafts[0], by=by)


def _staff() -> None:
    for member in STAFF:
        if User.objects.confirmed().filter(email=member.email).exists():
            continue
        with transaction.atomic(), days_ago(PUBLISHED_DAYS_AGO):
            people.appoint(
                user=_confirmed(member),
                groups=member.groups,
                admin=member.admin,
                superuser=member.superuser,
                by=people.system_user(),
            )


def _confirmed(person: Person | Staff) -> User:
    """The account of one of the cast, as if they had followed the link to their address.

    One that an earlier version made unconfirmed is confirmed now.
    """
    found = User.objects.confirmed().filter(email=person.email).first()
    return found or people.open_account(email=person.email, name=person.name, password=PASSWORD)


@dataclass(frozen=True, slots=True)
class _Team:
    """A body as it was made: whom to act as, by role."""

    organisation: Organisation
    version: RubricVersion
    by_role: dict[Role, User]

    def person(self, role: Role) -> User:
        """Whoever has the role, or the administrator, who may do everything."""
        return self.by_role.get(role, self.by_role[Role.ADMINISTRATOR])

    def start(self, title: str) -> Assessment:
        return verbs.start(
            organisation=self.organisation,
            version=self.version,
            by=self.person(Role.CONTRIBUTOR),
            title=title,
        )

    def answer(self, assessment: Assessment, given: Answers, role: Role = Role.CONTRIBUTOR) -> None:
        """Saves the answers as somebody with the role, who has seen what is stored."""
        spec = spec_of(self.version)
        questions = {question.code: question for _, question in spec.questions()}
        seen = stored_answers(assessment)
        changes = [
            answers.Change(
                code=code,
                reply=_reply(questions[code], reply),
                seen=seen[code].revision if code in seen else 0,
            )
            for code, reply in given.items()
        ]
        answers.save(assessment=assessment, by=self.person(role), changes=changes)

    def submit(self, assessment: Assessment) -> None:
        verbs.submit(assessment=assessment, by=self.person(Role.APPROVER))


def _reply(question: QuestionSpec, reply: Said) -> Reply:
    evidence = tuple(EvidenceItem(title=title, link=link) for title, link in reply.evidence)
    if reply.reason:
        return Reply(state=State.NOT_APPLICABLE, reason=reply.reason, note=reply.note)
    if reply.raw == DONT_KNOW:
        return Reply(state=State.DONT_KNOW, note=reply.note, evidence=evidence)
    value = marking(question.kind).clean(question, reply.raw)
    return Reply(state=State.ANSWERED, value=value, note=reply.note, evidence=evidence)


def _team(body: Body, days: int) -> _Team | None:
    """The body with its people; `None` when it is there already."""
    if Organisation.objects.filter(slug=slugify(body.name)).exists():
        for person in body.people:
            if User.objects.filter(email=person.email).exists():
                _confirmed(person)
        return None
    version = _edition()
    with days_ago(days):
        users = [_confirmed(person) for person in body.people]
        administrator = users[0]
        organisation = organisations.create(
            name=body.name,
            sector=body.sector,
            region=body.region,
            official_code=body.official_code,
            by=administrator,
        )
        for person, user in zip(body.people[1:], users[1:], strict=True):
            members.add(organisation=organisation, user=user, role=person.role, by=administrator)
    by_role = {person.role: user for person, user in zip(body.people, users, strict=True)}
    return _Team(organisation, version, by_role)


def _dimensions(given: Answers, *codes: str) -> Answers:
    return {code: reply for code, reply in given.items() if code.startswith(codes)}


def _wexcombe() -> None:
    """Submitted last year and this year, and a follow-up part-way."""
    team = _team(WEXCOMBE, 390)
    if team is None:
        return
    for title, given, days in (
        (f"Readiness {year(372)}", wexcombe.LAST_YEAR, 372),
        (f"Readiness {year(7)}", wexcombe.THIS_YEAR, 7),
    ):
        with days_ago(days + 15, 9, 12):
            assessment = team.start(title)
        with days_ago(days + 13, 10, 30):
            team.answer(assessment, _dimensions(given, "BUD", "TRA"))
        with days_ago(days + 8, 14, 5):
            team.answer(assessment, _dimensions(given, "INT", "DAT"))
        with days_ago(days + 2, 15, 41):
            team.answer(assessment, _dimensions(given, "SEC"), Role.APPROVER)
        with days_ago(days, 11, 20):
            team.submit(assessment)
    with days_ago(6, 9, 45):
        follow_up = team.start("Follow-up before the spring pilots")
        team.answer(follow_up, wexcombe.FOLLOW_UP_FIRST)
    with days_ago(4, 16, 10):
        team.answer(follow_up, wexcombe.FOLLOW_UP_SECOND)
    with days_ago(1, 11, 32):
        team.answer(follow_up, wexcombe.FOLLOW_UP_THIRD, Role.APPROVER)


@transaction.atomic
def _coming_to_wexcombe() -> None:
    """A colleague is invited and another asks to join, also where an earlier version was built."""
    with days_ago(3):
        newcomer = _confirmed(ASKING)
    organisation = Organisation.objects.get(slug=slugify(WEXCOMBE.name))
    administrator = User.objects.get(email=WEXCOMBE.administrator.email)
    joining.seed(organisation, administrator=administrator, newcomer=newcomer)


def _harrowmere() -> None:
    """Complete, and waiting for somebody to sign it off."""
    team = _team(HARROWMERE, 60)
    if team is None:
        return
    with days_ago(21, 8, 50):
        assessment = team.start(f"Digital and AI readiness, {year(21)}")
    with days_ago(19, 13, 15):
        team.answer(assessment, _dimensions(others.HARROWMERE, "BUD", "TRA", "INT"))
    with days_ago(3, 9, 25):
        team.answer(assessment, _dimensions(others.HARROWMERE, "DAT", "SEC"), Role.ADMINISTRATOR)


def _quillbrook() -> None:
    """Submitted, then reopened because an answer was wrong."""
    team = _team(QUILLBROOK, 80)
    if team is None:
        return
    with days_ago(40, 10, 5):
        assessment = team.start(f"Trust-wide self-assessment {year(40)}")
        team.answer(assessment, others.QUILLBROOK)
    with days_ago(35, 12, 0):
        team.submit(assessment)
    with days_ago(9, 15, 30):
        verbs.reopen(
            assessment=assessment,
            by=team.person(Role.ADMINISTRATOR),
            reason=(
                "Two-step sign-in was switched on for all staff at half term, so the answer to "
                "SEC-01 is out of date."
            ),
        )
    with days_ago(2, 9, 20):
        team.answer(assessment, others.QUILLBROOK_CORRECTED)


def _saltermere() -> None:
    """Submitted last year, one withdrawn, and a new one in which nobody has answered anything."""
    team = _team(SALTERMERE, 390)
    if team is None:
        return
    with days_ago(350, 9, 30):
        last_year = team.start(f"Readiness {year(350)}")
        team.answer(last_year, others.SALTERMERE_LAST_YEAR)
    with days_ago(341, 11, 15):
        team.submit(last_year)
    with days_ago(44, 11, 0):
        first = team.start("Trial run with the customer board")
        team.answer(first, others.SALTERMERE_FIRST)
    with days_ago(30, 16, 45):
        verbs.withdraw(
            assessment=first,
            by=team.person(Role.ADMINISTRATOR),
            reason=(
                "The customer board tried the questions out. The real assessment starts after "
                "the merger of the two housing systems."
            ),
        )
    with days_ago(1, 14, 0):
        team.start(f"Readiness {year(1)}")


def _brackenforth() -> None:
    """Submitted, with a low score and caps."""
    team = _team(BRACKENFORTH, 70)
    if team is None:
        return
    with days_ago(25, 9, 0):
        assessment = team.start(f"Readiness baseline {year(25)}")
        team.answer(assessment, others.BRACKENFORTH)
    with days_ago(24, 16, 0):
        team.submit(assessment)
