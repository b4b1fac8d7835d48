"""From a submission's frozen rows to its Report. Nothing is scored again."""

from __future__ import annotations

from django.utils import timezone

from assessments.contradictions import from_documents as kept_from_documents
from assessments.evidence import Holding, from_documents
from assessments.models import Submission
from assessments.queries.rubrics import BrokenRecord, spec_of
from assessments.reports.assembling import assemble, particulars
from assessments.reports.content import Report
from assessments.rubric.files.answers import sheet_from_document
from assessments.scoring.documents import result_from_document
from assessments.sectors import SECTORS


def build(submission: Submission) -> Report:
    """The report of a submission that came with its version and snapshot.

    Raises `BrokenRecord` when the edition does not say what was scored.
    """
    snapshot, version = submission.snapshot, submission.version
    if version.content_hash != snapshot.content_hash:
        raise BrokenRecord(
            f"Submission {submission.reference} was not scored with what {version.title} now says, "
            "so no report is shown. It is still there. Tell the people who run this service."
        )
    spec = spec_of(version)
    sector = next((s.name for s in spec.sectors if s.code == submission.sector), "")
    return assemble(
        spec=spec,
        sheet=sheet_from_document(spec, submission.answers),
        result=result_from_document(snapshot.result, spec),
        particulars=particulars(
            organisation=submission.organisation_name,
            sector=submission.sector,
            sector_name=sector or SECTORS.get(submission.sector, submission.sector),
            title=submission.assessment_title,
            reference=submission.reference,
            number=submission.number,
            submitted_by=submission.submitted_by_name,
            submitted_at=timezone.localtime(submission.submitted_at),
        ),
        document=snapshot.result,
        holding=Holding(
            items=from_documents(submission.held),
            day=timezone.localdate(submission.submitted_at),
        ),
        kept=kept_from_documents(spec, submission.kept),
    )
