"""How the scores of an organisation on one questionnaire went, as a small chart. Pure.

It belongs next to a table of the same figures, because close marks are not all labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assessments.reports.charts import Chart
from assessments.reports.content import Report
from assessments.reports.drawing import DEEP, LINE, drawing, measured, shape, words
from assessments.reports.glance import MOST_POINTS, Point
from assessments.wording import long_date

WIDTH, HEIGHT = 300.0, 140.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 280.0, 24.0, 112.0
_SIZE, _ABOVE, _BELOW = 13, 9.0, 18.0
"""Of a figure: its size, and how far its foot is from the middle of its dot."""
_GRID = (0, 50, 100)


def over_time(points: Sequence[Point], prefix: str) -> Chart | None:
    """The line of the scores, oldest first, on a scale of 0 to 100; `None` for fewer than two.

    Where the edition changes between two, their line is dashed: they were not asked the same.
    `prefix` makes the ids unique in a page.
    """
    shown = _newest(points)
    if len(shown) < 2:
        return None
    spread = (shown[-1].day - shown[0].day).days
    across = [
        _LEFT + (_RIGHT - _LEFT) * ((one.day - shown[0].day).days / spread if spread else 0.5)
        for one in shown
    ]
    places = [(x, _up(one.score)) for x, one in zip(across, shown, strict=True)]
    body = _scale() + _lines(shown, places) + _marks(shown, places) + _days(shown, places)
    said = "; ".join(
        f"{long_date(one.day)}: {one.score:.1f}, {one.band}, edition {one.edition}" for one in shown
    )
    described = f"{said}. The scale runs from 0 to 100."
    svg = drawing(
        prefix=prefix,
        kind="time",
        width=WIDTH,
        height=HEIGHT,
        title="Score over time",
        desc=described,
        body=body,
    )
    return Chart(svg, described)


def scores_so_far(report: Report) -> Sequence[Point]:
    """The newest scores that a chart shows, oldest first, of which the report's own is the last;
    none for fewer than two.
    """
    score, band, last = report.headline.score, report.headline.final, report.glance.last
    if score is None or band is None or last is None or not last.trend:
        return ()
    now = Point(
        day=report.particulars.submitted_at.date(),
        score=Decimal(score),
        band=band.name,
        edition=report.edition.edition,
    )
    return _newest([*last.trend, now])


def trend(report: Report, prefix: str) -> Chart | None:
    """Those scores as a drawing; `None` where there are none."""
    return over_time(scores_so_far(report), prefix)


def changes_edition(points: Sequence[Point]) -> bool:
    """Whether those that a chart shows are on several editions."""
    return len({one.edition for one in _newest(points)}) > 1


def _newest(points: Sequence[Point]) -> Sequence[Point]:
    """Those that a chart shows, oldest first."""
    return sorted(points, key=lambda one: one.day)[-MOST_POINTS:]


def _up(score: Decimal) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * float(score) / 100


def _scale() -> str:
    pieces = []
    for value in _GRID:
        y = _up(Decimal(value))
        line = {"x1": _LEFT, "y1": y, "x2": _RIGHT, "y2": y}
        pieces.append(shape("line", class_="chart-bound", **line, stroke=LINE, stroke_width=1))
        pieces.append(words(str(value), _LEFT - 8, y + 4, size=_SIZE, anchor="end"))
    return "".join(pieces)


def _lines(shown: Sequence[Point], places: Sequence[tuple[float, float]]) -> str:
    pieces = []
    for index in range(1, len(shown)):
        (x1, y1), (x2, y2) = places[index - 1], places[index]
        look: dict[str, str | float] = {"stroke": DEEP, "stroke_width": 2}
        if shown[index].edition != shown[index - 1].edition:
            look["stroke_dasharray"] = "5 3"
        pieces.append(shape("line", x1=x1, y1=y1, x2=x2, y2=y2, **look))
    return "".join(pieces)


def _marks(shown: Sequence[Point], places: Sequence[tuple[float, float]]) -> str:
    """A dot each. The last has its figure, and of the others those that do not touch."""
    pieces = []
    halves = [measured(f"{one.score:.1f}", _SIZE) / 2 for one in shown]
    middles = [
        min(max(x, _LEFT + half), WIDTH - half) for (x, _), half in zip(places, halves, strict=True)
    ]
    free, last = 0.0, len(shown) - 1
    for index, (x, y) in enumerate(places):
        pieces.append(shape("circle", cx=x, cy=y, r=4.5, fill=DEEP))
        left, right = middles[index] - halves[index], middles[index] + halves[index] + 4
        if index == last or (left >= free and right <= middles[last] - halves[last]):
            free = right
            bold = {"font_weight": "bold"} if index == last else {}
            figure = f"{shown[index].score:.1f}"
            foot = _foot(y)
            pieces.append(words(figure, middles[index], foot, size=_SIZE, anchor="middle", **bold))
    return "".join(pieces)


def _foot(y: float) -> float:
    """Where the figure of a dot is: above it, or below where a line of the scale would cross it."""
    foot = y - _ABOVE
    crossed = any(foot - _SIZE < _up(Decimal(value)) < foot + 2 for value in _GRID)
    return y + _BELOW if crossed else foot


def _days(shown: Sequence[Point], places: Sequence[tuple[float, float]]) -> str:
    """The first day and the last below the plot; one where they are the same."""
    ends = [(places[-1][0], "end", shown[-1].day)]
    if shown[0].day != shown[-1].day:
        ends.insert(0, (_LEFT, "start", shown[0].day))
    under = _BOTTOM + 22
    return "".join(words(_short(day), x, under, size=_SIZE, anchor=a) for x, a, day in ends)


def _short(day: date) -> str:
    """ "23 Nov 2026"."""
    number, month, year = long_date(day).split()
    return f"{number} {month[:3]} {year}"
