"""Verbs of assessments: start, submit and score, reopen, withdraw, carry over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator

from assessments import clock
from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import (
    Assessment,
    DimensionScore,
    Organisation,
    RubricVersion,
    ScoreSnapshot,
    Submission,
    User,
)
from assessments.names import one_line, within_a_sentence
from assessments.queries.assessments import hash_of, standing_of
from assessments.queries.carrying import plan_of
from assessments.queries.evidence import holding_of
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.carrying import CarryPlan
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.documents import result_to_document
from assessments.scoring.engine import score
from assessments.scoring.progress import progress
from assessments.scoring.result import Result
from assessments.sectors import SECTORS
from assessments.services import suggestions
from assessments.wording import MONTHS, counted, listed, long_date
from assessments.workflow import Refused, Step, check, check_reason

TITLE_MOST, SHORT_NAME = 200, 40
EDITION = re.compile(r",[^,]*\bedition$", re.IGNORECASE)
"""What the title of a rubric ends with to tell its editions apart."""

ANOTHER_OPEN = (
    "Your organisation already has an assessment in progress on this questionnaire. "
    "Go on with that one, or submit or withdraw it first."
)
ANSWERS_CHANGED = (
    "An answer, or what your organisation already has, was changed after you read it, so nothing "
    "was submitted. Check the answers again, then submit."
)
NOTHING_SCORED = (
    "There is nothing to score: each question that counts towards the score is marked not "
    "applicable, or is not asked because of another answer. Change one of those answers, then "
    "submit."
)

NOTHING_HELD = (
    "There is nothing to judge: each question that could hold you back is marked not applicable, "
    "or is not asked because of another answer. Change one of those answers, then submit."
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


def still_open(left: int) -> str:
    """Why an assessment cannot be submitted while that many questions are open; empty for none."""
    if not left:
        return ""
    still = counted(left, "question still needs an answer", "questions still need an answer")
    return f"{still}. Answer everything, or choose “Don’t know”, then submit."


def nothing_scored(result: Result) -> str:
    """Why answers that leave nothing to score cannot be submitted; empty where they leave some."""
    if result.highest_open_band is not None:
        return NOTHING_HELD if result.complete and not result.judges else ""
    return NOTHING_SCORED if result.high.score is None else ""


@transaction.atomic
def start(
    *,
    organisation: Organisation,
    version: RubricVersion,
    by: User,
    title: str = "",
    source: Assessment | None = None,
    tried: CarryPlan | None = None,
) -> Assessment:
    """A new, empty assessment of the organisation on a published edition, in its sector.

    The answers of `source`, another assessment of the organisation, are suggested in it; so are
    those of `tried`, which were given without an account.
    Raises `Refused` when the edition is a draft or retired, when it is not written for the
    organisation's sector, or while another assessment on the same rubric is in progress.
    """
    usable = RubricVersion.objects.select_related("rubric").get(pk=version.pk)
    if not usable.is_published:
        raise Refused("That edition is still a draft. Start from a published one.")
    if usable.retired_at:
        raise Refused("That edition has been retired. Start from the current one.")
    if usable.effective_from and usable.effective_from > timezone.localdate(clock.now()):
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
    if source is not None:
        suggestions.bring(assessment=assessment, source=source, by=by)
    if tried is not None:
        suggestions.bring_tried(assessment=assessment, plan=tried, by=by)
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
    """The answers as they are now, frozen with their score under the next number.

    `seen` names the answers, the evidence and the reasons that the person read (`ToSubmit.seen`);
    without it the present ones are submitted, which suits programs, not pages. Of two people who
    submit at once exactly one succeeds. Raises `Refused` when the assessment is not in progress,
    when an answer, the evidence or a reason has changed since, while a required question is
    unanswered, and when nothing is left to score.
    """
    locked = _lock(assessment)
    transition = check(Step.SUBMIT, locked.status)
    spec = spec_of(locked.version)
    sent = standing_of(locked).to_submit(holding_of(locked.organisation))
    if seen is not None and sent.seen != seen:
        raise Refused(ANSWERS_CHANGED)
    # What is scored is what is frozen, read back, so that `rescore` starts from the same place.
    sheet = sheet_from_document(spec, sent.answers)
    incomplete = still_open(len(progress(spec, sheet, MARKER).outstanding))
    if incomplete:
        raise Refused(incomplete)
    result = score(spec, sheet, MARKER)
    if nothing := nothing_scored(result):
        raise Refused(nothing)
    number = (locked.submissions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    submission = Submission.objects.create(
        assessment=locked,
        number=number,
        reference=f"R-{locked.reference.upper()}-{number}",
        version=locked.version,
        sector=locked.sector,
        organisation_name=locked.organisation.name,
        assessment_title=locked.title,
        answers=sent.answers,
        answers_hash=hash_of(sent.answers),
        held=sent.held,
        held_hash=hash_of(sent.held),
        kept=sent.kept,
        kept_hash=hash_of(sent.kept),
        submitted_by=by,
        submitted_by_name=str(by)[:150],
    )
    take_snapshot(submission=submission, spec=spec, result=result)
    locked.status = transition.target
    locked.save(update_fields=["status"])
    record(Event.ASSESSMENT_SUBMITTED, locked, by=by, submission=submission.reference)
    if sent.kept:
        _record_kept(locked, by, sent.kept)
    return submission


def _record_kept(assessment: Assessment, by: User, kept: Sequence[Mapping[str, str]]) -> None:
    pairs = counted(len(kept), "pair of answers that does", "pairs of answers that do")
    left = sum(not one["reason"] for one in kept)
    without = f"{counted(left, 'pair')} without" if left else "each with"
    record(
        Event.CONTRADICTIONS_KEPT, assessment, by=by, pairs=f"{pairs} not fit together", why=without
    )


@transaction.atomic
def reopen(*, assessment: Assessment, by: User, reason: str) -> Assessment:
    """The assessment in progress again; what was submitted stays as it was.

    Raises `Refused` without a proper reason, when the assessment is in progress already, and while
    another assessment on the same rubric is.
    """
    said = check_reason(reason)
    locked = _lock(assessment)
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
    locked = _lock(assessment)
    locked.status = check(Step.WITHDRAW, locked.status).target
    locked.save(update_fields=["status"])
    record(Event.ASSESSMENT_WITHDRAWN, locked, by=by, reason=said)
    return locked


def _lock(assessment: Assessment) -> Assessment:
    """The row as it is now, locked until the transaction ends: steps happen one at a time."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organisation", "version", "rubric")
        .get(pk=assessment.pk)
    )


