"""The demonstration world, built by services only, so it holds nothing the product cannot make.

Moments count back from now, in the order in which things can happen: an edition is drafted, then
published, then used. A second run finds each body there and leaves it alone.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from assessments import clock
from assessments.access.roles import Role
from assessments.management.demo_world import (
    cast,
    gate_check,
    held,
    others,
    records,
    wexcombe,
    work,
)
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
from assessments.management.demo_world.replies import (
    DRAFTED_DAYS_AGO,
    PUBLISHED_DAYS_AGO,
    Answers,
    days_ago,
)
from assessments.management.demo_world.team import Team, drafted, in_use, shipped_spec
from assessments.models import Assessment, Organisation, RubricVersion, User
from assessments.queries.rubrics import versions_of
from assessments.rubric.files import AI_SHORT, SHIPPED
from assessments.services import assessments as verbs
from assessments.services import (
    members,
    organisations,
    people,
    rubrics,
)

WHAT_CHANGED = (
    "Each level now says only what is in place, so that you can stop at the last one that is true. "
    "Questions about AI ask for rules, lists and checks that a body without AI can have too. New "
    "questions ask about a register of AI, how you choose AI uses, people's rights, networks and "
    "devices, the national cyber assessment, tools in care and in schools, homes and tenants, and "
    "the merger of councils. Some gates wait for single lines of a checklist. BUD-08, TRA-09, "
    "INT-09, DAT-04 and SEC-08 are no longer asked."
)
"""What people who answered the edition before the shipped one need to know."""


def build() -> list[SignIn]:
    """Makes what is missing of the world, and says who can sign in to it."""
    _staff()
    for build_one in (_wexcombe, _harrowmere, _quillbrook, _saltermere, _brackenforth):
        with transaction.atomic():
            build_one()
    _coming_to_wexcombe()
    with transaction.atomic():
        records.build(_wexcombe_as_it_is())
    with transaction.atomic():
        gate_check.build()
        in_use(AI_SHORT)
    return sign_ins()


def _edition() -> RubricVersion:
    """The newest edition that may be used, the shipped one or a later one.

    Where the shipped one is not there it is published: long ago in an empty database, and now, as
    the next edition, in one that has an earlier one. Raises `Refused` when it has been retired and
    no later one is there.
    """
    spec, by = shipped_spec(SHIPPED), people.system_user()
    versions = list(versions_of(spec.code))
    places = [place for place, one in enumerate(versions, 1) if one.edition == spec.edition]
    since = versions[: places[0]] if places else []
    for version in since:
        if version.is_published and not version.retired_at:
            return version
    if since and not since[-1].is_published:
        return _published(since[-1])
    if versions:
        return _published(rubrics.import_draft(spec=spec, by=by))
    with days_ago(DRAFTED_DAYS_AGO):
        draft = drafted(SHIPPED)
    with days_ago(PUBLISHED_DAYS_AGO):
        return _published(draft)


def _published(draft: RubricVersion) -> RubricVersion:
    note = WHAT_CHANGED if rubrics.has_earlier(draft) else ""
    return rubrics.publish(version=draft, by=people.system_user(), change_note=note)


def _staff() -> None:
    for member in STAFF:
        if User.objects.confirmed().filter(email=member.email).exists():
            continue
        with transaction.atomic(), days_ago(DRAFTED_DAYS_AGO, 9):
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


def _team(body: Body, days: int) -> Team | None:
    """The body with its people; `None` when it is there already."""
    if Organisation.objects.filter(slug=slugify(body.name)).exists():
        for person in body.people:
            if User.objects.filter(email=person.email).exists():
                _confirmed(person)
        return None
    version = _edition()
    with days_ago(days, after=version.published_at):
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
    return Team(organisation, version, by_role)


def _dimensions(given: Answers, *codes: str) -> Answers:
    return {code: reply for code, reply in given.items() if code.startswith(codes)}


def _wexcombe() -> None:
    """Submitted last year and this year, and a follow-up part-way."""
    team = _team(WEXCOMBE, 390)
    if team is None:
        return
    with team.ago(30, 13, 20):
        backed = held.record(organisation=team.organisation, by=team.person(Role.CONTRIBUTOR))
    last_year = _answered_by_many(team, wexcombe.LAST_YEAR, 372)
    with team.ago(372, 11, 20):
        team.submit(last_year)
    this_year = _answered_by_many(team, held.used(wexcombe.THIS_YEAR, backed), 7)
    work.sign_by_two(team, this_year, 7)
    with team.ago(6, 9, 15):
        promised_now = held.plan(team, this_year)
    with team.ago(6, 9, 45):
        follow_up = team.start("Follow-up before the spring pilots")
        work.assign(team, follow_up)
        team.answer(follow_up, wexcombe.FOLLOW_UP_FIRST)
    with team.ago(4, 16, 10):
        team.answer(follow_up, wexcombe.FOLLOW_UP_SECOND)
        team.explain(follow_up, wexcombe.EXPLAINED)
        work.hand_over(team, follow_up)
        work.ask(team, follow_up)
        held.work_on(team, promised_now)
    with team.ago(1, 11, 32):
        team.answer(follow_up, wexcombe.FOLLOW_UP_THIRD, Role.APPROVER)
        work.settle(team, follow_up)


def _answered_by_many(team: Team, given: Answers, days: int) -> Assessment:
    """An assessment that was answered in two weeks, ready to be submitted that many days ago."""
    with team.ago(days + 15, 9, 12):
        assessment = team.start()
    with team.ago(days + 13, 10, 30):
        team.answer(assessment, _dimensions(given, "BUD", "TRA"))
    with team.ago(days + 8, 14, 5):
        team.answer(assessment, _dimensions(given, "INT", "DAT"))
    with team.ago(days + 2, 15, 41):
        team.answer(assessment, _dimensions(given, "SEC"), Role.APPROVER)
    return assessment


def _wexcombe_as_it_is() -> Team:
    """Wexcombe, which may have been built by an earlier version."""
    organisation = Organisation.objects.get(slug=slugify(WEXCOMBE.name))
    first = organisation.assessments.order_by("started_at").select_related("version").first()
    belong = User.objects.filter(memberships__organisation=organisation)
    by_email = {user.email: user for user in belong}
    by_role = {one.role: by_email[one.email] for one in WEXCOMBE.people if one.email in by_email}
    return Team(organisation, first.version if first else _edition(), by_role)


@transaction.atomic
def _coming_to_wexcombe() -> None:
    """A colleague is invited and another asks to join, also where an earlier version was built."""
    team = _wexcombe_as_it_is()
    since = team.version.published_at
    with team.ago(3, 10, 0):
        newcomer = _confirmed(ASKING)
    administrator = team.person(Role.ADMINISTRATOR)
    cast.seed_joining(
        team.organisation, administrator=administrator, newcomer=newcomer, since=since
    )


def _harrowmere() -> None:
    """Complete, and waiting for approval."""
    team = _team(HARROWMERE, 60)
    if team is None:
        return
    with team.ago(21, 8, 50):
        assessment = team.start(f"Digital and AI readiness, {clock.now().year}")
    with team.ago(19, 13, 15):
        team.answer(assessment, _dimensions(others.HARROWMERE, "BUD", "TRA", "INT"))
    with team.ago(3, 9, 25):
        team.answer(assessment, _dimensions(others.HARROWMERE, "DAT", "SEC"), Role.ADMINISTRATOR)
    with team.ago(2, 16, 40):
        work.send(team, assessment, "Every service has answered. Ready for you to read.")


def _quillbrook() -> None:
    """Submitted, then reopened because an answer was wrong."""
    team = _team(QUILLBROOK, 80)
    if team is None:
        return
    with team.ago(40, 10, 5):
        assessment = team.start(f"Trust-wide self-assessment {clock.now().year}")
        team.answer(assessment, others.QUILLBROOK)
    with team.ago(35, 12, 0):
        team.submit(assessment)
    with team.ago(9, 15, 30):
        verbs.reopen(
            assessment=assessment,
            by=team.person(Role.ADMINISTRATOR),
            reason=(
                "Two-step sign-in was switched on for all staff at half term, so the answer to "
                "SEC-01 is out of date."
            ),
        )
    with team.ago(2, 9, 20):
        team.answer(assessment, others.QUILLBROOK_CORRECTED)


def _saltermere() -> None:
    """Submitted last year, one withdrawn, and a new one without answers."""
    team = _team(SALTERMERE, 390)
    if team is None:
        return
    with team.ago(350, 9, 30):
        last_year = team.start()
        team.answer(last_year, others.SALTERMERE_LAST_YEAR)
    with team.ago(341, 11, 15):
        team.submit(last_year)
    with team.ago(44, 11, 0):
        first = team.start("Trial run with the customer board")
        team.answer(first, others.SALTERMERE_FIRST)
    with team.ago(30, 16, 45):
        verbs.withdraw(
            assessment=first,
            by=team.person(Role.ADMINISTRATOR),
            reason=(
                "The customer board tried the questions out. The real assessment starts after "
                "the merger of the two housing systems."
            ),
        )
    with team.ago(1, 14, 0):
        team.start()


def _brackenforth() -> None:
    """Submitted, with a low score and caps."""
    team = _team(BRACKENFORTH, 70)
    if team is None:
        return
    with team.ago(25, 9, 0):
        assessment = team.start(f"Readiness baseline {clock.now().year}")
        team.answer(assessment, others.BRACKENFORTH)
    with team.ago(24, 16, 0):
        team.submit(assessment)
