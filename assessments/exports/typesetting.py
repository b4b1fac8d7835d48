"""What the two papers have in common: typst, the standards, and what is printed in both.

The templates next to this file only lay out: they get the report as JSON, which typst reads as text
and never as markup, so nothing that a person wrote can act on the page.
"""

from __future__ import annotations

import json
import logging
import os.path
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings

from assessments.exports.brief import BAND_ROOM, USUAL, Table
from assessments.exports.compositor import COMPOSITOR, Job, SettingFault, compiled
from assessments.exports.logo import drawing_of, size_of
from assessments.exports.pictures import svg
from assessments.exports.printing import BREAK, SUBSTITUTE, Printer, as_data, fitting
from assessments.reports.branding import Branding
from assessments.reports.content import Report, ReportAction, ReportBand
from assessments.reports.drawing import DEEP, SHADES, WHITE, ZONES, clipped, measured, wrapped
from assessments.reports.glance import Tile, TileRow, shade_of
from assessments.reports.over_time import scores_so_far, trend
from assessments.reports.standing import GATE, SHORT, Standing, standings
from assessments.wording import long_date

log = logging.getLogger(__name__)

_STANDARDS = ["ua-1", "a-2b"]
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\b")
_RUNNING = 240.0
"""The room, in points, for the name of the organisation at the head of every page: one line."""
_TILE_ROOM, _SIZE = 432.0, 9.5
"""The room, in points, for the names of dimensions and their tiles, and the size of letters."""
_TOGETHER = 600.0
"""The most points of tiles that are kept on one page: an eighth of it is left, since a block that
is taller than its page runs over the foot.
"""
REPLACED = (
    f"Some characters in this report could not be printed and are shown as {SUBSTITUTE}. "
    "The report on screen has them all."
)


def typeset(template: str, report: Report, data: Mapping[str, object]) -> bytes:
    """The report in type, made when it was submitted."""
    who = report.particulars
    return set_in_type(template, data, reference=who.reference, at=who.submitted_at)


def set_in_type(
    template: str, data: Mapping[str, object], *, reference: str, at: datetime
) -> bytes:
    """The same bytes for the same data. No text makes it fail.

    Should typst find something that the standards forbid, the paper is made without them and the
    fault is logged: a reader with a plain PDF is better off than one with none. Raises
    `CompositorBusy` where too many are being made.
    """
    report = json.dumps(data)
    try:
        return _compiled(template, at, report, _STANDARDS)
    except SettingFault as error:
        log.error("The PDF of %s does not meet its standards: %s", reference, error)
        return _compiled(template, at, report, [])


def _compiled(template: str, at: datetime, data: str, standards: list[str]) -> bytes:
    stamp = int(at.timestamp())
    job = Job(template=template, data=data, standards=standards, timestamp=stamp)
    return COMPOSITOR.set(job) if settings.PDFS_SET_APART else compiled(job)


def shared_data(report: Report, printer: Printer, table: Table = USUAL) -> dict[str, object]:
    """What `paper.typ` prints in both papers, apart from the fields of the report itself."""
    glance, change = report.glance, report.change
    return {
        "meta": _meta(report, printer),
        "verdict": as_data(glance.verdict, printer.text),
        "ladder": as_data(glance.ladder, printer.text),
        "trend": _trend_data(report, printer),
        "change": as_data(change.sentence if change else "", printer.text),
        "standing": _standing_data(report, printer, table.name),
        "heat": _heat_data(report, printer, table.name),
        "heat_whole": sum(map(_heat_height, report.glance.heat)) < _TOGETHER,
        "table": asdict(table),
    }


def _standing_data(report: Report, printer: Printer, room: float) -> dict[str, object] | None:
    """The overall score and each dimension's on one scale, with last time's; `None` without one."""
    rows, top = standings(report), len(report.bands) - 1
    if report.headline.open_band is not None:
        return None
    return {
        "rows": [_standing(row, printer, room) for row in rows],
        "bounds": [float(band.lower) for band in report.bands[1:]],
        "zones": [
            {"from": float(band.lower), "fill": ZONES[int(shade_of(place, top))]}
            for place, band in enumerate(report.bands)
        ],
        "words": as_data(_bounds(report.bands), printer.text),
        "last": any(row.last is not None for row in rows),
        "next": any(row.next is not None for row in rows),
        "gates": any(row.gates for row in rows),
    }


def _trend_data(report: Report, printer: Printer) -> dict[str, object] | None:
    """The scores over time as a drawing and in words; `None` for fewer than two."""
    drawn = trend(report, "trend")
    if drawn is None:
        return None
    return {
        "drawing": svg(drawn).decode(),
        "words": printer.text(drawn.words),
        "scores": [
            as_data(
                f"{long_date(one.day)}: {one.score:.1f}, {one.band}, edition {one.edition}",
                printer.text,
            )
            for one in scores_so_far(report)
        ],
    }


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _standing(row: Standing, printer: Printer, room: float) -> dict[str, object]:
    return {
        "name": fitting(printer.text(row.name), room, _SIZE),
        "score": row.score or "no score",
        "value": _number(row.value),
        "band": fitting(printer.text(row.band), BAND_ROOM, _SIZE),
        "share": row.share,
        "before": _number(row.last),
        "was": row.last_text,
        "short": row.kind == SHORT,
        "gate": GATE if row.gates else "",
        "next": None if row.next is None else float(row.next.lower),
        "whole": _whole(measured(row.name + row.band, _SIZE)),
    }


