"""The report as a tagged PDF that meets PDF/UA-1 and PDF/A-2b, set by typst.

The template next to this file only lays out: it gets the report as JSON, which typst reads as text
and never as markup, so nothing that a person wrote can act on the page.
"""

from __future__ import annotations

import json
import logging
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from assessments.exports.base import NamedExport
from assessments.exports.printing import SUBSTITUTE, Printer, as_data, mapped
from assessments.reports.charts import bar_charts, description
from assessments.reports.charts_radar import radar_chart
from assessments.reports.content import Report
from assessments.reports.drawing import clipped

if TYPE_CHECKING:
    from typst import PDFStandard

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "as_pdf.typ"
_FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=False,
    font_paths=[str(_HERE / "fonts")],
)
_STANDARDS: list[PDFStandard] = ["ua-1", "a-2b"]
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\b")
_RUNNING = 330.0
"""The room, in points, for the name of the organisation at the head of every page: one line."""
REPLACED = (
    f"Some characters in this report could not be printed and are shown as {SUBSTITUTE}. "
    "The report on screen has them all."
)


class PdfExport(NamedExport):
    """A report to hand to a board: the result first, then every answer and every sum."""

    key = "pdf"
    label = "Report to print and share (PDF)"
    extension = "pdf"
    what = "working-paper"
    content_type = "application/pdf"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. No text makes it fail.

        Should typst find something that the standards forbid, the report is made without them and
        the fault is logged: a reader with a plain PDF is better off than one with none.
        """
        inputs = {"report": json.dumps(page_data(report))}
        try:
            return self._compile(report, inputs, _STANDARDS)
        except typst.TypstError as error:
            reference = report.particulars.reference
            log.error("The PDF of %s does not meet its standards: %s", reference, error)
            return self._compile(report, inputs, [])

    def _compile(
        self, report: Report, inputs: dict[str, str], standards: list[PDFStandard]
    ) -> bytes:
        made: bytes = typst.compile(
            str(_TEMPLATE),
            root=str(_HERE),
            font_paths=_FONTS,
            sys_inputs=inputs,
            pdf_standards=standards,
            timestamp=int(report.particulars.submitted_at.timestamp()),
        )
        return made


def page_data(report: Report) -> dict[str, object]:
    """Everything that the template prints, already printable; links lead where they always did."""
    printer = Printer()
    clean = mapped(report, printer.text)
    data = partial(as_data, printable=printer.text)
    language = _LANGUAGE.match(clean.edition.language)
    return {
        **data(report),
        "first_actions": data(report.first_actions),
        "not_fitting": data(report.not_fitting),
        "sections": [
            {"dimension": data(part), "questions": data(report.questions_of(part.code))}
            for part in report.dimensions
        ],
        "charts": None if clean.headline.open_band else _charts(clean),
        "meta": {
            "title": clean.title,
            "content_hash": clean.edition.content_hash,
            "author": clean.particulars.submitted_by,
            "running": clipped(clean.particulars.organisation, _RUNNING, 8),
            "language": language[1] if language else "en",
            "region": language[2] if language else None,
        },
        "notice": REPLACED if printer.replaced else "",
    }


def _charts(report: Report) -> dict[str, object]:
    return {
        "bars": [chart._asdict() for chart in bar_charts(report, "pdf-bars")],
        "radar": radar_chart(report, "pdf-radar"),
        "words": description(report),
    }


EXPORT = PdfExport()
