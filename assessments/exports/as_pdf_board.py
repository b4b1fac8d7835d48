"""The board report as a PDF that meets PDF/UA-1 and PDF/A-2b: what a board acts on.

How many pages it takes is estimated before it is set: to set one costs a hundred times as much. The
heights are those of `as_pdf_board.typ`, in points. The estimate may be wrong by a few lines, so the
pages of what was set are counted. The dimensions that have no row in its tables are in words: what
a row shows takes a quarter of the room so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import ceil

from assessments.exports.base import NamedExport
from assessments.exports.brief import BAND_ROOM, briefed, table_of
from assessments.exports.printing import Printer, as_data
from assessments.exports.typesetting import (
    action_data,
    notice,
    shared_data,
    shared_start,
    tile_words,
    typeset,
)
from assessments.reports.board import (
    BAND_LEAST,
    PAGES_MOST,
    ROOMS,
    Board,
    EffortGroup,
    Room,
    board,
    whole_sentences,
)
from assessments.reports.content import Report, ReportAction, ReportBand
from assessments.reports.drawing import measured
from assessments.reports.glance import Rung, TileRow
from assessments.reports.signing import ReportSigning
from assessments.reports.standing import OVERALL, SHORT, standings
from assessments.rubric.definition import Document
from assessments.wording import counted

MOST_IN_WORDS = 120
"""The most dimensions that are in words; any more are counted."""
_UNNAMED = "Dimensions have their codes here, and their names in the working paper. "


@dataclass(frozen=True, slots=True)
class Further:
    """What is below the table of scores, and below that of tiles; empty where all have rows."""

    scores: str
    tiles: str


def coded(report: Report, most: int) -> Report:
    """The report with the code of each dimension in the tables in the place of its name, where it
    has more than so many.
    """
    if len(report.dimensions) <= most:
        return report
    heat = [replace(row, name=row.code) for row in report.glance.heat]
    return replace(
        report,
        glance=replace(report.glance, heat=heat),
        dimensions=[replace(each, name=each.code) for each in report.dimensions],
    )


def further(report: Report, board: Board) -> Further:
    """The dimensions after the first so many, which have rows."""
    if len(report.dimensions) <= board.rows:
        return Further("", "")
    scores = [replace(row, next=None).words for row in standings(report) if row.kind != OVERALL]
    tiles = [_tiles(row) for row in report.glance.heat if row.tiles]
    unnamed = "" if len(report.dimensions) <= board.named else _UNNAMED
    return Further(
        unnamed + _said(scores[board.rows :], whole=board.rows == 0),
        ("" if scores else unnamed) + _said(tiles[board.rows :], whole=board.rows == 0),
    )


def _said(rows: list[str], *, whole: bool) -> str:
    if not rows:
        return ""
    left = len(rows) - MOST_IN_WORDS
    more = f" And {counted(left, 'more dimension')}: see the working paper." if left > 0 else ""
    head = "" if whole else f"{counted(len(rows), 'more dimension')}. "
    return f"{head}{'. '.join(rows[:MOST_IN_WORDS])}.{more}"


def _tiles(row: TileRow) -> str:
    """The tiles with what their codes have in common said once, next to the name if it has one."""
    named = row.name != row.code
    shared = shared_start([tile.code for tile in row.tiles]) if named else ""
    said = ", ".join(
        tile_words(tile, shared) + (" critical" if tile.critical else "") for tile in row.tiles
    )
    head = f"{row.name} ({shared}…) " if shared else f"{row.name} " if named else ""
    return f"{head}{said}"


_PAGE, _WIDE = 705.0, 476.0
_BODY, _SMALL, _CELL = 10.5, 9.0, 9.5
_LEADING, _BETWEEN = 1.314, 2.6
"""From line to line, in the size of the letters; and what a paragraph has more below it."""
_NARROWER = 0.9
"""How wide a line is of what `measured` says, which is rather too wide."""
_HEADING, _SUBHEADING = 46.0, 30.0
_OPENING, _LOGO_FREE_FACTS, _FACT = 77.0, 12.0, 13.8
_RUNG, _ROW, _ROW_WITH_LAST, _TILES, _MORE_TILES, _TREND = 15.0, 11.5, 18.0, 7.0, 16.0, 112.0
_PANEL, _TILE_ROOM = 27.0, 456.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the paper. `whole` is not cut by the end of a page; `sticky` keeps with the next
    one.
    """

    height: float
    whole: bool = False
    sticky: bool = False


