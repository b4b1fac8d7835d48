"""Public reports of submissions that were published."""

from __future__ import annotations

from assessments.disclosure.public import PublicReport
from assessments.disclosure.public import from_document as report_from_document
from assessments.models import Publication, RubricVersion, Submission


def versions(submission: Submission) -> list[Publication]:
    """Those of the submission, the latest first, without the reports themselves."""
    return list(submission.publications.defer("document"))


def version(submission: Submission, number: int) -> Publication | None:
    """One of them, whole."""
    return submission.publications.filter(version=number).first()


def at_address(reference: str) -> Publication | None:
    """What anyone may open under that reference: the latest of its submission, if it is listed."""
    found = Publication.objects.filter(reference=reference, listed=True).first()
    if found is None:
        return None
    later = Publication.objects.filter(submission=found.submission_id, version__gt=found.version)
    return None if later.exists() else found


def public_report(publication: Publication) -> PublicReport:
    """The report as it was published."""
    return report_from_document(publication.document)


def edition_of(publication: Publication) -> tuple[str, str]:
    """The code of the questionnaire that was answered, and its edition. One query."""
    editions = RubricVersion.objects.filter(submissions=publication.submission_id)
    return editions.values_list("rubric__slug", "edition").get()
