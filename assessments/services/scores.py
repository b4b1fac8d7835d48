"""Verbs of scores: take the snapshot of a submission. A snapshot is never recomputed."""

from __future__ import annotations

from assessments.models import DimensionScore, ScoreSnapshot, Submission
from assessments.rubric.definition import RubricSpec
from assessments.scoring.documents import result_to_document
from assessments.scoring.result import Result


def take_snapshot(*, submission: Submission, spec: RubricSpec, result: Result) -> ScoreSnapshot:
    """The score of a submission, kept with its whole working and a row for each dimension.

    Called by `services.assessments.submit`, in its transaction. `result` is the score of what the
    submission froze; raises `ValueError` when it has no overall score, because a submission
    without one is refused before it comes here.
    """
    bands = result.bands
    if result.overall is None or not (bands.from_score and bands.after_balance and bands.final):
        raise ValueError(f"{submission.reference} has no overall score to keep.")
    version = submission.version
    document = result_to_document(result, spec.code, spec.edition, version.content_hash)
    snapshot = ScoreSnapshot.objects.create(
        submission=submission,
        engine_version=result.engine_version,
        content_hash=version.content_hash,
        overall_exact=document["overall"]["exact"],
        overall=result.overall.shown,
        band_from_score=bands.from_score,
        band_after_balance=bands.after_balance,
        final_band=bands.final,
        final_band_name=spec.band(bands.final).name,
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
        ]
    )
    return snapshot
