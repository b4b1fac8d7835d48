"""What the next public report of a submission would be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from assessments.disclosure.choices import Choices, from_document, opened
from assessments.disclosure.public import PublicAnswer
from assessments.disclosure.redacting import Before, Redacted, redact, when_open
from assessments.models import Publication, Submission
from assessments.queries.reports import build
from assessments.queries.rubrics import spec_of
from assessments.reports.documents import result_from_document
from assessments.rubric.definition import RubricSpec
from assessments.rubric.files.answers import sheet_from_document


def redacted(
    submission: Submission, choices: Choices, earlier: Sequence[Publication], at: datetime
) -> Redacted:
    """What the next public report would be. Raises `Refused` and `GivenAway`.

    The submission came with its version and snapshot, and `earlier` are all that were published.
    """
    spec = spec_of(submission.version)
    report = build(submission)
    return redact(
        spec=spec,
        sheet=sheet_from_document(spec, submission.answers),
        result=result_from_document(submission.snapshot.result, spec),
        report=report,
        choices=choices,
        code=report.particulars.code,
        before=_before(spec, earlier),
        version=len(earlier) + 1,
        published_at=timezone.localtime(at),
    )


def answers_when_open(submission: Submission) -> dict[str, PublicAnswer]:
    """What a public report gives of each answer that is open, by the code of its question."""
    return when_open(build(submission))


def _before(spec: RubricSpec, earlier: Sequence[Publication]) -> Before:
    """What the earlier ones gave away; the limits of the latest hold those of all before it."""
    limits = earlier[0].limits if earlier else {}
    return Before(opened=given_before(spec, earlier), limits=limits)


def given_before(spec: RubricSpec, earlier: Sequence[Publication]) -> frozenset[str]:
    """The questions whose answers one of those gave whole: people may have kept them."""
    return frozenset(code for each in earlier for code in opened(spec, from_document(each.choices)))
