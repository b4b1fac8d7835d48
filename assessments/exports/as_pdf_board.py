"""The board report as a PDF that meets PDF/UA-1 and PDF/A-2b: what a board acts on."""

from __future__ import annotations

from functools import partial
from typing import Any

from assessments.exports.base import NamedExport
from assessments.exports.printing import Printer, as_data
from assessments.exports.typesetting import action_data, notice, shared_data, typeset
from assessments.reports.board import TEXT_MOST, board, shortened
from assessments.reports.content import Report

_WHOLE = ("headline", "particulars", "edition", "draft", "counts", "how_sure", "plan")


class BoardExport(NamedExport):
    """The verdict, the risks, what to do and what to decide."""

    key = "board"
    label = "Board report (PDF)"
    extension = "pdf"
    what = "board-report"
    content_type = "application/pdf"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. No text makes it fail."""
        return typeset("as_pdf_board.typ", report, page_data(report))


def page_data(report: Report) -> dict[str, object]:
    """Everything that the template prints, already printable."""
    printer, parts = Printer(), board(report)
    data = partial(as_data, printable=printer.text)
    found: dict[str, Any] = {
        **data(report, only=_WHOLE),
        **shared_data(report, printer),
        "board": {
            **data(parts),
            "first": [action_data(each, printer) for each in parts.first],
            "decisions": [action_data(each, printer) for each in parts.decisions],
            "efforts": [
                {**data(group), "actions": [action_data(each, printer) for each in group.actions]}
                for group in parts.efforts
            ],
        },
        "no_first_actions": data(report.no_first_actions),
    }
    found["headline"]["final"] = found["board"]["final"]
    found["edition"]["limits"] = shortened(found["edition"]["limits"], TEXT_MOST)
    return {**found, "notice": notice(printer)}


EXPORT = BoardExport()
