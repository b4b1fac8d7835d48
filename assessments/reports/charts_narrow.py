"""The bar chart in the shape of a phone: each name above its bar, no word too small to read. Pure.

It replaces the wide one on narrow screens, with the same figures and the same description.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assessments.reports.charts import PAINT, apart, bound_text, description, marks, reach
from assessments.reports.content import Report, ReportBand
from assessments.reports.drawing import (
    DEEP,
    LINE,
    ZONES,
    Svg,
    clipped,
    diamond,
    drawing,
    flag,
    measured,
    number,
    shape,
    words,
    wrapped,
)
from assessments.reports.glance import shade_of
from assessments.reports.standing import GATE, OVERALL, Standing, standings

_WIDTH, _TOP, _ROW, _BAR = 320.0, 0.0, 56.0, 20.0
_LINE, _SIZE = 19.0, 15.0
_EDGE = 12.0
"""Room at both ends of the scale for the figures below it."""


def narrow_bar_chart(report: Report, prefix: str) -> Svg:
    """The same bars as `charts.bar_chart`, in a width of 320. `prefix` makes the ids unique."""
    body, bottom, rows = "", _TOP, standings(report)
    for row in rows:
        lines = _lines(row)
        down = bottom + _LINE * (len(lines) - 1)
        body += _zones(report.bands, down) + _bar(row, lines, bottom)
        bottom = down + _ROW
    body += _bounds(report.bands, bottom)
    notes = _notes(report.bands)
    body += _minimums(report.bands, bottom)
    body += "".join(
        words(note, 0, bottom + 54 + 19 * index, size=14) for index, note in enumerate(notes)
    )
    under = bottom + 44 + 19 * len(notes)
    for draw, text in marks(rows, report.glance.last):
        under += 22
        body += draw(10, under - 12) + words(text, 24, under - 7, size=14)
    return drawing(
        prefix=prefix,
        kind="bars",
        width=_WIDTH,
        height=under,
        title="Score of each dimension",
        desc=description(rows),
        body=body,
    )


def _along(value: Decimal) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * float(value) / 100


def _edges(bands: Sequence[ReportBand]) -> list[Decimal]:
    return [band.lower for band in bands] + [Decimal(100)]


def _zones(bands: Sequence[ReportBand], top: float) -> str:
    """The bands behind one bar; the words above it are on plain paper."""
    edges, pieces = _edges(bands), []
    for index in range(len(bands)):
        left, right = _along(edges[index]), _along(edges[index + 1])
        place = {"x": left, "y": top + 25, "width": right - left, "height": _BAR + 6}
        fill = ZONES[int(shade_of(index, len(bands) - 1))]
        pieces.append(shape("rect", class_="chart-zone", **place, fill=fill))
    for edge in edges:
        at = _along(edge)
        place = {"x1": at, "y1": top + 25, "x2": at, "y2": top + 31 + _BAR}
        pieces.append(shape("line", class_="chart-bound", **place, stroke=LINE, stroke_width=1))
    return "".join(pieces)


def _bounds(bands: Sequence[ReportBand], bottom: float) -> str:
    """Where each band begins, below the last bar."""
    return "".join(
        words(bound_text(edge), _along(edge), bottom + 14, size=12, anchor="middle")
        for edge in apart(bands, _along)
    )


_FLAG = 14.0
"""How wide a flag is, with the room after it."""


def _lines(row: Standing) -> list[str]:
    """The name in lines above the bar; the score and the band need room on the last of them."""
    room = _WIDTH - 2 * _EDGE
    figures = measured(_figures(row), _SIZE, bold=True) + (_FLAG if row.gates else 0)
    if measured(row.name, _SIZE) + 8 + figures <= room:
        return [row.name]
    return [*wrapped(row.name, room, _SIZE, 40), ""]


def _figures(row: Standing) -> str:
    said = f"{row.score or 'No score'} {row.below}".rstrip()
    gate = f", {GATE.lower()}" if row.gates else ""
    room = _WIDTH - 2 * _EDGE - measured(gate, _SIZE, bold=True) - _FLAG
    return clipped(said, room, _SIZE) + gate


def _bar(row: Standing, lines: Sequence[str], top: float) -> str:
    """The name at the left, the score and the band at the right, the bar below them."""
    bold = {"font_weight": "bold"} if row.kind == OVERALL else {}
    down = top + _LINE * (len(lines) - 1)
    pieces = [
        words(line, _EDGE, top + 17 + _LINE * index, size=_SIZE, **bold)
        for index, line in enumerate(lines)
        if line
    ]
    right, said, middle = _WIDTH - _EDGE, _figures(row), down + 28 + _BAR / 2
    if row.gates:
        pieces.append(flag(right - measured(said, _SIZE, bold=True) - _FLAG, down + 17))
    pieces.append(words(said, right, down + 17, size=_SIZE, anchor="end", font_weight="bold"))
    if row.value is not None:
        end = _along(row.value)
        place = {"x": _EDGE, "y": down + 28, "width": end - _EDGE, "height": _BAR}
        if row.next is not None:
            pieces.append(reach(end, _along(row.next.lower), middle, _BAR / 2))
        pieces.append(
            shape("rect", class_=f"chart-bar chart-bar-{row.kind}", **place, **PAINT[row.kind])
        )
    if row.last is not None:
        pieces.append(diamond(_along(row.last), middle, 6))
    return "".join(pieces)


def _minimums(bands: Sequence[ReportBand], bottom: float) -> str:
    """A pointer on the scale for each least score that a band asks of every dimension."""
    pieces = []
    for band in bands:
        if band.minimum is None:
            continue
        at, line = _along(band.minimum), bottom + 32
        corners = ((at, line - 8), (at - 5, line), (at + 5, line))
        tip = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        pieces.append(shape("polygon", class_="chart-minimum", points=tip, fill=DEEP))
    return "".join(pieces)


def _notes(bands: Sequence[ReportBand]) -> list[str]:
    """What the columns and the pointers are, in lines that fit."""
    begins = ", ".join(f"{band.name} from {bound_text(band.lower)}" for band in bands)
    lines = wrapped(f"{begins}.", _WIDTH, 14, 99)
    asked = [
        f"{band.name} asks for {band.minimum_text} in every dimension."
        for band in bands
        if band.minimum is not None
    ]
    return lines + [line for each in asked for line in wrapped(f"\u25b2 {each}", _WIDTH, 14, 9)]
