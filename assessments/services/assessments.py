"""Verbs of assessments: start, submit, reopen, withdraw, carry over."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import Truncator

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import Assessment, Organisation, RubricVersion, Submission, User
from assessments.names import one_line, within_a_sentence
from assessments.queries.answers import stored_answers
from assessments.queries.carrying import plan_to_go_on
from assessments.queries.rubrics import spec_of
from assessments.queries.suggestions import offered_to
from assessments.reviewing import NAME_MOST, Signature
from assessments.rubric.carrying import CarryPlan
from assessments.rubric.definition import RubricSpec
from assessments.sectors import SECTORS
from assessments.services import reviews, suggestions
from assessments.services.submissions import lock
from assessments.wording import MONTHS, counted, listed, long_date
from assessments.workflow import Refused, Step, check, check_reason

TITLE_MOST, SHORT_NAME = 200, 40
EDITION = re.compile(r",[^,]*\bedition$", re.IGNORECASE)
"""What the title of a rubric ends with to tell its editions apart."""

ANOTHER_OPEN = (
    "Your organisation already has an assessment in progress on this questionnaire. "
    "Go on with that one, or submit or withdraw it first."
)


def default_title(rubric: str, moment: datetime | None = None) -> str:
    """The title of an assessment without one of its own: that of its rubric in short, and when.

    A long one loses what follows its colon, so that two short ones that differ there stay apart.
    """
    name = EDITION.sub("", one_line(rubric))
    if len(name) > SHORT_NAME:
        name = name.partition(": ")[0]
    local = timezone.localtime(moment or clock.now())
    month = f", {MONTHS[local.month]} {local.year}"
    return Truncator(name).chars(TITLE_MOST - len(month)) + month


def _is_default(assessment: Assessment) -> bool:
    """Whether its title is one that it got by itself, by this rule or by the one before it."""
    names = (assessment.version.title, "Readiness")
    return assessment.title in {default_title(name, assessment.started_at) for name in names}


@transaction.atomic
def start(
    *,
    organisation: Organisation,
    version: RubricVersion,
    by: User,
    title: str = "",
    source: Assessment | None = None,
    tried: CarryPlan | None = None,
    last: Submission | None = None,
) -> Assessment:
    """A new, empty assessment of the organisation on a published edition, in its sector.

    The answers of `source`, another assessment of the organisation, are suggested in it; so are
    those of `tried`, which were given without an account, and of `last`, as it was submitted.
    Raises `Refused` when the edition is a draft or retired, when it is not written for the
    organisation's sector, or while another assessment on the same rubric is in progress.
    """
    usable = RubricVersion.objects.select_related("rubric").get(pk=version.pk)
    if not usable.is_published:
        raise Refused("That edition is still a draft. Start from a published one.")
    if usable.retired_at:
        raise Refused("That edition has been retired. Start from the current one.")
    if usable.effective_from and usable.effective_from > clock.today():
        begins = long_date(usable.effective_from)
        raise Refused(f"That edition takes effect on {begins}. Start from the current one.")
    sector = Organisation.objects.values_list("sector", flat=True).get(pk=organisation.pk)
    _check_sector(spec_of(usable), sector)
    named = one_line(title) or default_title(usable.title)
    if len(named) > TITLE_MOST:
        raise Refused(f"The title must be {TITLE_MOST} characters or fewer.")
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                organisation=organisation,
                rubric=usable.rubric,
                version=usable,
                sector=sector,
                title=named,
                started_by=by,
            )
    except IntegrityError as error:
        raise Refused(ANOTHER_OPEN) from error
    record(Event.ASSESSMENT_STARTED, assessment, by=by)
    suggestions.begin_with(assessment=assessment, source=source, last=last, tried=tried, by=by)
    return assessment


def _check_sector(spec: RubricSpec, sector: str) -> None:
    if sector in {one.code for one in spec.sectors}:
        return
    names = listed([within_a_sentence(one.name) for one in spec.sectors])
    own = within_a_sentence(SECTORS.get(sector, sector))
    raise Refused(
        f"This questionnaire is not written for your sector ({own}). It is for: {names}. "
        "If your sector is wrong, an administrator can change it in the organisation's details."
    )


@transaction.atomic
def submit(*, assessment: Assessment, by: User, seen: str | None = None) -> Submission:
    """The answers as they are now, approved by that person under their own name, and frozen.

    For programs; a page asks for a signature (`reviews.approve`, which says what is refused).
    Raises `Refused` as well where the organisation requires two people and one is missing.
    """
    signature = Signature(name=str(by)[:NAME_MOST])
    made = reviews.approve(assessment=assessment, by=by, seen=seen, signature=signature)
    if made is None:
        raise Refused(reviews.ANOTHER_SIGNS)
    return made


@transaction.atomic
def reopen(*, assessment: Assessment, by: User, reason: str) -> Assessment:
    """The assessment in progress again; what was submitted stays as it was.

    Raises `Refused` without a proper reason, when the assessment is in progress already, and while
    another assessment on the same rubric is.
    """
    said = check_reason(reason)
    locked = lock(assessment)
    locked.status = check(Step.REOPEN, locked.status).target
    try:
        with transaction.atomic():
            locked.save(update_fields=["status"])
    except IntegrityError as error:
        raise Refused(ANOTHER_OPEN) from error
    record(Event.ASSESSMENT_REOPENED, locked, by=by, reason=said)
    return locked


@transaction.atomic
def withdraw(*, assessment: Assessment, by: User, reason: str) -> Assessment:
    """The assessment set aside, with its answers kept. Earlier submissions stay.

    Raises `Refused` without a proper reason, and when the assessment is not in progress.
    """
    said = check_reason(reason)
    locked = lock(assessment)
    locked.status = check(Step.WITHDRAW, locked.status).target
    locked.save(update_fields=["status"])
    reviews.end_with(locked, by)
    record(Event.ASSESSMENT_WITHDRAWN, locked, by=by, reason=said)
    return locked


CLOSED = (
    "Answers can be carried over only while an assessment is in progress, and this one is not. "
    "It may have been submitted, withdrawn or carried over since you opened the page."
)
NOT_NEWER = "That edition is not newer than the one that this assessment is on."


@transaction.atomic
def carry_over(*, assessment: Assessment, version: RubricVersion, by: User) -> Assessment:
    """A new assessment on the newer edition, in which every answer is suggested; the old is closed.

    What waits as a suggestion goes along where there is no answer. It keeps the name that people
    gave the old one. No answer counts until a person accepts it. The old assessment is withdrawn
    with all its answers, and its history says where they went. Of two people who carry it over at
    once exactly one succeeds.

    Raises `Refused`, and changes nothing, when the assessment is not in progress; when the edition
    is no newer one of the same rubric, not yet in effect or retired; and when it is not written for
    the organisation's sector.
    """
    old = lock(assessment)
    if not old.is_open:
        raise Refused(CLOSED)
    if version.rubric_id != old.rubric_id or version.number <= old.version.number:
        raise Refused(NOT_NEWER)
    stored = stored_answers(old)
    waiting, _ = offered_to(old, stored)
    found = plan_to_go_on(old, stored, waiting, version, old.organisation.sector)
    old.status = check(Step.WITHDRAW, old.status).target
    old.save(update_fields=["status"])
    reviews.end_with(old, by)
    title = "" if _is_default(old) else old.title
    started = start(organisation=old.organisation, version=version, by=by, title=title)
    started.carried_from = old
    started.save(update_fields=["carried_from"])
    suggestions.offer(
        assessment=started, plan=found, source=old, by=by, waiting=waiting, over=stored
    )
    edition = f"edition {version.edition}"
    why = f"It goes on as {started.reference}, on {edition}."
    record(Event.ASSESSMENT_WITHDRAWN, old, by=by, reason=why)
    number = len(found.answers)
    count = f"{counted(number, 'answer')}, as suggestions," if number else "no answers"
    record(Event.ASSESSMENT_CARRIED_OVER, started, by=by, count=count, source=str(old))
    return started
