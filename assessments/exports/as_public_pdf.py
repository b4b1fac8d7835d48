"""The public report as a PDF that meets PDF/UA-1 and PDF/A-2b, and apart its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from assessments.disclosure.public import PublicReport
from assessments.exports.base import EDITION_MOST, slug
from assessments.exports.printing import Printer, as_data
from assessments.exports.typesetting import notice as replaced
from assessments.exports.typesetting import set_in_type, sheet_data
from assessments.reports.branding import Branding

PARTS = ("report", "schedule")
"""What can be downloaded of a public version."""


def render(
    report: PublicReport, part: str, at: datetime, branding: Branding | None = None
) -> bytes:
    """The same bytes for the same report. No text makes it fail. `at` is when it was published.

    It has the organisation's logo and colour, and not its classification line: that says who may
    read what the organisation keeps, and this is for anyone.
    """
    printer = Printer()
    shown = as_data(report, printer.text)
    if part == "schedule":
        del shown["dimensions"]
    data = {
        **shown,
        "part": part,
        "band_label": report.band_label,
        "notice": replaced(printer),
        "meta": {
            **sheet_data(report.language, report.organisation, branding, printer),
            "title": printer.text(title(report, part)),
            "author": printer.text(report.organisation),
            "reference": ", code ".join(
                part
                for part in (f"Reference {printer.text(report.reference)}", report.code)
                if part
            ),
        },
    }
    return set_in_type("as_public_pdf.typ", data, reference=report.reference, at=at)


def title(report: PublicReport, part: str) -> str:
    """What the document is called."""
    if part == "schedule":
        return f"What was withheld from the public readiness report: {report.organisation}"
    return report.title


def file_name(report: PublicReport, part: str, edition: Sequence[str], day: date) -> str:
    """ "public-readiness-report-eastmere-council-uk-readiness-2026-2-k7m2-p9x4-1-version-2-….pdf",
    which ends with the day of publication. `edition` is the questionnaire's code and its edition.
    """
    pieces = (
        "public-readiness",
        part,
        slug(report.organisation),
        *(slug(each, EDITION_MOST) for each in edition),
        slug(report.reference),
        "version",
        str(report.version),
        day.isoformat(),
    )
    return "-".join(piece for piece in pieces if piece) + ".pdf"
