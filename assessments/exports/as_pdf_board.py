"""The board report as a PDF that meets PDF/UA-1 and PDF/A-2b: what a board acts on."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from assessments.exports.base import NamedExport
from assessments.exports.printing import Printer, as_data
from assessments.exports.typesetting import action_data, notice, shared_data, typeset
from assessments.reports.board import PAGES_MOST, ROOMS, Room, board, shortened
from assessments.reports.content import Report

_WHOLE = ("headline", "particulars", "edition", "draft", "counts", "how_sure", "plan")
_PAGES = re.compile(rb"/Type ?/Pages\b[^>]*?/Count (\d+)")


class BoardExport(NamedExport):
    """The verdict, the risks, what to do and what to decide."""

    extension = "pdf"
    for_members = True
    what = "board-report"
    content_type = "application/pdf"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. No text makes it fail.

        What is too long for four pages is cut shorter and set again.
        """
        for room in ROOMS:
            made = typeset("as_pdf_board.typ", report, page_data(report, room))
            if pages_of(made) <= PAGES_MOST:
                break
        return made


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of typst's has, which writes the list of them as plain text."""
    return max((int(found) for found in _PAGES.findall(pdf)), default=0)


def page_data(report: Report, room: Room = ROOMS[0]) -> dict[str, object]:
    """Everything that the template prints, already printable, as far as there is room."""
    printer, parts = Printer(), board(report, room)
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
    found["edition"]["limits"] = shortened(found["edition"]["limits"], room.text)
    return {**found, "notice": notice(printer)}


EXPORT = BoardExport()
