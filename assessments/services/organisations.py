"""Verbs of organisations: create one, change its details; ask to join one, let in, decline."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify

from assessments import clock
from assessments.access.roles import Role
from assessments.audit.events import Event, changes_between
from assessments.audit.trail import record
from assessments.models import JoinRequest, Membership, Organisation, User
from assessments.models.base import new_reference
from assessments.names import one_line, within_a_sentence
from assessments.sectors import REGIONS, SECTORS
from assessments.services import members
from assessments.services.outbox import Absolute, letter, post
from assessments.workflow import Refused, WhenVerified

RESERVED_SLUGS = frozenset({"new"})
"""Slugs that mean a page of their own below `organisations/`."""

SLUG_MOST = 70
"""Leaves room for a suffix in the 80 characters that a slug may have."""

ATTEMPTS = 5

SETTINGS = ("two_people_sign", "shown_when_verified", "shares_reports", "shares_plan")

A_DAY_MOST = 5
TOO_MANY = (
    f"You can create {A_DAY_MOST} organisations in 24 hours, and you have. Create the others "
    "tomorrow, or ask the people who run this service."
)


class CodeTaken(Refused):
    """Another organisation of the sector has that official code."""

    def __init__(self, sector: str, code: str) -> None:
        named = within_a_sentence(SECTORS[sector])
        super().__init__(f"Another organisation has the code {code} ({named}). Check the code.")


def tidy_code(code: str) -> str:
    """An official code as it is kept: in capitals, without white space."""
    return "".join(code.split()).upper()


@transaction.atomic
def create(
    *, name: str, sector: str, region: str, by: User, official_code: str = ""
) -> Organisation:
    """A new organisation, whose administrator is the one who created it.

    Raises `CodeTaken` when its official code belongs to another of the same sector, also when
    that one is created at the same moment, and `Refused` after `A_DAY_MOST` in 24 hours. A
    superuser, who sets them up for others, may create any number.
    """
    _check_day(by)
    name, code = one_line(name), tidy_code(official_code)
    _check_details(sector, region)
    _check_code_free(sector, code)
    organisation = _create_with_slug(name, sector, region, code, by)
    membership = Membership.objects.create(
        organisation=organisation,
        user=by,
        role=Role.ADMINISTRATOR,
        added_at=organisation.created_at,
        added_by=by,
    )
    record(Event.ORGANISATION_CREATED, organisation, by=by)
    role = Role.ADMINISTRATOR.label.lower()
    record(Event.MEMBER_ADDED, membership, by=by, member=str(by), role=role)
    return organisation


@transaction.atomic
def change(
    *,
    organisation: Organisation,
    name: str,
    sector: str,
    region: str,
    by: User,
    official_code: str = "",
    two_people_sign: bool | None = None,
    shown_when_verified: str | None = None,
    shares_reports: bool | None = None,
    shares_plan: bool | None = None,
) -> Organisation:
    """The organisation with new details; its address stays. Nothing changed, nothing recorded.

    `two_people_sign` says whether two people have to approve an assessment, and
    `shown_when_verified`, a `WhenVerified`, what strangers see who check a report, `shares_reports`
    whether links open reports, and `shares_plan` whether moderators read the plan; `None` leaves
    it.

    Assessments already started keep the sector that they started with.
    Raises `CodeTaken` as `create` does.
    """
    _check_details(sector, region)
    locked = members.lock(organisation)
    before = _details(locked)
    locked.name, locked.sector, locked.region = one_line(name), sector, region
    locked.official_code = tidy_code(official_code)
    seen = None if shown_when_verified is None else WhenVerified(shown_when_verified)
    chosen = (two_people_sign, seen, shares_reports, shares_plan)
    for setting, value in zip(SETTINGS, chosen, strict=True):
        if value is not None:
            setattr(locked, setting, value)
    changes = changes_between(before, _details(locked))
    if not changes:
        return locked
    _check_code_free(sector, locked.official_code, apart_from=locked.pk)
    try:
        with transaction.atomic():
            locked.save(update_fields=["name", "sector", "region", "official_code", *SETTINGS])
    except IntegrityError as error:
        _check_code_free(sector, locked.official_code, apart_from=locked.pk)
        raise error
    record(Event.ORGANISATION_CHANGED, locked, by=by, changes="; ".join(changes))
    return locked


def _check_day(by: User) -> None:
    # The person's own lock: what is counted here holds until it is written.
    person = User.objects.select_for_update().get(pk=by.pk)
    since = clock.now() - timedelta(days=1)
    lately = Organisation.objects.filter(created_by=person, created_at__gt=since)
    if not person.is_superuser and lately.count() >= A_DAY_MOST:
        raise Refused(TOO_MANY)


def _details(organisation: Organisation) -> dict[str, str]:
    return {
        "name": organisation.name,
        "sector": SECTORS.get(organisation.sector, organisation.sector),
        "official code": organisation.official_code,
        "region": REGIONS.get(organisation.region, organisation.region),
        "people who sign": "two" if organisation.two_people_sign else "one",
        "sharing of reports by a link": "on" if organisation.shares_reports else "off",
        "sharing of the plan with moderators": "on" if organisation.shares_plan else "off",
        "what strangers who check a report are shown": (
            within_a_sentence(WhenVerified(organisation.shown_when_verified).label)
        ),
    }


def _check_details(sector: str, region: str) -> None:
    if sector not in SECTORS:
        raise Refused(f"There is no sector “{sector}”.")
    if region not in REGIONS:
        raise Refused(f"There is no region “{region}”.")


def _check_code_free(sector: str, code: str, apart_from: int | None = None) -> None:
    if not code:
        return
    holders = Organisation.objects.filter(sector=sector, official_code=code)
    if apart_from is not None:
        holders = holders.exclude(pk=apart_from)
    if holders.exists():
        raise CodeTaken(sector, code)


def _create_with_slug(name: str, sector: str, region: str, code: str, by: User) -> Organisation:
    """The row, with a slug of its own. Another request may take slug or code meanwhile."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return Organisation.objects.create(
                    slug=free_slug(name),
                    name=name,
                    sector=sector,
                    official_code=code,
                    region=region,
                    created_at=clock.now(),
                    created_by=by,
                )
        except IntegrityError:
            _check_code_free(sector, code)
    raise Refused("Several people are creating organisations of that name. Try again.")


