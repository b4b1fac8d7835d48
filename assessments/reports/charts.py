"""A report's charts as inline SVG text, the same on screen and in print. Pure.

Every value is printed next to its mark, and nothing is shown by colour alone. Each chart belongs
next to a table of the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from assessments.reports.content import Report, ReportBand
from assessments.reports.drawing import (
    DEEP,
    LINE,
    ZONES,
    Svg,
    block,
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
from assessments.reports.glance import LastTime, shade_of
from assessments.reports.standing import GATE, OVERALL, Standing, standings

_LABELS, _PLOT, _VALUES = 190.0, 400.0, 130.0
_TOP, _ROW, _BAR = 40.0, 46.0, 22.0
_WIDTH = _LABELS + _PLOT + _VALUES
MOST_HEIGHT = 940.0
"""The tallest that one chart may be: below a heading it still fits on a page of A4."""
_MOST_MARKS, _MARKS_ROW = 8, 20.0
_MARKS_ELSEWHERE = "The least score that a band asks of every dimension"


class Chart(NamedTuple):
    """A drawing, and what it shows in words."""

    svg: Svg
    words: str


def bar_charts(report: Report, prefix: str) -> tuple[Chart, ...]:
    """The overall score and each dimension's as bars on the scale of the bands.

    A dimension that keeps a band from being reached has a dashed outline and says so. Where the
    bars do not fit on a page they are shared among several charts, each with the whole scale.
    `prefix` makes the ids unique in a page.
    """
    shown = standings(report)
    rows, notes = [_Laid.of(row) for row in shown], _notes(report, shown)
    below = 34.0 + 20 * min(len(notes.minimums), _MOST_MARKS)
    below += 16 * len(notes.lines) + _MARKS_ROW * len(notes.marks)
    shares = _shared(rows, MOST_HEIGHT - _TOP - below)
    return tuple(
        _bar_chart(report, share, notes, (prefix, place, len(shares)))
        for place, share in enumerate(shares, start=1)
    )


class _Notes(NamedTuple):
    """What is below the bars: the bands that ask for a least score, the key to the bands, and what
    the marks are, in lines of those that fit next to one another.
    """

    minimums: Sequence[ReportBand]
    lines: Sequence[str]
    marks: Sequence[Sequence[Mark]]


def _notes(report: Report, rows: Sequence[Standing]) -> _Notes:
    minimums = [band for band in report.bands if band.minimum is not None]
    lines: list[list[Mark]] = []
    left = _WIDTH
    for mark in marks(rows, report.glance.last):
        wide = 34 + measured(mark[1], 12)
        if left + wide > _WIDTH:
            lines.append([])
            left = 0.0
        lines[-1].append(mark)
        left += wide
    return _Notes(minimums, _keys(report.bands), lines)


class _Laid(NamedTuple):
    """A row with its words in lines that fit, and the height that they need."""

    row: Standing
    label: list[str]
    size: float
    below: list[str]
    height: float

    @classmethod
    def of(cls, row: Standing) -> _Laid:
        size, label = 14.0, wrapped(row.name, _LABELS - 16, 14, 40)
        if len(label) > 2:
            size, label = 12.0, wrapped(row.name, _LABELS - 16, 12, 40)
        below = wrapped(row.below, _VALUES - 14, 12, 40)
        tall = max(1.2 * size * len(label) + 12, 32.0 + 14 * max(len(below), 1))
        return cls(row, label, size, below, max(_ROW, tall))


def _shared(rows: Sequence[_Laid], room: float) -> list[list[_Laid]]:
    """The rows in their order, in as few charts as need be, and these about as tall."""
    total = sum(row.height for row in rows)
    each = total / max(1, math.ceil(total / room))
    shares: list[list[_Laid]] = [[]]
    filled = 0.0
    for row in rows:
        if shares[-1] and (filled + row.height > room or filled + row.height / 2 > each):
            shares.append([])
            filled = 0.0
        shares[-1].append(row)
        filled += row.height
    return shares


def _bar_chart(
    report: Report, rows: Sequence[_Laid], notes: _Notes, named: tuple[str, int, int]
) -> Chart:
    prefix, place, charts = named
    bottom = _TOP + sum(row.height for row in rows)
    body, top = _zones(report.bands, bottom, bool(notes.lines)), _TOP
    for row in rows:
        body += _bar(row, top + row.height / 2)
        top += row.height
    body += _minimum_marks(notes.minimums, bottom + 30)
    under = bottom + 34 + 20 * min(len(notes.minimums), _MOST_MARKS)
    body += "".join(
        words(line, 0, under + 12 + 16 * index, size=12) for index, line in enumerate(notes.lines)
    )
    under += 16 * len(notes.lines)
    for index, line in enumerate(notes.marks):
        body += _key_line(line, under + 12 + _MARKS_ROW * index)
    title = "Score of each dimension"
    shown = description([row.row for row in rows])
    svg = drawing(
        prefix=prefix if charts == 1 else f"{prefix}-{place}",
        kind="bars",
        width=_WIDTH,
        height=under + _MARKS_ROW * len(notes.marks),
        title=title if charts == 1 else f"{title}, chart {place} of {charts}",
        desc=shown,
        body=body,
    )
    return Chart(svg, shown)


def _key_line(line: Sequence[Mark], base: float) -> str:
    pieces, left = "", 0.0
    for draw, text in line:
        pieces += draw(left + 10, base - 4) + words(text, left + 22, base, size=12)
        left += 34 + measured(text, 12)
    return pieces


Mark = tuple[Callable[[float, float], str], str]
"""What draws a mark around a point, and what the mark says."""


def marks(rows: Sequence[Standing], last: LastTime | None) -> list[Mark]:
    """The marks that the bars have, with what each means."""
    found: list[Mark] = []
    if last is not None and any(row.last is not None for row in rows):
        found.append((_last_mark, last_time(last)))
    if any(row.gates for row in rows):
        found.append((lambda x, y: flag(x - 4, y + 7), "Gate: an answer there caps the band"))
    if any(row.next is not None for row in rows):
        found.append((lambda x, y: reach(x - 9, x + 5, y, 2), "Where the next band begins"))
    return found


def last_time(last: LastTime) -> str:
    """What the mark of the score before is called."""
    return f"Last time, {last.day_text}"


def _last_mark(x: float, y: float) -> str:
    return diamond(x, y, 6)


def reach(start: float, end: float, middle: float, half: float) -> str:
    """A thin line on from a bar, half as high, to where the next band begins."""
    on = {"x1": start, "y1": middle, "x2": end, "y2": middle}
    stop = {"x1": end, "y1": middle - half - 4, "x2": end, "y2": middle + half + 4}
    thin = shape("line", class_="chart-next", **on, stroke=DEEP, stroke_width=1.5)
    return thin + shape("line", class_="chart-next", **stop, stroke=DEEP, stroke_width=3)


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


def _along(value: Decimal) -> float:
    """Where on the plot a score lies, from the left edge."""
    return _LABELS + _PLOT * float(value) / 100


def apart(bands: Sequence[ReportBand], along: Callable[[Decimal], float]) -> list[Decimal]:
    """The ends of the bands whose figures can be printed without touching; 0 and 100 always."""
    edges = [band.lower for band in bands] + [Decimal(100)]

    def half(edge: Decimal) -> float:
        return measured(bound_text(edge), 12) / 2 + 2

    chosen = edges[:1]
    for edge in edges[1:-1]:
        left_of_it = along(edge) - half(edge)
        right_of_it = along(edge) + half(edge)
        if left_of_it >= along(chosen[-1]) + half(chosen[-1]) and right_of_it <= along(
            edges[-1]
        ) - half(edges[-1]):
            chosen.append(edge)
    return [*chosen, edges[-1]]


def bound_text(edge: Decimal) -> str:
    """An end of a band, without a decimal that says nothing."""
    return f"{edge:f}".removesuffix(".0")


def _column(bands: Sequence[ReportBand], index: int) -> tuple[float, float]:
    """Where a band's column begins and ends."""
    edges = [band.lower for band in bands] + [Decimal(100)]
    return _along(edges[index]), _along(edges[index + 1])


