"""From the answers of an assessment to a submission: what stops it, and freezing it with its score.

Who may have it frozen, and when, is for `services.reviews`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.audit.events import Event
from assessments.audit.trail import record
from assessments.models import (
    Assessment,
    Attachment,
    DimensionScore,
    ScoreSnapshot,
    Submission,
    SubmittedFile,
    User,
)
from assessments.queries.verifying import record_of
from assessments.reports.documents import result_to_document
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.canonical import hash_of
from assessments.scoring.result import Result
from assessments.wording import counted
from assessments.workflow import Step, check

if TYPE_CHECKING:
    from assessments.queries.assessments import ToSubmit

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


def lock(assessment: Assessment) -> Assessment:
    """The row as it is now, locked until the transaction ends: steps happen one at a time."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organisation", "version", "rubric")
        .get(pk=assessment.pk)
    )


def reference_of(assessment: Assessment, number: int) -> str:
    """The reference of that submission of an assessment."""
    return f"R-{assessment.reference.upper()}-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Answers that can be submitted now, with their score, and what the submission would be."""

    sent: ToSubmit
    spec: RubricSpec
    result: Result
    number: int
    reference: str


def freeze(
    locked: Assessment, made: Ready, signed: Mapping[str, object], *, by: User
) -> Submission:
    """The submission of what is ready, with who signed it, and its score.

    Called by `services.reviews`, which holds the assessment's lock, in its transaction.
    """
    sent = made.sent
    submission = Submission(
        assessment=locked,
        number=made.number,
        reference=made.reference,
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
        signed=signed,
        signed_hash=hash_of(signed),
        submitted_by=by,
        submitted_by_name=str(by)[:150],
    )
    result = result_to_document(
        made.result, made.spec.code, made.spec.edition, locked.version.content_hash
    )
    submission.record_hash = hash_of(record_of(submission, result))
    submission.save()
    _freeze_files(submission)
    take_snapshot(submission=submission, spec=made.spec, result=made.result)
    locked.status = check(Step.SUBMIT, locked.status).target
    locked.save(update_fields=["status"])
    record(Event.ASSESSMENT_SUBMITTED, locked, by=by, submission=submission.reference)
    if sent.kept:
        _record_kept(locked, by, sent.kept)
    return submission


def _freeze_files(submission: Submission) -> None:
    """Keeps the files of what was held: they stay when they are removed from it later, or were at
    this moment. Those that are named are kept, and no others, however items change meanwhile.
    """
    named = [file["reference"] for one in submission.held for file in one["files"]]
    files = Attachment.objects.filter(
        organisation=submission.assessment.organisation_id, reference__in=named
    )
    SubmittedFile.objects.bulk_create(
        SubmittedFile(submission=submission, attachment=file) for file in files
    )


def _record_kept(assessment: Assessment, by: User, kept: Sequence[Mapping[str, str]]) -> None:
    pairs = counted(len(kept), "pair of answers that does", "pairs of answers that do")
    left = sum(not one["reason"] for one in kept)
    without = f"{counted(left, 'pair')} without" if left else "each with"
    record(
        Event.CONTRADICTIONS_KEPT, assessment, by=by, pairs=f"{pairs} not fit together", why=without
    )


def take_snapshot(*, submission: Submission, spec: RubricSpec, result: Result) -> ScoreSnapshot:
    """The score of a submission, kept with its whole working and a row for each dimension.

    Called by `freeze`, in its transaction. `result` is the score of what the
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
