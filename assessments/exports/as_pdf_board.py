"""The board report as a PDF that meets PDF/UA-1 and PDF/A-2b: what a board acts on."""

from __future__ import annotations

import re
from functools import partial

from assessments.exports.base import NamedExport
from assessments.exports.board_pages import estimated_pages
from assessments.exports.brief import briefed, table_of
from assessments.exports.further import coded, further
from assessments.exports.printing import Printer, as_data
from assessments.exports.typesetting import action_data, notice, shared_data, typeset
from assessments.reports.board import BAND_LEAST, PAGES_MOST, ROOMS, Room, board, whole_sentences
from assessments.reports.content import Report
from assessments.rubric.definition import Document

_WHOLE = ("headline", "particulars", "edition", "draft", "counts", "how_sure", "plan")
_CLOSE, _CLOSER = 0.03, 0.25
"""The part of a page that is left free, and where an estimate was too small all the same."""
_PAGES = re.compile(rb"/Type ?/Pages\b[^>]*?/Count (\d+)")


class BoardExport(NamedExport):
    """The verdict, the risks, what to do and what to decide."""

    extension = "pdf"
    for_members = True
    what = "board-report"
    content_type = "application/pdf"

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. No text makes it fail.

        The first room with which it should fit on four pages is taken. What is longer all the same
        is set again with less: twice at most, the last time with the least.
        """
        report = briefed(report)
        for most in (PAGES_MOST - _CLOSE, PAGES_MOST - _CLOSER, 0.0):
            room = fitting_room(report, most)
            made = typeset("as_pdf_board.typ", report, page_data(report, room))
            if pages_of(made) <= PAGES_MOST:
                break
        return made


def fitting_room(report: Report, most: float) -> Room:
    """The first room with which the report takes about so many pages; the last where none does."""
    rooms = (room for room in ROOMS if estimated_pages(report, board(report, room)) <= most)
    return next(rooms, ROOMS[-1])


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of typst's has, which writes the list of them as plain text."""
    return max((int(found) for found in _PAGES.findall(pdf)), default=0)


def page_data(report: Report, room: Room = ROOMS[0]) -> dict[str, object]:
    """Everything that the template prints, already printable, as far as there is room."""
    printer, parts = Printer(), board(report, room)
    report = coded(report, room.named)
    data = partial(as_data, printable=printer.text)
    found: Document = {
        **data(report, only=_WHOLE),
        **shared_data(report, printer, table_of(report)),
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
    found["further"] = data(further(report, parts))
    if found["standing"] is not None:
        shown = room.rows + (report.headline.score is not None)
        found["standing"]["rows"] = found["standing"]["rows"][:shown]
    found["heat"] = found["heat"][: room.rows]
    found["headline"]["final"] = found["board"]["final"]
    found["edition"]["limits"] = whole_sentences(
        found["edition"]["limits"], max(room.text, BAND_LEAST)
    )
    return {**found, "notice": notice(printer)}


EXPORT = BoardExport()