def _keys(bands: Sequence[ReportBand]) -> list[str]:
    """The lines of a key to the bands, which then have numbers; none where their names fit."""
    fits = len(apart(bands, _along)) == len(bands) + 1
    for index, band in enumerate(bands):
        left, right = _column(bands, index)
        fits = fits and measured(band.name, 10) <= right - left - 4
    if fits:
        return []
    key = "; ".join(
        f"{place} {band.name} from {bound_text(band.lower)}"
        for place, band in enumerate(bands, start=1)
    )
    return wrapped(f"Bands: {key}.", _WIDTH, 12, 40)


def _zones(bands: Sequence[ReportBand], bottom: float, keyed: bool) -> str:
    """The bands as columns: their names or numbers above, their bounds below."""
    pieces = []
    for index, band in enumerate(bands):
        left, right = _column(bands, index)
        tint = ZONES[int(shade_of(index, len(bands) - 1))]
        place = {"x": left, "y": _TOP, "width": right - left, "height": bottom - _TOP}
        pieces.append(shape("rect", class_="chart-zone", **place, fill=tint))
        name, room = str(index + 1) if keyed else band.name, right - left - 4
        size = 12 if measured(name, 12) <= room else 10
        if measured(name, size) <= room:
            middle = (left + right) / 2
            pieces.append(words(name, middle, _TOP - 10, size=size, anchor="middle"))
    figures = apart(bands, _along)
    for edge in [band.lower for band in bands] + [Decimal(100)]:
        at = _along(edge)
        place = {"x1": at, "y1": _TOP, "x2": at, "y2": bottom + 5}
        pieces.append(shape("line", class_="chart-bound", **place, stroke=LINE, stroke_width=1))
        if edge in figures:
            pieces.append(words(bound_text(edge), at, bottom + 20, size=12, anchor="middle"))
    return "".join(pieces)


