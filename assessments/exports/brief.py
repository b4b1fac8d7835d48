"""A report with a number or a code for each name that is too long for the tables of four pages.

No name is cut: a band's is whole on the ladder, next to its number, and a dimension's is next to
its code where its score is, or its tiles where the rubric shows no score. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.exports.printing import mapped
from assessments.reports.content import Report

BAND_MOST, NARROW_MOST, NAME_MOST = 40, 45, 100
"""The most characters of a band's name in a table, of a dimension's in a column of the usual width,
and of a dimension's in two tables.
"""
BAND_ROOM = 82.0
"""The room, in points, for the name of a band in a table, on paper and in the estimate of pages."""
ROWS_MOST = 15
"""The most dimensions in rows of the usual height."""
_TEXTS = ("glance", "headline", "bands", "gates", "balance", "actions", "change", "how_sure")
"""What is worded from names, and has no words that people wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The room in points for the names of dimensions, and above and below what is in a row: of
    scores, and of tiles. The templates and `as_pdf_board` take them from here.
    """

    name: float = 112.0
    pad: float = 5.5
    tile_pad: float = 5.0


USUAL = Table()


def table_of(report: Report) -> Table:
    """The tables of a board report on this report."""
    longest = max((len(part.name) for part in report.dimensions), default=0)
    table = Table(name=236.0) if longest > NARROW_MOST else USUAL
    many = len(report.dimensions) > ROWS_MOST
    return replace(table, pad=3.0, tile_pad=3.0) if many else table


def briefed(report: Report) -> Report:
    """The report as it is where its names are short, as they nearly always are."""
    # A text does not say whose a name is that two have.
    names = Counter([each.name for each in report.bands])
    names.update(each.name for each in report.dimensions)
    once = {name for name, count in names.items() if count == 1}
    bands = {each.name for each in report.bands if len(each.name) > BAND_MOST} & once
    parts = {each.name for each in report.dimensions if len(each.name) > NAME_MOST} & once
    if not bands and not parts:
        return report
    numbers = {each.name: f"Band {place}" for place, each in enumerate(report.bands, start=1)}
    said = {name: numbers[name] for name in bands}
    said |= {each.name: each.code for each in report.dimensions if each.name in parts}
    shown = {each.code: f"{each.code} {each.name}" for each in report.dimensions}
    known = {said[name]: shown[said[name]] for name in parts}
    report = _worded(report, said)
    if report.headline.open_band is not None:
        heat = [replace(each, name=known.get(each.name, each.name)) for each in report.glance.heat]
        report = replace(report, glance=replace(report.glance, heat=heat))
    return replace(
        report,
        dimensions=[
            replace(each, name=known.get(each.code, each.name), band=said.get(each.band, each.band))
            for each in report.dimensions
        ],
        balance=[
            replace(each, dimension=known.get(each.dimension, each.dimension))
            for each in report.balance
        ],
        unknown=[
            replace(each, dimension=said.get(each.dimension, each.dimension))
            for each in report.unknown
        ],
    )


def _worded(report: Report, said: Mapping[str, str]) -> Report:
    """The report's own sentences with each name as it is `said`, and the ladder with both."""
    either = re.compile("|".join(map(re.escape, sorted(said, key=len, reverse=True))))

    def worded(text: str) -> str:
        return either.sub(lambda found: said[found.group()], text)

    texts = {field: mapped(getattr(report, field), worded) for field in _TEXTS}
    glance = texts["glance"]
    rungs = [
        replace(new, name=new.name if new.name == old.name else f"{new.name}: {old.name}")
        for new, old in zip(glance.ladder.rungs, report.glance.ladder.rungs, strict=True)
    ]
    texts["glance"] = replace(glance, ladder=replace(glance.ladder, rungs=rungs))
    return replace(report, **texts)
