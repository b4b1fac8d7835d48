"""Every question of a report as a tile, by dimension, as a drawing. Pure.

A shade only repeats what the words in a tile say.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.reports.charts import Chart
from assessments.reports.content import Report
from assessments.reports.drawing import LINE, block, clipped, drawing, shape, words, wrapped
from assessments.reports.glance import Tile
from assessments.wording import counted

_LABELS, _TILE, _ACROSS = 168.0, 108.0, 5
_TOP, _ROW, _GAP = 8.0, 56.0, 10.0
_WIDTH = _LABELS + 12 + _TILE * _ACROSS
_SHADES = {"0": "#f7d9cf", "1": "#f6e6d2", "2": "#eef0e0", "3": "#d5e6df", "4": "#b5d5cb"}
_NONE = "#eceae4"


def heat_chart(report: Report, prefix: str) -> Chart:
    """The tiles of every dimension that was asked something. `prefix` makes the ids unique."""
    pieces, top, said = [], _TOP, []
    for row in report.glance.heat:
        if not row.tiles:
            continue
        lines = -(-len(row.tiles) // _ACROSS)
        name = wrapped(row.name, _LABELS, 14, 3)
        pieces.append(block(name, _LABELS, top + _ROW / 2 - 4, size=14, anchor="end"))
        for place, tile in enumerate(row.tiles):
            down, across = divmod(place, _ACROSS)
            pieces.append(_tile(tile, _LABELS + 12 + _TILE * across, top + _ROW * down))
        top += _ROW * lines + _GAP
        said.append(f"{row.name}: {_in_words(row.tiles)}.")
    shown = " ".join(said)
    return Chart(
        drawing(
            prefix=prefix,
            kind="heat",
            width=_WIDTH,
            height=top,
            title="Level of each question",
            desc=shown,
            body="".join(pieces),
        ),
        shown,
    )


def _tile(tile: Tile, left: float, top: float) -> str:
    room = _TILE - 12
    edge, fill = 2.5 if tile.caps else 0.5, _SHADES.get(tile.shade, _NONE)
    place = {"x": left, "y": top, "width": _TILE - 4, "height": _ROW - 6}
    return "".join((
        shape("rect", class_="chart-tile", **place, fill=fill, stroke=LINE, stroke_width=edge),
        words(clipped(tile.code, room, 12), left + 4, top + 15, size=12, font_weight="bold"),
        words(clipped(tile.words, room, 11), left + 4, top + 29, size=11),
        words(clipped(next(iter(tile.flags), ""), room, 11), left + 4, top + 43, size=11),
    ))  # fmt: skip


def _in_words(tiles: Sequence[Tile]) -> str:
    """How many questions are at each level or state, the most frequent first."""
    found: dict[str, int] = {}
    for tile in tiles:
        found[tile.words] = found.get(tile.words, 0) + 1
    most = sorted(found.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{counted(times, 'question')} {name}" for name, times in most)
