"""Public reports of submissions that were published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.disclosure.public import PublicReport
from assessments.disclosure.public import from_document as report_from_document
from assessments.models import Organisation, Publication, Submission


def versions(submission: Submission) -> list[Publication]:
    """Those of the submission, the latest first, without the reports themselves."""
    return list(submission.publications.defer("document"))


def version(submission: Submission, number: int) -> Publication | None:
    """One of them, whole."""
    return submission.publications.filter(version=number).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAddress:
    """What is at a public address: the report of the latest version, when it was published, of
    which questionnaire and edition, the `reference` of its own address, and whose it is.
    """

    reference: str
    organisation: Organisation
    report: PublicReport
    edition: tuple[str, str]
    published_at: datetime


class Replaced(Exception):  # noqa: N818 - says what happened
    """The version was replaced by one that has no public address."""


def at_address(reference: str) -> AtAddress | None:
    """What anyone finds under the reference of a version that was listed. At most two queries.

    An earlier version is never given: it may show what the latest withholds. Raises `Replaced`.
    """
    found = Publication.objects.filter(reference=reference, listed=True).first()
    if found is None:
        return None
    rows = Publication.objects.select_related(
        "submission__version__rubric", "submission__assessment__organisation"
    )
    latest = rows.filter(submission=found.submission_id).latest("version")
    if not latest.listed:
        raise Replaced
    return AtAddress(
        reference=latest.reference,
        report=public_report(latest),
        edition=edition_of(latest.submission),
        published_at=latest.published_at,
        organisation=latest.submission.assessment.organisation,
    )


def public_report(publication: Publication) -> PublicReport:
    """The report as it was published."""
    return report_from_document(publication.document)


def edition_of(submission: Submission) -> tuple[str, str]:
    """The code of the questionnaire that was answered, and its edition."""
    return submission.version.rubric.slug, submission.version.edition