def take_snapshot(*, submission: Submission, spec: RubricSpec, result: Result) -> ScoreSnapshot:
    """The score of a submission, kept with its whole working and a row for each dimension.

    Called by `services.assessments.submit`, in its transaction. `result` is the score of what the
    submission froze; raises `ValueError` when it has neither an overall score nor a highest band
    still open, because a submission without either is refused before it comes here. Where there is
    no score there are no rows of dimensions, so nothing can compare it with others.
    """
    bands, version = result.bands, submission.version
    reached = result.overall and bands.final
    if not reached and not result.highest_open_band:
        raise ValueError(f"{submission.reference} has no overall score to keep.")
    names = {band.code: band.name for band in spec.bands}
    document = result_to_document(result, spec.code, spec.edition, version.content_hash)
    snapshot = ScoreSnapshot.objects.create(
        submission=submission,
        engine_version=result.engine_version,
        content_hash=version.content_hash,
        overall_exact=document["overall"]["exact"] if result.overall else "",
        overall=result.overall.shown if result.overall else None,
        band_from_score=bands.from_score or "",
        band_after_balance=bands.after_balance or "",
        final_band=bands.final or "",
        final_band_name=names.get(bands.final or "", ""),
        highest_open_band=result.highest_open_band or "",
        highest_open_band_name=names.get(result.highest_open_band or "", ""),
        result=document,
        taken=submission.submitted_at,
    )
    DimensionScore.objects.bulk_create(
        [
            DimensionScore(
                snapshot=snapshot,
                code=dimension.code,
                name=dimension.name,
                position=place,
                score=dimension.score.shown if dimension.score else None,
                exact=entry["exact"] or "",
                band=dimension.band or "",
            )
            for place, (dimension, entry) in enumerate(
                zip(result.dimensions, document["dimensions"], strict=True), start=1
            )
            if reached
        ]
    )
    return snapshot


CLOSED = (
    "Answers can be carried over only while an assessment is in progress, and this one is not. "
    "It may have been submitted, withdrawn or carried over since you opened the page."
)
NOT_NEWER = "That edition is not newer than the one that this assessment is on."


@transaction.atomic
def carry_over(*, assessment: Assessment, version: RubricVersion, by: User) -> Assessment:
    """A new assessment on the newer edition, in which every answer is suggested; the old is closed.

    It keeps the name that people gave the old one. No answer counts until a person accepts it. The
    old assessment is withdrawn with all its answers, and its history says where they went. Of two
    people who carry it over at once exactly one succeeds.

    Raises `Refused`, and changes nothing, when the assessment is not in progress; when the edition
    is no newer one of the same rubric, not yet in effect or retired; and when it is not written for
    the organisation's sector.
    """
    old = _lock(assessment)
    if not old.is_open:
        raise Refused(CLOSED)
    if version.rubric_id != old.rubric_id or version.number <= old.version.number:
        raise Refused(NOT_NEWER)
    found = plan_of(old, version, old.organisation.sector)
    old.status = check(Step.WITHDRAW, old.status).target
    old.save(update_fields=["status"])
    title = "" if _is_default(old) else old.title
    started = start(organisation=old.organisation, version=version, by=by, title=title)
    started.carried_from = old
    started.save(update_fields=["carried_from"])
    suggestions.offer(assessment=started, plan=found, source=old, by=by)
    edition = f"edition {version.edition}"
    why = f"It goes on as {started.reference}, on {edition}."
    record(Event.ASSESSMENT_WITHDRAWN, old, by=by, reason=why)
    number = len(found.answers)
    count = f"{counted(number, 'answer')}, as suggestions," if number else "no answers"
    record(Event.ASSESSMENT_CARRIED_OVER, started, by=by, count=count, source=str(old))
    return started