def _bar(laid: _Laid, middle: float) -> str:
    row = laid.row
    bold = {"font_weight": "bold"} if row.kind == OVERALL else {}
    pieces = [block(laid.label, _LABELS - 12, middle, size=laid.size, anchor="end", **bold)]
    if row.value is not None:
        end = _along(row.value)
        place = {"x": _LABELS, "y": middle - _BAR / 2, "width": end - _LABELS, "height": _BAR}
        if row.next is not None:
            pieces.append(reach(end, _along(row.next.lower), middle, _BAR / 2))
        pieces.append(
            shape("rect", class_=f"chart-bar chart-bar-{row.kind}", **place, **PAINT[row.kind])
        )
    if row.last is not None:
        pieces.append(_last_mark(_along(row.last), middle))
    left = _LABELS + _PLOT + 12
    up = 7.0 * (len(laid.below) - 1)
    base, size = (middle - 1 - up, 16.0) if laid.below else (middle + 5, 14.0)
    score = row.score or "No score"
    pieces.append(
        words(score, left, base, size=size, font_weight="bold" if row.score else "normal")
    )
    if row.gates:
        flag_at = left + measured(score, size, bold=True) + 8
        pieces.append(flag(flag_at, base) + words(GATE, flag_at + 14, base, size=12))
    pieces += [
        words(line, left, middle + 14 - up + 14 * index, size=12)
        for index, line in enumerate(laid.below)
    ]
    return "".join(pieces)


def _minimum_marks(bands: Sequence[ReportBand], top: float) -> str:
    """A pointer for each band that asks for a least score in every dimension.

    Where there are too many to name them all, the last line says what the pointers are.
    """
    pieces = []
    for index, band in enumerate(bands):
        many = len(bands) > _MOST_MARKS and index >= _MOST_MARKS - 1
        at = _along(band.minimum or Decimal(0))
        line = top + 20 * min(index, _MOST_MARKS - 1) + 10
        corners = ((at, line - 8), (at - 5, line), (at + 5, line))
        tip = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        pieces.append(shape("polygon", class_="chart-minimum", points=tip, fill=DEEP))
        if many:
            if index == _MOST_MARKS - 1:
                pieces.append(words(_MARKS_ELSEWHERE, 0, line, size=12))
            continue
        text = f"{band.name} asks for {band.minimum_text} in every dimension"
        left = at + 10 + measured(text, 12) <= _WIDTH
        anchor = "start" if left else "end"
        room = _WIDTH - at - 10 if left else at - 12
        text = clipped(text, room, 12)
        pieces.append(words(text, at + (10 if left else -10), line, size=12, anchor=anchor))
    return "".join(pieces)


def description(rows: Sequence[Standing]) -> str:
    """The bars in words, for those who cannot see them."""
    return f"{'. '.join(row.words for row in rows)}. The scale runs from 0 to 100."
