"""Verbs of trials: a draft tried on past submissions, a batch at a time. No score is touched."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from assessments import clock
from assessments.models import ImpactTrial, RubricVersion, TrialOutcome, User
from assessments.queries.drafts import Kept, kept, spec_in
from assessments.queries.trials import past_submissions, sheets_of
from assessments.question_types import MARKER, translated
from assessments.rubric.impact import Trier
from assessments.rubric.tallies import Row, row_of, tally_from_document
from assessments.workflow import Refused

BATCH = 100
BY_SCRIPT = 500
"""Submissions in a batch where a script presses on: a page is drawn for each of the others."""

RUNNING, DONE, CANCELLED = "running", "done", "cancelled"

CHANGED = "the draft changed"
STOPPED = "it was stopped"
"""Why a trial was cancelled, as its tallies keep it."""


@transaction.atomic
def start(*, version: RubricVersion, by: User) -> ImpactTrial:
    """A trial of the edition as it is now, or the one that runs on the same content.

    So two people who start it, or one who presses twice, share a trial. One on content that has
    changed since is cancelled. Raises `Refused` when the edition is gone or published, or has
    faults: only a sound rubric can be scored.
    """
    locked = RubricVersion.objects.select_for_update().filter(pk=version.pk).first()
    if locked is None:
        raise Refused("This draft has been deleted, so there is nothing to try.")
    if locked.is_published:
        raise Refused("This edition is published. Only a draft can be tried before publishing.")
    known = kept(locked)
    _check_sound(known)
    fingerprint = known.content_hash
    for trial in locked.impact_trials.select_for_update().filter(status=RUNNING):
        if trial.content_hash == fingerprint:
            return trial
        _stop(trial, CHANGED)
    submissions = past_submissions(locked)
    total = submissions.count()
    return ImpactTrial.objects.create(
        version=locked,
        content_hash=fingerprint,
        status=RUNNING if total else DONE,
        total=total,
        tallies={"until": submissions.aggregate(last=Max("pk"))["last"] or 0},
        started_at=clock.now(),
        started_by=by,
    )


@transaction.atomic
def advance(*, trial: ImpactTrial, by: User, batch: int = BATCH) -> ImpactTrial:
    """The trial after its next submissions; as it was when it is done or cancelled already.

    Two who press on at once take turns and never try a submission twice. A draft that changed since
    the trial began cancels it: its results would be of two different drafts.
    """
    locked = ImpactTrial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
    if locked.status != RUNNING:
        return locked
    known = kept(locked.version)
    if known.content_hash != locked.content_hash:
        return _stop(locked, CHANGED)
    tally = tally_from_document(locked.tallies)
    trier = Trier(spec_in(known.packed), MARKER, translated)
    rows = past_submissions(locked.version).filter(
        pk__gt=locked.last, pk__lte=locked.tallies["until"]
    )
    tried, found = 0, []
    for submission, before, sheet in sheets_of(rows[:batch]):
        outcome = None if sheet is None else trier.attempt(before, sheet)
        tally.add(submission.sector, outcome)
        if outcome is not None:
            found.append(_kept(locked, row_of(submission.pk, outcome)))
        locked.last = submission.pk
        tried += 1
    TrialOutcome.objects.bulk_create(found)
    locked.done += tried
    locked.tallies = {**locked.tallies, **tally.to_document()}
    if tried < batch:
        locked.status, locked.total = DONE, locked.done
    locked.save()
    return locked


def _kept(trial: ImpactTrial, row: Row) -> TrialOutcome:
    return TrialOutcome(
        trial=trial,
        submission_id=row.key,
        before=row.before,
        after=row.after,
        before_place=row.before_place,
        after_place=row.after_place,
        change=row.fall,
    )


@transaction.atomic
def cancel(*, trial: ImpactTrial, by: User) -> ImpactTrial:
    """The trial, stopped where it was; what it found so far stays readable. Done stays done."""
    locked = ImpactTrial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
    return _stop(locked, STOPPED) if locked.status == RUNNING else locked


def _stop(trial: ImpactTrial, why: str) -> ImpactTrial:
    tallies: dict[str, object] = {**trial.tallies, "stopped": why}
    trial.status, trial.tallies = CANCELLED, tallies
    trial.save(update_fields=["status", "tallies"])
    return trial


def _check_sound(known: Kept) -> None:
    found = len(known.faults)
    if found:
        raise Refused(
            f"The draft has {found} fault{'' if found == 1 else 's'}, so answers cannot "
            "be scored with it. Put them right first."
        )
