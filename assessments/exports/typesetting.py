"""What the two papers have in common: typst, the standards, and what is printed in both.

The templates next to this file only lay out: they get the report as JSON, which typst reads as text
and never as markup, so nothing that a person wrote can act on the page.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from assessments.exports.printing import SUBSTITUTE, Printer, as_data, mapped
from assessments.reports.content import Report, ReportAction
from assessments.reports.drawing import DEEP, clipped

if TYPE_CHECKING:
    from typst import PDFStandard

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
_FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=False,
    font_paths=[str(FOLDER / "fonts")],
)
_STANDARDS: list[PDFStandard] = ["ua-1", "a-2b"]
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\b")
_RUNNING = 240.0
"""The room, in points, for the name of the organisation at the head of every page: one line."""
REPLACED = (
    f"Some characters in this report could not be printed and are shown as {SUBSTITUTE}. "
    "The report on screen has them all."
)


def typeset(template: str, report: Report, data: Mapping[str, object]) -> bytes:
    """The same bytes for the same report. No text makes it fail.

    Should typst find something that the standards forbid, the paper is made without them and the
    fault is logged: a reader with a plain PDF is better off than one with none.
    """
    inputs = {"report": json.dumps(data)}
    try:
        return _compiled(template, report, inputs, _STANDARDS)
    except typst.TypstError as error:
        reference = report.particulars.reference
        log.error("The PDF of %s does not meet its standards: %s", reference, error)
        return _compiled(template, report, inputs, [])


def _compiled(
    template: str, report: Report, inputs: dict[str, str], standards: list[PDFStandard]
) -> bytes:
    made: bytes = typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        font_paths=_FONTS,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=int(report.particulars.submitted_at.timestamp()),
    )
    return made


def drawable(report: Report, printer: Printer) -> Report:
    """The report with those texts printable that are drawn in charts."""
    text = printer.text
    return replace(
        report,
        headline=mapped(report.headline, text),
        bands=mapped(report.bands, text),
        dimensions=mapped(report.dimensions, text),
        balance=mapped(report.balance, text),
    )


def meta(report: Report, printer: Printer) -> dict[str, object]:
    """What is said of the document, and at the head of each of its pages."""
    who = report.particulars
    language = _LANGUAGE.match(report.edition.language)
    return {
        "title": printer.text(report.title),
        "author": printer.text(who.submitted_by),
        "running": clipped(printer.text(who.organisation), _RUNNING, 9),
        "reference": f"Reference {printer.text(who.reference)}",
        "content_hash": report.edition.content_hash,
        "language": language[1] if language else "en",
        "region": language[2] if language else None,
        "colour": DEEP,
        "classification": "",
        "logo": None,
    }


def notice(printer: Printer) -> str:
    """Whether anything had to be replaced, in a sentence: ask when everything has been printed."""
    return REPLACED if printer.replaced else ""


def action_data(action: ReportAction, printer: Printer, gap: str = "") -> dict[str, Any]:
    """An action with what is said next to its title: "Lifts a gate · gap 2.4 · gain 0.8"."""
    said = [action.reason, gap and f"gap {gap}", action.gain and f"gain {action.gain}"]
    data: dict[str, Any] = as_data(action, printer.text)
    data["about"] = as_data(" · ".join(one for one in said if one), printer.text)
    return data