def pages_of_pieces(pieces: Iterable[Piece]) -> float:
    """The pages that the pieces take one after the other: 2.5 is half of the third."""
    full, at, held = 0, 0.0, 0.0
    for piece in pieces:
        if piece.sticky:
            held += piece.height
            continue
        least = piece.height if piece.whole else min(piece.height, 3 * _BODY * _LEADING)
        if at + held + least > _PAGE and at:
            full, at = full + 1, 0.0
        at, held = at + held + piece.height, 0.0
        while at > _PAGE:
            full, at = full + 1, at - _PAGE
    return full + (at + held) / _PAGE


def estimated_pages(report: Report, board: Board) -> float:
    """The pages of the board report with these parts."""
    return pages_of_pieces(
        [
            *_summary(report, board),
            *_where(report, board),
            *_risks(report, board),
            *_to_do(report, board),
            *_decisions(board),
            _closing(report, board),
        ]
    )


@lru_cache(maxsize=2048)
def _lines(text: str, width: float, size: float) -> int:
    return max(ceil(measured(text, size) * _NARROWER / width), 1)


def _text(text: str, *, width: float = _WIDE, size: float = _BODY) -> float:
    return _lines(text, width, size) * size * _LEADING + _BETWEEN if text else 0.0


def _items(texts: Iterable[str], width: float = _WIDE) -> float:
    return sum(_text(text, width=width - 12) - 3.6 for text in texts) + 3.6


def _list(texts: Sequence[str]) -> Iterator[Piece]:
    return (Piece(_text(text, width=_WIDE - 12) - 3.6) for text in texts)


def _heading(height: float = _HEADING) -> Piece:
    return Piece(height, sticky=True)


def _summary(report: Report, board: Board) -> Iterator[Piece]:
    who, headline, glance = report.particulars, report.headline, report.glance
    yield Piece(_OPENING + _FACT * (2 + (2 if who.hash else 1)) + _LOGO_FREE_FACTS)
    if report.draft:
        yield Piece(_PANEL + _text(report.draft))
    yield _heading()
    yield Piece(_text(" ".join(glance.verdict), size=13.0))
    yield Piece(76.0 if headline.score is not None else 60.0)
    yield Piece(_ladder(glance.ladder.rungs) + 6 + _text(glance.ladder.note, size=_SMALL))
    yield Piece(_text(report.change.sentence) if report.change else 0.0)
    yield _heading(_SUBHEADING)
    first = [f"{one.code} {one.title}: {one.text}" for one in board.first]
    yield from _list(first or [report.no_first_actions])
    if board.strongest:
        yield _heading(_SUBHEADING)
        yield Piece(_text(board.strongest))
    if board.final is not None:
        yield from _meaning(board.final)
    yield Piece(_text(headline.reassess))


def _ladder(rungs: Sequence[Rung]) -> float:
    """Below a long name is a line for what is where."""
    lines = [_lines(rung.name, _WIDE - 90, _CELL) for rung in rungs]
    marks = sum(bool(rung.marks) for rung in rungs) if max(lines, default=1) > 1 else 0
    return _RUNG * len(rungs) + 12.0 * (sum(lines) - len(rungs) + marks)


def _meaning(band: ReportBand) -> Iterator[Piece]:
    half = (_WIDE - 20) / 2
    lists = [items for items in (band.you_can_start, band.you_should_not_start) if items]
    if band.meaning or lists:
        yield _heading(_SUBHEADING)
        yield Piece(_text(band.meaning))
    if lists:
        yield Piece(max(_items(items, half) for items in lists) + 18, whole=True)


def _where(report: Report, board: Board) -> Iterator[Piece]:
    yield _heading()
    report = coded(report, board.named)
    table, left = table_of(report), further(report, board)
    if report.headline.open_band is None:
        yield Piece(2 * _SMALL * _LEADING + 5, sticky=True)
        for row in standings(report)[: board.rows + 1]:
            lines = max(
                _lines(row.name, table.name, _CELL),
                _lines(row.band, BAND_ROOM, _CELL) + (row.kind == SHORT),
            )
            least = _ROW if row.last is None else _ROW_WITH_LAST
            yield Piece(2 * table.pad + least + 11.5 * (lines - 1))
        yield Piece(_text(left.scores, size=_SMALL))
    if report.glance.last is not None and len(report.glance.last.trend) > 0:
        yield Piece(_TREND, whole=True)
    yield Piece(3 * _SMALL * _LEADING + 8, sticky=True)
    for heat in [row for row in report.glance.heat if row.tiles][: board.rows]:
        across = sum(
            measured(f"{tile.code[-2:]}: 3!+", _CELL) * _NARROWER + 9 for tile in heat.tiles
        )
        rows = ceil(across / (_TILE_ROOM - table.name))
        names = _lines(f"{heat.name} ({heat.code}-…)", table.name, _CELL)
        more = max(_MORE_TILES * (rows - 1), 11.5 * (names - 1))
        yield Piece(2 * table.tile_pad + _TILES + more)
    yield Piece(_text(left.tiles, size=_SMALL))


