"""Reading trials of drafts: the submissions to try one on, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from assessments.models import ImpactTrial, RubricVersion, Submission
from assessments.queries.rubrics import spec_of
from assessments.rubric_files.answers import sheet_from_document
from assessments.rubric_files.faults import FileRefused
from assessments.scoring.impact_tally import Row
from assessments.scoring.sheet import AnswerSheet
from assessments.scoring.spec import RubricSpec


def past_submissions(version: RubricVersion) -> QuerySet[Submission]:
    """Every submission on any edition of the rubric, the oldest first."""
    return Submission.objects.filter(version__rubric=version.rubric_id).order_by("pk")


def sheets_of(
    rows: QuerySet[Submission],
) -> Iterator[tuple[Submission, RubricSpec, AnswerSheet | None]]:
    """Each submission with its edition and what it froze; `None` where that cannot be read."""
    wanted = rows.select_related("version").only(
        "sector", "answers", "version__published_at", "version__content_hash"
    )
    for submission in wanted:
        spec = spec_of(submission.version)
        try:
            yield submission, spec, sheet_from_document(spec, submission.answers)
        except FileRefused:
            yield submission, spec, None


def latest_trial(version: RubricVersion) -> ImpactTrial | None:
    """The trial of the edition that was begun last."""
    return version.impact_trials.select_related("started_by").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One organisation's submission with the score that was frozen, and both compared scores."""

    organisation: str
    reference: str
    sector: str
    frozen: Decimal
    frozen_band: str
    before: Decimal
    after: Decimal
    change: Decimal
    before_band: str
    after_band: str


def outcomes(rows: Sequence[Row], draft: RubricSpec) -> list[Outcome]:
    """The rows with the names and the frozen scores of their submissions, in one query.

    What was frozen goes by the name that its own edition gave the band.
    """
    found = (
        Submission.objects.filter(pk__in=[row.key for row in rows], snapshot__isnull=False)
        .select_related("version", "snapshot")
        .defer("answers", "snapshot__result", "version__document", "version__scoring_notes")
    )
    submissions = {one.pk: one for one in found}
    told = []
    for row in rows:
        submission = submissions.get(row.key)
        if submission is None:
            continue
        bands = spec_of(submission.version).bands
        told.append(
            Outcome(
                organisation=submission.organisation_name,
                reference=submission.reference,
                sector=submission.sector,
                frozen=submission.snapshot.overall,
                frozen_band=submission.snapshot.final_band_name,
                before=Decimal(row.before) / 10,
                after=Decimal(row.after) / 10,
                change=Decimal(row.change) / 10,
                before_band=bands[row.before_place].name,
                after_band=draft.bands[row.after_place].name,
            )
        )
    return told
