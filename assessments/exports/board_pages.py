"""How many pages a board report takes, estimated before it is set: to set one costs a hundred
times as much. Pure.

The heights are those of `as_pdf_board.typ`, in points. The estimate may be wrong by a few lines, so
whoever uses it counts the pages of what was set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from assessments.exports.brief import BAND_ROOM, table_of
from assessments.exports.further import coded, further
from assessments.reports.board import Board, EffortGroup
from assessments.reports.content import Report, ReportAction, ReportBand
from assessments.reports.drawing import measured
from assessments.reports.glance import Rung
from assessments.reports.signing import ReportSigning
from assessments.reports.standing import SHORT, standings

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
