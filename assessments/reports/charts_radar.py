"""The scores of the dimensions as a radar, shown with the bars. Pure.

There is none where it could not be read: with fewer than three scored dimensions, and where the
words around it would touch or have to be cut. The bars and their table say the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from assessments.reports.charts import apart, bound_text
from assessments.reports.content import Report, ReportBand, ReportDimension
from assessments.reports.drawing import (
    DEEP,
    LINE,
    Svg,
    block,
    drawing,
    measured,
    number,
    shape,
    words,
    wrapped,
)
from assessments.reports.standing import standings

_LEAST_AXES = 3
_SIZE = 14.0
_LEADING = 17.0


class Round(NamedTuple):
    """The measures of a radar: its radius, and the room for words around it."""

    radius: float
    side: float
    above: float


WIDE_RADAR = Round(150.0, 150.0, 84.0)
NARROW_RADAR = Round(80.0, 80.0, 74.0)
"""Drawn at its own size, its words are large enough to read on a phone."""


class _Label(NamedTuple):
    """The words at the end of an axis, and the box that they fill."""

    name: list[str]
    score: str
    x: float
    middle: float
    anchor: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        wide = max([measured(row, _SIZE) for row in self.name] + [self._score_width])
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        half = _LEADING * len(self.name) / 2
        return left, self.middle - 9 - half, left + wide, self.middle + half + 9

    @property
    def _score_width(self) -> float:
        return measured(self.score, _SIZE, bold=True)


def radar_chart(report: Report, prefix: str, size: Round = WIDE_RADAR) -> Svg:
    """The scored dimensions as a radar; an empty text where it could not be read."""
    parts = [part for part in report.dimensions if part.value is not None]
    across, down = size.side + size.radius, size.above + size.radius
    labels = [
        _axis_label(part, (index, len(parts)), across, down, size)
        for index, part in enumerate(parts)
    ]
    if len(parts) < _LEAST_AXES or not _readable(labels, parts, 2 * across, 2 * down):
        return Svg("")
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
    body += "".join(_written(label) for label in labels)
    return drawing(
        prefix=prefix,
        kind="radar",
        width=2 * across,
        height=2 * down,
        title="Shape of the dimension scores",
        desc=". ".join(row.now for row in standings(report)) + ". The scale runs from 0 to 100.",
        body=body,
    )


def _spoke(index: int, axes: int, reach: float, across: float, down: float) -> tuple[float, float]:
    """The point of an axis that far from the middle; the first axis points up."""
    angle = 2 * math.pi * index / axes - math.pi / 2
    return across + reach * math.cos(angle), down + reach * math.sin(angle)


def _rings(bands: Sequence[ReportBand], axes: int, across: float, down: float, size: Round) -> str:
    """A ring at each band's lower bound and at 100, the spokes, and the bounds in figures."""
    pieces = []
    for index in range(axes):
        x, y = _spoke(index, axes, size.radius, across, down)
        place = {"x1": across, "y1": down, "x2": x, "y2": y}
        pieces.append(shape("line", class_="chart-spoke", **place, stroke=LINE, stroke_width=1))
    figures = apart(bands, lambda bound: size.radius * float(bound) / 100)
    for bound in [band.lower for band in bands if band.lower > 0] + [Decimal(100)]:
        reach = size.radius * float(bound) / 100
        points = " ".join(
            "{},{}".format(*map(number, _spoke(index, axes, reach, across, down)))
            for index in range(axes)
        )
        dash: dict[str, str] = {} if bound == 100 else {"stroke_dasharray": "3 3"}
        paint = {"fill": "none", "stroke": LINE}
        pieces.append(shape("polygon", class_="chart-ring", points=points, **paint, **dash))
        if bound in figures:
            y = down - reach
            pieces.append(words(bound_text(bound), across - 6, y + 12, size=11, anchor="end"))
    return "".join(pieces)


def _axis_label(
    part: ReportDimension, axis: tuple[int, int], across: float, down: float, size: Round
) -> _Label:
    """A dimension's name and score at the end of its axis, pushed outwards by its own height."""
    angle = 2 * math.pi * axis[0] / axis[1] - math.pi / 2
    x, y = _spoke(*axis, size.radius + 16, across, down)
    lean = round(math.cos(angle), 6)
    anchor = "middle" if abs(lean) < 0.2 else "start" if lean > 0 else "end"
    room = size.side * 1.6 if anchor == "middle" else across - abs(x - across) - 4
    names = wrapped(part.name, room, _SIZE, 3)
    middle = y + (_LEADING * (len(names) + 1) / 2 - 8) * math.sin(angle)
    return _Label(names, part.score or "", x, middle, anchor)


def _written(label: _Label) -> str:
    name, score, x, middle, anchor = label
    rows = block(name, x, middle - 9, size=_SIZE, anchor=anchor)
    down = middle + _LEADING * len(name) / 2 + 5
    return rows + words(score, x, down, anchor=anchor, font_weight="bold")


def _readable(
    labels: Sequence[_Label], parts: Sequence[ReportDimension], width: float, height: float
) -> bool:
    """Whether every name is there in full, inside the picture, and touches no other."""
    whole = all(
        "".join(label.name) == "".join(part.name.split())
        or " ".join(label.name) == " ".join(part.name.split())
        for label, part in zip(labels, parts, strict=True)
    )
    boxes = [label.box for label in labels]
    inside = all(b[0] >= -1 and b[1] >= 0 and b[2] <= width + 1 and b[3] <= height for b in boxes)
    return whole and inside and not any(_touch(one, two) for one, two in combinations(boxes, 2))


def _touch(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
