"""The bar chart in the shape of a phone: each name above its bar, no word too small to read. Pure.

It stands in for the wide one on narrow screens, with the same figures and the same description.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assessments.reports.charts import PAINT, Row, bar_rows, description
from assessments.reports.content import BandPart, Report
from assessments.reports.drawing import (
    DEEP,
    LINE,
    TINT,
    WASH,
    Svg,
    clipped,
    drawing,
    measured,
    number,
    shape,
    words,
    wrapped,
)

_WIDTH, _TOP, _ROW, _BAR = 320.0, 0.0, 56.0, 20.0
_EDGE = 10.0
"""Room at both ends of the scale for the figures below it."""


def narrow_bar_chart(report: Report, prefix: str) -> Svg:
    """The same bars as `charts.bar_chart`, in a width of 320. `prefix` makes the ids unique."""
    rows = bar_rows(report)
    bottom = _TOP + _ROW * len(rows)
    body = "".join(
        _zones(report.bands, _TOP + _ROW * index) + _bar(row, _TOP + _ROW * index)
        for index, row in enumerate(rows)
    )
    body += _bounds(report.bands, bottom)
    notes = _notes(report.bands)
    body += _minimums(report.bands, bottom)
    body += "".join(
        words(note, 0, bottom + 54 + 19 * index, size=14) for index, note in enumerate(notes)
    )
    return drawing(
        prefix=prefix,
        kind="bars",
        width=_WIDTH,
        height=bottom + 44 + 19 * len(notes),
        title="Score of each dimension",
        desc=description(report),
        body=body,
    )


def _along(value: Decimal) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * float(value) / 100


def _edges(bands: Sequence[BandPart]) -> list[Decimal]:
    return [band.lower for band in bands] + [Decimal(100)]


def _zones(bands: Sequence[BandPart], top: float) -> str:
    """The bands behind one bar; the words above it stand on plain paper."""
    edges, pieces = _edges(bands), []
    for index in range(len(bands)):
        left, right = _along(edges[index]), _along(edges[index + 1])
        place = {"x": left, "y": top + 25, "width": right - left, "height": _BAR + 6}
        fill = TINT if index % 2 else WASH
        pieces.append(shape("rect", class_="chart-zone", **place, fill=fill))
    for edge in edges:
        at = _along(edge)
        place = {"x1": at, "y1": top + 25, "x2": at, "y2": top + 31 + _BAR}
        pieces.append(shape("line", class_="chart-bound", **place, stroke=LINE, stroke_width=1))
    return "".join(pieces)


def _bounds(bands: Sequence[BandPart], bottom: float) -> str:
    """Where each band begins, below the last bar."""
    return "".join(
        words(f"{edge:f}".removesuffix(".0"), _along(edge), bottom + 14, size=12, anchor="middle")
        for edge in _edges(bands)
    )


def _bar(row: Row, top: float) -> str:
    """The name at the left, the score and the band at the right, the bar below them."""
    name, value, score, below, kind = row
    told = f"{score} {below}" if below else score
    room = _WIDTH - 2 * _EDGE
    told = clipped(told, room * 0.6, 15)
    name = clipped(name, room - 8 - measured(told, 15), 15)
    bold = {"font_weight": "bold"} if kind == "overall" else {}
    pieces = [
        words(name, _EDGE, top + 17, size=15, **bold),
        words(told, _WIDTH - _EDGE, top + 17, size=15, anchor="end", font_weight="bold"),
    ]
    if value is not None:
        place = {"x": _EDGE, "y": top + 28, "width": _along(value) - _EDGE, "height": _BAR}
        pieces.append(shape("rect", class_=f"chart-bar chart-bar-{kind}", **place, **PAINT[kind]))
    return "".join(pieces)


def _minimums(bands: Sequence[BandPart], bottom: float) -> str:
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


def _notes(bands: Sequence[BandPart]) -> list[str]:
    """What the columns and the pointers are, in lines that fit."""
    begins = ", ".join(f"{band.name} from {band.lower_text.removesuffix('.0')}" for band in bands)
    lines = wrapped(f"{begins}.", _WIDTH, 14, 8)
    asked = [
        f"{band.name} asks for {band.minimum_text} in every dimension."
        for band in bands
        if band.minimum is not None
    ]
    return lines + [line for each in asked for line in wrapped(f"\u25b2 {each}", _WIDTH, 14, 3)]
