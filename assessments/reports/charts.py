"""A report's charts as inline SVG text, the same on screen and in print. Pure.

Every value is printed beside its mark, and nothing is told by colour alone. Each chart belongs
beside a table of the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from assessments.reports.content import BandPart, DimensionPart, Report
from assessments.reports.drawing import (
    DEEP,
    LINE,
    TINT,
    WASH,
    Svg,
    block,
    clipped,
    drawing,
    measured,
    number,
    shape,
    words,
    wrapped,
)

_LABELS, _PLOT, _VALUES = 190.0, 400.0, 130.0
_TOP, _ROW, _BAR = 40.0, 46.0, 22.0
_WIDTH = _LABELS + _PLOT + _VALUES
_LEAST_AXES = 3


class Round(NamedTuple):
    """The measures of a radar: its radius, and the room for words beside and above it."""

    radius: float
    side: float
    above: float


WIDE_RADAR = Round(150.0, 150.0, 84.0)
NARROW_RADAR = Round(80.0, 80.0, 74.0)
"""Drawn at its own size, its words are large enough to read on a phone."""


def bar_chart(report: Report, prefix: str) -> Svg:
    """The overall score and each dimension's as bars on the scale of the bands.

    A dimension that keeps a band from being reached has a dashed outline and says so. `prefix`
    makes the ids unique in a page.
    """
    rows = bar_rows(report)
    bottom = _TOP + _ROW * len(rows)
    minimums = [band for band in report.bands if band.minimum is not None]
    body = _zones(report.bands, bottom)
    body += "".join(_bar(row, _TOP + _ROW * index + _ROW / 2) for index, row in enumerate(rows))
    body += _minimum_marks(minimums, bottom + 30)
    return drawing(
        prefix=prefix,
        kind="bars",
        width=_WIDTH,
        height=bottom + 30 + 20 * len(minimums) + 4,
        title="Score of each dimension",
        desc=description(report),
        body=body,
    )


Row = tuple[str, Decimal | None, str, str, str]
"""Name, value, score in words, words below it, and the kind of bar."""
PAINT: Mapping[str, Mapping[str, str | float]] = {
    "overall": {"fill": "#16242c"},
    "dimension": {"fill": DEEP},
    "short": {
        "fill": "#ffffff",
        "stroke": DEEP,
        "stroke_width": 2,
        "stroke_dasharray": "5 3",
    },
}
"""How each kind of bar is drawn."""


def bar_rows(report: Report) -> list[Row]:
    """The overall score, if there is one, and each dimension."""
    headline = report.headline
    rows: list[Row] = []
    if headline.score is not None:
        band = "" if headline.final is None else headline.final.name
        rows.append(("Overall", Decimal(headline.score), headline.score, band, "overall"))
    short = {each.dimension for each in report.balance}
    for part in report.dimensions:
        kind = "short" if part.name in short else "dimension"
        below = "Below minimum" if kind == "short" else part.band
        rows.append((part.name, part.value, part.score or "No score", below, kind))
    return rows


def _along(value: Decimal) -> float:
    """Where on the plot a score lies, from the left edge."""
    return _LABELS + _PLOT * float(value) / 100


def _zones(bands: Sequence[BandPart], bottom: float) -> str:
    """The bands as columns: their names above, their bounds below."""
    edges = [band.lower for band in bands] + [Decimal(100)]
    pieces = []
    for index, band in enumerate(bands):
        left, right = _along(edges[index]), _along(edges[index + 1])
        tint = TINT if index % 2 else WASH
        place = {"x": left, "y": _TOP, "width": right - left, "height": bottom - _TOP}
        pieces.append(shape("rect", class_="chart-zone", **place, fill=tint))
        room = right - left - 4
        size = 12 if measured(band.name, 12) <= room else 10
        name = clipped(band.name, room, size)
        pieces.append(words(name, (left + right) / 2, _TOP - 10, size=size, anchor="middle"))
    for edge in edges:
        at = _along(edge)
        place = {"x1": at, "y1": _TOP, "x2": at, "y2": bottom + 5}
        pieces.append(shape("line", class_="chart-bound", **place, stroke=LINE, stroke_width=1))
        pieces.append(
            words(f"{edge:f}".removesuffix(".0"), at, bottom + 20, size=12, anchor="middle")
        )
    return "".join(pieces)


def _bar(row: Row, middle: float) -> str:
    name, value, score, below, kind = row
    bold = {"font_weight": "bold"} if kind == "overall" else {}
    label = wrapped(name, _LABELS - 16, 14, 2)
    pieces = [block(label, _LABELS - 12, middle, size=14, anchor="end", **bold)]
    if value is not None:
        place = {"x": _LABELS, "y": middle - _BAR / 2, "width": _along(value) - _LABELS}
        look = {"class_": f"chart-bar chart-bar-{kind}", **place, "height": _BAR, **PAINT[kind]}
        pieces.append(shape("rect", **look))
    left = _LABELS + _PLOT + 12
    room = _VALUES - 14
    if below:
        pieces.append(words(score, left, middle - 1, size=16, font_weight="bold"))
        pieces.append(words(clipped(below, room, 12), left, middle + 14, size=12))
    else:
        pieces.append(words(clipped(score, room, 14), left, middle + 5, size=14))
    return "".join(pieces)


def _minimum_marks(bands: Sequence[BandPart], top: float) -> str:
    """A pointer for each band that asks for a least score in every dimension."""
    pieces = []
    for index, band in enumerate(bands):
        at, line = _along(band.minimum or Decimal(0)), top + 20 * index + 10
        corners = ((at, line - 8), (at - 5, line), (at + 5, line))
        tip = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        pieces.append(shape("polygon", class_="chart-minimum", points=tip, fill=DEEP))
        text = f"{band.name} asks for {band.minimum_text} in every dimension"
        left = at + 10 + measured(text, 12) <= _WIDTH
        anchor = "start" if left else "end"
        room = _WIDTH - at - 10 if left else at - 12
        text = clipped(text, room, 12)
        pieces.append(words(text, at + (10 if left else -10), line, size=12, anchor=anchor))
    return "".join(pieces)


def description(report: Report) -> str:
    told = [
        f"{part.name}: {part.score}, {part.band}" if part.score else f"{part.name}: no score"
        for part in report.dimensions
    ]
    overall = "" if report.headline.score is None else f"Overall: {report.headline.score}. "
    return f"{overall}{'; '.join(told)}. The scale runs from 0 to 100."


def radar_chart(report: Report, prefix: str, size: Round = WIDE_RADAR) -> Svg:
    """The scored dimensions as a radar; an empty text when there are fewer than three of them."""
    parts = [part for part in report.dimensions if part.value is not None]
    if len(parts) < _LEAST_AXES:
        return Svg("")
    across, down = size.side + size.radius, size.above + size.radius
    body = _rings(report.bands, len(parts), across, down, size)
    corners = []
    for index, part in enumerate(parts):
        x, y = _spoke(index, len(parts), size.radius * float(part.value or 0) / 100, across, down)
        corners.append((x, y))
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    paint = {"fill": DEEP, "stroke": DEEP, "stroke_linejoin": "round"}
    body += shape(
        "polygon",
        class_="chart-area",
        points=points,
        fill_opacity="0.18",
        stroke_width=2.5,
        **paint,
    )
    body += "".join(
        shape("circle", class_="chart-point", cx=x, cy=y, r=4.5, fill=DEEP) for x, y in corners
    )
    body += "".join(
        _axis_label(part, (index, len(parts)), across, down, size)
        for index, part in enumerate(parts)
    )
    return drawing(
        prefix=prefix,
        kind="radar",
        width=2 * across,
        height=2 * down,
        title="Shape of the dimension scores",
        desc=description(report),
        body=body,
    )


def _spoke(index: int, axes: int, reach: float, across: float, down: float) -> tuple[float, float]:
    """The point of an axis that far from the middle; the first axis points up."""
    angle = 2 * math.pi * index / axes - math.pi / 2
    return across + reach * math.cos(angle), down + reach * math.sin(angle)


def _rings(bands: Sequence[BandPart], axes: int, across: float, down: float, size: Round) -> str:
    """A ring at each band's lower bound and at 100, the spokes, and the bounds in figures."""
    pieces = []
    for index in range(axes):
        x, y = _spoke(index, axes, size.radius, across, down)
        place = {"x1": across, "y1": down, "x2": x, "y2": y}
        pieces.append(shape("line", class_="chart-spoke", **place, stroke=LINE, stroke_width=1))
    for bound in [band.lower for band in bands if band.lower > 0] + [Decimal(100)]:
        reach = size.radius * float(bound) / 100
        points = " ".join(
            "{},{}".format(*map(number, _spoke(index, axes, reach, across, down)))
            for index in range(axes)
        )
        dash: dict[str, str] = {} if bound == 100 else {"stroke_dasharray": "3 3"}
        paint = {"fill": "none", "stroke": LINE}
        pieces.append(shape("polygon", class_="chart-ring", points=points, **paint, **dash))
        y = down - reach
        text = f"{bound:f}".removesuffix(".0")
        pieces.append(words(text, across - 6, y + 12, size=11, anchor="end"))
    return "".join(pieces)


def _axis_label(
    part: DimensionPart, axis: tuple[int, int], across: float, down: float, size: Round
) -> str:
    """A dimension's name and score at the end of its axis, pushed outwards by its own height."""
    angle = 2 * math.pi * axis[0] / axis[1] - math.pi / 2
    x, y = _spoke(*axis, size.radius + 16, across, down)
    lean = round(math.cos(angle), 6)
    anchor = "middle" if abs(lean) < 0.2 else "start" if lean > 0 else "end"
    room = size.side * 1.6 if anchor == "middle" else across - abs(x - across) - 4
    names = wrapped(part.name, room, 14, 3)
    middle = y + (17.0 * (len(names) + 1) / 2 - 8) * math.sin(angle)
    rows = block(names, x, middle - 9, size=14, anchor=anchor)
    value = words(
        part.score or "", x, middle + 17 * len(names) / 2 + 5, anchor=anchor, font_weight="bold"
    )
    return rows + value
