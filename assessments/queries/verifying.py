"""What a submission froze as one document, and which submission a code and a hash belong to."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessments import verifying
from assessments.models import Submission
from assessments.models.assessment import outcome
from assessments.workflow import WhenVerified


def record_of(submission: Submission, result: Mapping[str, object]) -> dict[str, object]:
    """The record of a submission, given the document of its score; it need not be saved yet."""
    return verifying.record_of(
        code=submission.code,
        reference=submission.reference,
        number=submission.number,
        organisation=submission.organisation_name,
        title=submission.assessment_title,
        sector=submission.sector,
        submitted_at=submission.submitted_at,
        submitted_by=submission.submitted_by_name,
        answers=submission.answers,
        held=submission.held,
        kept=submission.kept,
        signed=submission.signed,
        result=result,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Genuine:
    """What a stranger sees of a submission: what its organisation says, and empty otherwise."""

    organisation: str = ""
    submitted_at: datetime | None = None
    result: str = ""


NO_HASH = "0" * 64

_SHOWN = (
    "record_hash",
    "assessment__organisation__shown_when_verified",
    "organisation_name",
    "submitted_at",
    "snapshot__overall",
    "snapshot__final_band_name",
    "snapshot__highest_open_band_name",
)


def genuine(code: str, digest: str) -> Genuine | None:
    """What may be shown of the submission with that code and hash; `None` where they belong to
    none. One query, and a comparison that takes the same time, whichever is wrong.
    """
    row = Submission.objects.filter(code=code).values_list(*_SHOWN).first()
    kept, allowed, name, at, score, final, still_open = row or (NO_HASH, *[""] * 6)
    if not hmac.compare_digest(kept, digest) or row is None:
        return None
    if allowed == WhenVerified.NAME:
        return Genuine(organisation=name, submitted_at=at)
    if allowed == WhenVerified.RESULT:
        result = outcome(score, final, still_open)
        return Genuine(organisation=name, submitted_at=at, result=result)
    return Genuine()