def _risks(report: Report, board: Board) -> Iterator[Piece]:
    if board.gates or board.unknown or board.pairs or report.how_sure:
        yield _heading(_HEADING - 13)
    inside = _WIDE - 28
    for to_lift in (True, False):
        gates = [gate for gate in board.gates if gate.to_lift is to_lift]
        if gates:
            yield _heading(_SUBHEADING)
        for gate in gates:
            said = _text(f"{gate.code} {gate.title}: {gate.answer}. {gate.effect}", width=inside)
            yield Piece(_PANEL - _BETWEEN + said + _text(gate.message, width=inside), whole=True)
    yield Piece(_text(board.more_gates, size=_SMALL))
    if board.unknown:
        yield _heading(_SUBHEADING)
        yield from _list([f"{one.code} {one.title} ({one.dimension})" for one in board.unknown])
    yield Piece(_text(board.more_unknown, size=_SMALL))
    if board.pairs:
        yield _heading(_SUBHEADING)
    for pair in board.pairs:
        answers = sum(_text(f"{a.code} {a.title}: {a.answer}", width=inside) for a in pair.answers)
        said = _text(pair.message, width=inside) + _text(f"{pair.reason}{pair.said}", width=inside)
        yield Piece(_PANEL + answers + said + 14, whole=True)
    yield Piece(_text(board.more_pairs, size=_SMALL))
    if report.how_sure:
        yield _heading(_SUBHEADING)
        yield from _list(report.how_sure)


def _to_do(report: Report, board: Board) -> Iterator[Piece]:
    yield _heading()
    for group in board.efforts:
        yield from _effort(group)
    if not board.efforts:
        yield Piece(_text(report.no_first_actions))
    if report.plan is not None:
        yield _heading(_SUBHEADING)
        yield Piece(18.0 * (1 + len(report.plan.quarters)) + 20)


def _effort(group: EffortGroup) -> Iterator[Piece]:
    yield _heading(_SUBHEADING)
    yield Piece(_text(group.meaning, size=_SMALL), sticky=True)
    for action in group.actions:
        head = f"{action.code} {action.title} {_about(action)}"
        said = _text(head, width=_WIDE - 12) + _text(
            f"{action.text} {action.owner}", width=_WIDE - 12
        )
        yield Piece(said - 2 * _BETWEEN - 1, whole=True)
    yield Piece(_text(group.more, size=_SMALL) + 3)


def _about(action: ReportAction) -> str:
    return f"{action.reason} · gain {action.gain}"


def _decisions(board: Board) -> Iterator[Piece]:
    yield _heading()
    yield Piece(_text("."), sticky=bool(board.decisions))
    yield from _list(
        [f"{a.owner}: {a.title}. {a.text} {a.code} {_about(a)}" for a in board.decisions]
    )
    yield Piece(_text(board.more_decisions, size=_SMALL) + 4)


def _closing(report: Report, board: Board) -> Piece:
    """Who took part, who signed, and what the report is not, which are kept together."""
    signed = _signing(board.signing) if board.signing is not None else _text(".")
    limits = report.edition.limits + " " * 160 + report.edition.title
    return Piece(
        _HEADING + _text(board.took_part) + signed + _text(limits, size=_SMALL), whole=True
    )


def _signing(signing: ReportSigning) -> float:
    height, inside = _text(signing.summary), _WIDE - 28
    height += sum(_text(f"{one.text} “{one.said}”", size=_SMALL) for one in signing.sent)
    for one in signing.decisions:
        parts = [_text(text, width=inside) for text in (one.heading, one.said, one.about)]
        height += _PANEL + sum(parts) + _text(one.sample, width=inside, size=_SMALL) - _BETWEEN
    return height


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
