"""The dimensions that have no row in the tables of a board report, in words: what a row shows takes
a quarter of the room so. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.exports.typesetting import shared_start, tile_words
from assessments.reports.board import Board
from assessments.reports.content import Report
from assessments.reports.glance import TileRow
from assessments.reports.standing import OVERALL, standings
from assessments.wording import counted

MOST = 120
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
    left = len(rows) - MOST
    more = f" And {counted(left, 'more dimension')}: see the working paper." if left > 0 else ""
    head = "" if whole else f"{counted(len(rows), 'more dimension')}. "
    return f"{head}{'. '.join(rows[:MOST])}.{more}"


def _tiles(row: TileRow) -> str:
    """The tiles with what their codes have in common said once, next to the name if it has one."""
    named = row.name != row.code
    shared = shared_start([tile.code for tile in row.tiles]) if named else ""
    said = ", ".join(
        tile_words(tile, shared) + (" critical" if tile.critical else "") for tile in row.tiles
    )
    head = f"{row.name} ({shared}…) " if shared else f"{row.name} " if named else ""
    return f"{head}{said}"
