"""Why the score changed, as a waterfall: from the earlier score, step by step, to the later. Pure.

It belongs next to a table of the same figures.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

from assessments.reports.charts import Chart, bound_text
from assessments.reports.drawing import DEEP, LINE, TINT, ZONES, clipped, drawing, shape, words
from assessments.reports.score_change import ReportChange

WIDTH = 320.0
_LEFT, _RIGHT, _ROW, _BAR, _TOP = 14.0, 250.0, 42.0, 14.0, 8.0
_SIZE = 13
_LEAST = 2.0
"""How wide the smallest step is drawn."""
_MOST_TICKS = 6
_TICKS = [Decimal(step) for step in ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "25")]
"""How far apart the figures of the scale may be."""


def waterfall(change: ReportChange, prefix: str) -> Chart | None:
    """The steps from one score to the other; `None` where the change is not split.

    A rise is filled and a fall is an outline, and each has its figure. The scale below them is as
    long as the steps need, so only the two scores at its ends are marked, not drawn as bars from
    0. `prefix` makes the ids unique in a page.
    """
    if not change.steps or change.start is None or change.end is None:
        return None
    places = [change.start, *(step.after for step in change.steps)]
    low, span = min(places), max(places) - min(places)

    def along(score: Decimal) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (float((score - low) / span) if span else 0.5)

    foot = _TOP + _ROW * (len(change.steps) + 2)
    pieces = [_scale(low, low + span, along, foot)]
    pieces.append(_end("Then", change.start, along(change.start), 0))
    for row, step in enumerate(change.steps, start=1):
        left, right = sorted((along(step.before), along(step.after)))
        look: dict[str, str | float] = (
            {"fill": DEEP}
            if step.after > step.before
            else {"fill": TINT, "stroke": DEEP, "stroke_width": 1.5}
        )
        top = _TOP + _ROW * row + 18
        bar = {"x": left, "y": top, "width": max(right - left, _LEAST), "height": _BAR}
        pieces.append(words(clipped(step.name, WIDTH, _SIZE), 0, top - 6, size=_SIZE))
        pieces.append(shape("rect", **bar, **look))
        pieces.append(words(step.text, right + 8, top + 12, size=_SIZE, font_weight="bold"))
    pieces.append(_end("Now", change.end, along(change.end), len(change.steps) + 1))
    said = "; ".join(f"{step.name}: {step.text}" for step in change.steps)
    described = f"Then: {change.start}; {said}; now: {change.end}."
    svg = drawing(
        prefix=prefix,
        kind="waterfall",
        width=WIDTH,
        height=foot + 35,
        title="Why the score changed",
        desc=described,
        body="".join(pieces),
    )
    return Chart(svg, described)


def _scale(low: Decimal, high: Decimal, along: Callable[[Decimal], float], foot: float) -> str:
    """Thin lines behind the steps, each with its score below them."""
    apart = next((each for each in _TICKS if (high - low) / each < _MOST_TICKS), _TICKS[-1])
    at = (low / apart).to_integral_value(ROUND_CEILING) * apart
    pieces = [words("Score", 0, foot + 31, size=_SIZE)]
    while at <= high:
        x = along(at)
        line = {"x1": x, "y1": _TOP, "x2": x, "y2": foot}
        pieces.append(shape("line", class_="chart-bound", **line, stroke=ZONES[2], stroke_width=1))
        pieces.append(words(bound_text(at), x, foot + 15, size=_SIZE, anchor="middle"))
        at += apart
    return "".join(pieces)


def _end(name: str, score: Decimal, at: float, row: int) -> str:
    top = _TOP + _ROW * row + 18
    line = {"x1": at, "y1": top - 1, "x2": at, "y2": top + _BAR + 1}
    return (
        words(name, 0, top - 6, size=_SIZE, font_weight="bold")
        + shape("line", x1=_LEFT, y1=top + _BAR / 2, x2=at, y2=top + _BAR / 2, stroke=LINE)
        + shape("line", **line, stroke=DEEP, stroke_width=4)
        + words(str(score), at + 8, top + 12, size=_SIZE, font_weight="bold")
    )
