"""Reading assessments: their progress, what was submitted, and who touched them last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from assessments.models import Assessment, Organisation, RubricVersion, Submission
from assessments.queries.answers import StoredAnswer, sheet_from, stored_answers
from assessments.queries.prepared import Prepared
from assessments.queries.rubrics import spec_of
from assessments.question_types import MARKER
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_to_document
from assessments.scoring.engine import score
from assessments.scoring.progress import Progress, progress
from assessments.scoring.result import Result
from assessments.scoring.sheet import AnswerSheet
from assessments.workflow import Status


@dataclass(frozen=True)
class Standing:
    """An assessment's answers at one moment, and all that follows from them."""

    spec: RubricSpec
    sheet: AnswerSheet
    progress: Progress
    result: Result
    stored: Mapping[str, StoredAnswer]

    @property
    def last_saved(self) -> StoredAnswer | None:
        """The answer that was saved last, with who saved it; `None` before the first save."""
        return max(self.stored.values(), key=lambda answer: answer.saved_at, default=None)

    @cached_property
    def answers_hash(self) -> str:
        """Names these answers exactly: submitting compares it with what they are by then."""
        return hash_of(sheet_to_document(self.sheet, self.spec))


def standing_of(assessment: Assessment) -> Standing:
    """The assessment's progress: one query once its edition is in the cache."""
    spec, stored = spec_of(assessment.version), stored_answers(assessment)
    sheet = sheet_from(assessment, stored)
    return Standing(
        spec=spec,
        sheet=sheet,
        progress=progress(spec, sheet, MARKER),
        result=score(spec, sheet, MARKER),
        stored=stored,
    )


def hash_of(document: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of an answers document's canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _submissions(assessment: int) -> QuerySet[Submission]:
    rows = Submission.objects.filter(assessment=assessment).select_related("snapshot")
    return rows.defer("answers", "snapshot__result").order_by("-number")


_submitted = Prepared(_submissions, -1)


def submissions_of(assessment: Assessment) -> list[Submission]:
    """What was submitted, newest first, each with its score but not its long documents."""
    return _submitted.rows(assessment.pk)


def in_progress(organisation: Organisation) -> dict[int, Assessment]:
    """The organisation's open assessments by the key of their rubric: at most one of each."""
    rows = Assessment.objects.filter(organisation=organisation, status=Status.IN_PROGRESS)
    return {row.rubric_id: row for row in rows}


def open_rival(assessment: Assessment) -> Assessment | None:
    """Another assessment of the same rubric in progress, which stops this one's reopening."""
    return (
        Assessment.objects.filter(
            organisation_id=assessment.organisation_id,
            rubric_id=assessment.rubric_id,
            status=Status.IN_PROGRESS,
        )
        .exclude(pk=assessment.pk)
        .first()
    )


def version_of(pk: int) -> RubricVersion | None:
    """The edition of that key, published or not, with its rubric."""
    return RubricVersion.objects.select_related("rubric").filter(pk=pk).first()
