"""A report's charts as inline SVG text, the same on screen and in print. Pure.

Every value is printed next to its mark, and nothing is shown by colour alone. Each chart belongs
next to a table of the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from assessments.reports.content import Report, ReportBand, ReportDimension
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
MOST_HEIGHT = 940.0
"""The tallest that one chart may be: below a heading it still fits on a page of A4."""
_MOST_MARKS = 8
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
    rows = [_Laid.of(row) for row in bar_rows(report)]
    keys = _keys(report.bands)
    minimums = [band for band in report.bands if band.minimum is not None]
    below = 34.0 + 20 * min(len(minimums), _MOST_MARKS) + 16 * len(keys)
    shares = _shared(rows, MOST_HEIGHT - _TOP - below)
    return tuple(
        _bar_chart(report, share, keys, minimums, (prefix, place, len(shares)))
        for place, share in enumerate(shares, start=1)
    )


class _Laid(NamedTuple):
    """A row with its words in lines that fit, and the height that they need."""

    row: Row
    label: list[str]
    size: float
    below: list[str]
    height: float

    @classmethod
    def of(cls, row: Row) -> _Laid:
        size, label = 14.0, wrapped(row[0], _LABELS - 16, 14, 40)
        if len(label) > 2:
            size, label = 12.0, wrapped(row[0], _LABELS - 16, 12, 40)
        below = wrapped(row[3], _VALUES - 14, 12, 40)
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
    report: Report,
    rows: Sequence[_Laid],
    keys: Sequence[str],
    minimums: Sequence[ReportBand],
    named: tuple[str, int, int],
) -> Chart:
    prefix, place, charts = named
    bottom = _TOP + sum(row.height for row in rows)
    body, top = _zones(report.bands, bottom, bool(keys)), _TOP
    for row in rows:
        body += _bar(row, top + row.height / 2)
        top += row.height
    body += _minimum_marks(minimums, bottom + 30)
    under = bottom + 34 + 20 * min(len(minimums), _MOST_MARKS)
    body += "".join(
        words(line, 0, under + 12 + 16 * index, size=12) for index, line in enumerate(keys)
    )
    title = "Score of each dimension"
    shown = description(report) if charts == 1 else _part_described(report, rows)
    svg = drawing(
        prefix=prefix if charts == 1 else f"{prefix}-{place}",
        kind="bars",
        width=_WIDTH,
        height=under + 16 * len(keys),
        title=title if charts == 1 else f"{title}, chart {place} of {charts}",
        desc=shown,
        body=body,
    )
    return Chart(svg, shown)


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


def _part_described(report: Report, rows: Sequence[_Laid]) -> str:
    names = {row.row[0] for row in rows if row.row[4] != "overall"}
    said = description(report, [part for part in report.dimensions if part.name in names])
    return f"Overall: {report.headline.score}. {said}" if rows[0].row[4] == "overall" else said


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
        tint = TINT if index % 2 else WASH
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
    _, value, score, below, kind = laid.row
    bold = {"font_weight": "bold"} if kind == "overall" else {}
    pieces = [block(laid.label, _LABELS - 12, middle, size=laid.size, anchor="end", **bold)]
    if value is not None:
        place = {"x": _LABELS, "y": middle - _BAR / 2, "width": _along(value) - _LABELS}
        look = {"class_": f"chart-bar chart-bar-{kind}", **place, "height": _BAR, **PAINT[kind]}
        pieces.append(shape("rect", **look))
    left = _LABELS + _PLOT + 12
    if below:
        up = 7.0 * (len(laid.below) - 1)
        pieces.append(words(score, left, middle - 1 - up, size=16, font_weight="bold"))
        pieces += [
            words(line, left, middle + 14 - up + 14 * index, size=12)
            for index, line in enumerate(laid.below)
        ]
    else:
        pieces.append(words(clipped(score, _VALUES - 14, 14), left, middle + 5, size=14))
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


def description(report: Report, parts: Sequence[ReportDimension] | None = None) -> str:
    """The scores in words, for those who cannot see a chart; of some dimensions where given."""
    scores = [
        f"{part.name}: {part.score}, {part.band}" if part.score else f"{part.name}: no score"
        for part in (report.dimensions if parts is None else parts)
    ]
    score = report.headline.score
    overall = "" if score is None or parts is not None else f"Overall: {score}. "
    return f"{overall}{'; '.join(scores)}. The scale runs from 0 to 100."
