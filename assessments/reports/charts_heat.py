"""Every question of a report as a tile, by dimension, as a drawing. Pure.

A shade only repeats what the words in a tile say.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.reports.charts import Chart
from assessments.reports.content import Report
from assessments.reports.drawing import LINE, SHADES, block, clipped, drawing, shape, words, wrapped
from assessments.reports.glance import UNKNOWN, Tile
from assessments.wording import counted

_LABELS, _TILE, _ACROSS = 168.0, 108.0, 5
_TOP, _HEAD, _LINE, _GAP = 8.0, 15.0, 14.0, 10.0
_WIDTH = _LABELS + 12 + _TILE * _ACROSS


def heat_chart(report: Report, prefix: str) -> Chart:
    """The tiles of every dimension that was asked something. `prefix` makes the ids unique."""
    pieces, top, said = [], _TOP, []
    for row in report.glance.heat:
        if not row.tiles:
            continue
        name = wrapped(row.name, _LABELS, 14, 3)
        middle = top + max(25.0, 8.4 * len(name)) - 2
        pieces.append(block(name, _LABELS, middle, size=14, anchor="end"))
        for first in range(0, len(row.tiles), _ACROSS):
            line = row.tiles[first : first + _ACROSS]
            height = _HEAD + 6 + _LINE * max(len(_lines(tile)) for tile in line)
            for across, tile in enumerate(line):
                pieces.append(_tile(tile, _LABELS + 12 + _TILE * across, top, height))
            top += height + 5
        top = max(top, middle + 8.4 * len(name)) + _GAP
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


def _lines(tile: Tile) -> list[str]:
    """What a tile says below its code: the level, and each of what else there is to say."""
    return [*wrapped(tile.words, _TILE - 12, 11, 4), *tile.flags]


def _tile(tile: Tile, left: float, top: float, height: float) -> str:
    room = _TILE - 12
    edge, (fill, ink) = 2.5 if tile.caps else 0.5, SHADES[tile.shade]
    place = {"x": left, "y": top, "width": _TILE - 4, "height": height}
    outline: dict[str, str | float] = {"fill": fill, "stroke": LINE, "stroke_width": edge}
    if tile.shade == UNKNOWN:
        outline |= {"stroke": ink, "stroke_dasharray": "4 3"}
    code = clipped(tile.code, room, 12)
    return "".join((
        shape("rect", class_="chart-tile", **place, **outline),
        words(code, left + 4, top + _HEAD, size=12, fill=ink, font_weight="bold"),
        *(
            words(line, left + 4, top + _HEAD + _LINE * below, size=11, fill=ink)
            for below, line in enumerate(_lines(tile), start=1)
        ),
    ))  # fmt: skip


def _in_words(tiles: Sequence[Tile]) -> str:
    """How many questions are at each level or state, the most frequent first."""
    found: dict[str, int] = {}
    for tile in tiles:
        found[tile.words] = found.get(tile.words, 0) + 1
    most = sorted(found.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{counted(times, 'question')} {name}" for name, times in most)
