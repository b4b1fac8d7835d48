"""Effort against gain: what the actions of a plan take, and what they gain, as a drawing. Pure.

It belongs next to a table of the same figures, because marks that lie close are drawn as one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.charts import Chart
from assessments.reports.drawing import (
    DEEP,
    INK,
    LINE,
    TINT,
    attributes,
    drawing,
    measured,
    number,
    shape,
    words,
)
from assessments.wording import counted, plain

_LEFT, _TOP, _BELOW = 44.0, 42.0, 78.0
_SIZE, _RADIUS = 14, 5.5
_FEW = 100
_CELL, _CELL_OF_MANY = (12.0, 12.0), (30.0, 18.0)
"""How far across and up marks may lie and be drawn as one: of few actions, and of more."""
_DAYS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
_RING: Mapping[str, str | float] = {"fill": "#ffffff", "stroke": DEEP, "stroke_width": 2}
_DIAMOND: Mapping[str, str | float] = {"fill": DEEP}
_STEPS = ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An action: the days that it takes, from 0, the points that it gains, above 0, and whether it
    is a quick win.
    """

    days: Decimal
    gain: Decimal
    quick: bool


def effort_chart(
    actions: Sequence[Weighed],
    halves: tuple[Decimal, Decimal],
    prefix: str,
    *,
    width: float = 640.0,
    height: float = 400.0,
) -> Chart:
    """The actions by days, which are spread as on a slide rule, and by gain. A quick win is a
    filled diamond in the corner that has the name; any other is a ring. `halves` are the gain and
    the days at its edges. `prefix` makes the ids unique in a page.
    """
    plot = _Plot.of(actions, width, height)
    quick = sum(one.quick for one in actions)
    said = (
        f"{counted(len(actions), 'action')} by the days of staff that each takes and the points "
        f"that it gains. {counted(quick, 'is a quick win', 'are quick wins')}: a gain of "
        f"{plain(halves[0])} or more, in {plain(halves[1])} {'day' if halves[1] == 1 else 'days'} "
        "or fewer."
    )
    body = plot.corner(halves) + plot.scales() + _marks(actions, plot) + _key(plot)
    svg = drawing(
        prefix=prefix,
        kind="effort",
        width=width,
        height=height,
        title="Effort against gain",
        desc=said,
        body=body,
    )
    return Chart(svg, said)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where days and gains lie."""

    width: float
    height: float
    days: Sequence[int]
    step: Decimal
    steps: int

    @classmethod
    def of(cls, actions: Sequence[Weighed], width: float, height: float) -> _Plot:
        longest = max(one.days for one in actions)
        last = next(place for place, days in enumerate(_DAYS) if days >= longest and days >= 5)
        most = max(one.gain for one in actions)
        step = next(Decimal(one) for one in _STEPS if Decimal(one) * 5 >= most or one == _STEPS[-1])
        return cls(width, height, _DAYS[: last + 1], step, max(1, math.ceil(most / step)))

    @property
    def right(self) -> float:
        return self.width - 16

    @property
    def bottom(self) -> float:
        return self.height - _BELOW

    def across(self, days: Decimal | int) -> float:
        share = math.log10(1 + float(days)) / math.log10(1 + self.days[-1])
        return _LEFT + 10 + (self.right - _LEFT - 10) * share

    def up(self, gain: Decimal) -> float:
        return self.bottom - (self.bottom - _TOP) * float(gain / (self.step * self.steps))

    def corner(self, halves: tuple[Decimal, Decimal]) -> str:
        """The part of the plot where the quick wins lie, and its name."""
        gain, days = halves
        right, bottom = self.across(days) + 9, self.up(gain) + 9
        place = {"x": _LEFT, "y": _TOP - 18, "width": right - _LEFT, "height": bottom - _TOP + 18}
        edge: Mapping[str, str | float] = {
            "stroke": DEEP,
            "stroke_width": 1,
            "stroke_dasharray": "5 3",
        }
        name = words("Quick wins", _LEFT + 6, _TOP - 4, size=_SIZE, font_weight="bold")
        return shape("rect", class_="chart-zone", **place, fill=TINT, **edge) + name

    def scales(self) -> str:
        pieces, free = [], 0.0
        for index in range(self.steps + 1):
            value = self.step * index
            y = self.up(value)
            line = {"x1": _LEFT, "y1": y, "x2": self.right, "y2": y}
            pieces.append(shape("line", class_="chart-bound", **line, stroke=LINE, stroke_width=1))
            pieces.append(words(plain(value), _LEFT - 8, y + 4, size=_SIZE, anchor="end"))
        for days in self.days:
            x, half = self.across(days), measured(f"{days:,}", _SIZE) / 2 + 3
            if x - half < free:
                continue
            free = x + half
            line = {"x1": x, "y1": self.bottom, "x2": x, "y2": self.bottom + 5}
            pieces.append(shape("line", class_="chart-bound", **line, stroke=LINE, stroke_width=1))
            pieces.append(words(f"{days:,}", x, self.bottom + 20, size=_SIZE, anchor="middle"))
        pieces.append(words("Gain, in points", 0, 14, size=_SIZE))
        under = self.bottom + 40
        pieces.append(words("Days of staff", self.right, under, size=_SIZE, anchor="end"))
        return "".join(pieces)


def _marks(actions: Sequence[Weighed], plot: _Plot) -> str:
    """One for each, or for those that would lie on each other, with how many they are."""
    across, up = _CELL if len(actions) <= _FEW else _CELL_OF_MANY
    cells: dict[tuple[bool, int, int], list[tuple[float, float]]] = {}
    for one in actions:
        x, y = plot.across(one.days), plot.up(one.gain)
        cells.setdefault((one.quick, round(x / across), round(y / up)), []).append((x, y))
    rings, diamonds, numbers = [], [], []
    for (quick, _, _), places in sorted(cells.items()):
        x, y = places[0]
        if quick:
            diamonds.append(_diamond(x, y))
        else:
            rings.append(_ring(x, y))
        if len(places) > 1:
            text = f"×{len(places):,}"
            left = x + 8 + measured(text, 11) > plot.right
            at = {"x": x - 8 if left else x + 8, "y": y + 4}
            anchor = {"text_anchor": "end"} if left else {}
            numbers.append(f"<text{attributes(**at, **anchor)}>{text}</text>")
    return (
        _group("".join(rings), **_RING)
        + _group("".join(diamonds), **_DIAMOND)
        + _group("".join(numbers), font_size=11, fill=INK)
    )


def _group(body: str, **look: str | float) -> str:
    """Shapes with the look that they share, which thousands of them need not repeat."""
    return f"<g{attributes(**look)}>{body}</g>"


def _diamond(x: float, y: float) -> str:
    r = _RADIUS + 1.5
    corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    return shape("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners))


def _ring(x: float, y: float) -> str:
    return shape("circle", cx=x, cy=y, r=_RADIUS)


def _key(plot: _Plot) -> str:
    y = plot.height - 10
    return (
        _group(_diamond(_LEFT + 8, y - 4), **_DIAMOND)
        + words("Quick win", _LEFT + 22, y, size=_SIZE)
        + _group(_ring(_LEFT + 118, y - 4), **_RING)
        + words("Other action", _LEFT + 132, y, size=_SIZE)
    )
