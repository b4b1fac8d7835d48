"""What a submission froze as the one document that its hash is of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments import verifying
from assessments.models import Submission


def record_of(submission: Submission, result: Mapping[str, Any]) -> dict[str, object]:
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