def free_slug(name: str) -> str:
    """An address made from the name that no organisation has and that means no other page.

    A name without a Latin letter or digit gives `organisation-` and a random reference.
    """
    base = slugify(name)[:SLUG_MOST].strip("-_")
    if not base:
        return f"organisation-{new_reference()}"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    candidates = (f"{base}-{number}" if number > 1 else base for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


REQUESTS_A_DAY_MOST = 5
PAUSE = timedelta(days=7)
"""After a decline the same person can ask the same organisation again that much later."""

ASKED = (
    "Your request is sent to the administrators of the organisation. We will email you when they "
    "have decided."
)
TOO_MANY_REQUESTS = (
    f"You can ask to join {REQUESTS_A_DAY_MOST} organisations in 24 hours, and you have. "
    "Wait until tomorrow, or ask a colleague who uses Readiness to invite you."
)
WAITS = (
    "You have asked to join this organisation already, and its administrators have not decided "
    "yet. We will email you when they do."
)
DECLINED_LATELY = (
    "An administrator of this organisation declined your request less than a week ago. Speak to "
    "them: they can invite you at any time."
)
DECIDED = "Another administrator has decided this request meanwhile, or the person has joined."


class NotHere(Refused):
    """No organisation of the sector has that code."""

    def __init__(self, sector: str, code: str) -> None:
        named = within_a_sentence(SECTORS[sector])
        super().__init__(
            f"No organisation with the code {code} ({named}) uses Readiness yet. Check the code. "
            "If it is right, create your organisation."
        )


@transaction.atomic
def ask(*, sector: str, official_code: str, by: User, absolute: Absolute) -> JoinRequest:
    """The person's request to join the organisation with that code; its administrators get email.

    Raises `NotHere` when there is none, and `Refused` for a member, a person who waits for an
    answer or was declined lately, or more than `REQUESTS_A_DAY_MOST` requests in 24 hours.
    """
    code = tidy_code(official_code)
    # First the organisation's lock, as whoever lets the person in takes them, so that neither waits
    # for the other; then their own: what is counted here holds until it is written.
    rows = Organisation.objects.select_for_update().filter(sector=sector, official_code=code)
    organisation = rows.first() if code else None
    if organisation is None:
        raise NotHere(sector, code)
    person = User.objects.select_for_update().get(pk=by.pk)
    _check_may_ask(organisation, person)
    made = JoinRequest.objects.create(
        organisation=organisation,
        sector=sector,
        official_code=code,
        asked_at=clock.now(),
        asked_by=person,
    )
    record(Event.JOIN_ASKED, made, by=person)
    page = reverse("join-request", args=[organisation.slug, made.pk])
    post(
        letter("join_asked", to=each.user.email, absolute=absolute, link=absolute(page), asked=made)
        for each in _administrators(organisation)
    )
    return made


def _check_may_ask(organisation: Organisation, person: User) -> None:
    if Membership.objects.filter(organisation=organisation, user=person).exists():
        raise Refused(f"You are a member of {organisation.name} already.")
    own = JoinRequest.objects.filter(asked_by=person)
    here = own.filter(organisation=organisation)
    if here.filter(decided_at=None).exists():
        raise Refused(WAITS)
    if here.filter(accepted=False, decided_at__gt=clock.now() - PAUSE).exists():
        raise Refused(DECLINED_LATELY)
    if own.filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= REQUESTS_A_DAY_MOST:
        raise Refused(TOO_MANY_REQUESTS)


@transaction.atomic
def let_in(*, request: JoinRequest, role: Role, by: User, absolute: Absolute) -> Membership:
    """The membership of the person who asked, with the role; they get an email.

    Raises `Refused` when the request is decided already, or their account is closed.
    """
    locked = _decide(request, by, accepted=True)
    organisation, person = locked.organisation, locked.asked_by
    membership = members.let_in(organisation=organisation, user=person, role=role, by=by)
    record(Event.JOIN_ACCEPTED, locked, by=by, member=str(person), role=role.label.lower())
    link = absolute(organisation.get_absolute_url())
    accepted = letter(
        "join_accepted",
        to=person.email,
        absolute=absolute,
        organisation=organisation,
        role=role.label.lower(),
        link=link,
    )
    post([accepted])
    return membership


@transaction.atomic
def decline(*, request: JoinRequest, by: User, absolute: Absolute) -> JoinRequest:
    """The request, declined; the person gets an email. Raises `Refused` if decided already."""
    locked = _decide(request, by, accepted=False)
    record(Event.JOIN_DECLINED, locked, by=by, member=str(locked.asked_by))
    post([letter("join_declined", to=locked.asked_by.email, absolute=absolute, asked=locked)])
    return locked


def _decide(request: JoinRequest, by: User, *, accepted: bool) -> JoinRequest:
    Organisation.objects.select_for_update().get(pk=request.organisation_id)
    rows = JoinRequest.objects.select_related("organisation", "asked_by")
    found = rows.filter(pk=request.pk, decided_at=None).first()
    if found is None:
        raise Refused(DECIDED)
    found.decided_at, found.decided_by, found.accepted = clock.now(), by, accepted
    found.save(update_fields=["decided_at", "decided_by", "accepted"])
    return found


def _administrators(organisation: Organisation) -> list[Membership]:
    rows = Membership.objects.filter(
        organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return list(rows.select_related("user"))