def _whole(width: float) -> bool:
    """Whether a row whose words are as wide as this together is sure to fit on a page, so that it
    may be kept from being cut by the end of one.
    """
    return width < 20 * BAND_ROOM


def _bounds(bands: Sequence[ReportBand]) -> str:
    return "; ".join(f"{band.name} from {band.lower_text}" for band in bands)


def _heat_data(report: Report, printer: Printer, room: float) -> list[dict[str, object]]:
    """Each dimension with a tile for each of its questions: its code, and what is known of it.

    What the codes of a dimension have in common is said once, in its row.
    """
    return [
        {
            "name": fitting(printer.text(row.name), room, _SIZE),
            "shared": fitting(printer.text(shared), room, _SIZE),
            "tiles": [
                {
                    "code": tile.code,
                    "text": fitting(
                        printer.text(tile_words(tile, shared)), _TILE_ROOM - room, _SIZE
                    ),
                    "fill": fill,
                    "white": ink == WHITE,
                    "caps": tile.caps,
                    "critical": tile.critical,
                }
                for tile in row.tiles
                for fill, ink in [SHADES[tile.shade]]
            ],
            "whole": _whole(sum(measured(tile.code, _SIZE) + 40 for tile in row.tiles) / 3)
            and _whole(measured(row.name, _SIZE)),
        }
        for row in report.glance.heat
        if row.tiles
        for shared in [shared_start([tile.code for tile in row.tiles])]
    ]


def _heat_height(row: TileRow) -> float:
    """About how much of a page a row of tiles takes, in points."""
    if not row.tiles:
        return 0.0
    shared = shared_start([tile.code for tile in row.tiles])
    across = sum(0.9 * measured(tile_words(tile, shared), _SIZE) + 9 for tile in row.tiles)
    name = fitting(f"{row.name} ({shared}…)", USUAL.name, _SIZE).replace(BREAK, " ")
    names = len(wrapped(name, USUAL.name, _SIZE, lines=99))
    return 17.5 + max(16.5 * (across // (_TILE_ROOM + 24 - USUAL.name)), 12.5 * (names - 1))


def shared_start(codes: Sequence[str]) -> str:
    """ "BUD-" of BUD-01 and BUD-02; empty where they have nothing in common up to a hyphen."""
    start = os.path.commonprefix([code[:-1] for code in codes])
    return start[: start.rfind("-") + 1]


def tile_words(tile: Tile, shared: str) -> str:
    """ "01: 3" of a level, "07: ?" of a don't know; then "!" where it caps the band, "+" where
    there is evidence.
    """
    state = "?" if tile.dont_know else tile.level or "–"
    marks = ("!" if tile.caps else "") + ("+" if tile.evidence else "")
    return f"{tile.code.removeprefix(shared)}: {state}{marks}"


def language_of(tag: str) -> tuple[str, str | None]:
    """The language and the region of a tag such as `en-GB`."""
    found = _LANGUAGE.match(tag)
    return (found[1], found[2]) if found else ("en", None)


def sheet_data(
    tag: str, organisation: str, branding: Branding | None, printer: Printer
) -> dict[str, object]:
    """What `sheet.typ` sets every PDF on: its language, and how the organisation's are printed."""
    language, region = language_of(tag)
    branding = branding or Branding()
    return {
        "running": clipped(printer.text(organisation), _RUNNING, 9),
        "language": language,
        "region": region,
        "colour": branding.colour or DEEP,
        "logo": None
        if branding.logo is None
        else {
            "drawing": drawing_of(branding.logo),
            "width": size_of(branding.logo)[0],
            "height": size_of(branding.logo)[1],
            "words": printer.text(f"Logo of {organisation}"),
        },
    }


def _meta(report: Report, printer: Printer) -> dict[str, object]:
    """What is said of the document, and at the head of each of its pages."""
    who = report.particulars
    return {
        **sheet_data(report.edition.language, who.organisation, report.branding, printer),
        "title": printer.text(report.title),
        "author": printer.text(who.submitted_by),
        "submitted_text": who.submitted_text,
        "submitted_date": who.submitted_date,
        "reference": f"Reference {printer.text(who.reference)}"
        + (f", code {who.code}" if who.code else ""),
        "content_hash": report.edition.content_hash,
        "classification": as_data(
            report.branding.classification if report.branding else "", printer.text
        ),
    }


def notice(printer: Printer) -> str:
    """Whether anything had to be replaced, in a sentence: ask when everything has been printed."""
    return REPLACED if printer.replaced else ""


def action_data(action: ReportAction, printer: Printer, gap: str = "") -> dict[str, object]:
    """An action with what is said next to its title: "Lifts a gate · gap 2.4 · gain 0.8"."""
    said = [action.reason, gap and f"gap {gap}", action.gain and f"gain {action.gain}"]
    data: dict[str, object] = as_data(action, printer.text)
    data["about"] = as_data(" · ".join(one for one in said if one), printer.text)
    return data
