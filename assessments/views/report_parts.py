"""What each part of a report shows on screen, of a submission or of a draft.

The parts have addresses of their own, so that each is short enough to read and to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict

from django.http import QueryDict
from django.utils.http import urlencode

from assessments.forms.frameworks import FrameworkSearchForm
from assessments.paging import by_head, cut, page_asked, page_of
from assessments.reports.answered import ReportQuestion
from assessments.reports.board import Room, action_within, band_within
from assessments.reports.charts import Chart, bar_charts
from assessments.reports.charts_narrow import narrow_bar_chart
from assessments.reports.charts_radar import NARROW_RADAR, radar_chart
from assessments.reports.content import Report
from assessments.reports.drawing import Svg
from assessments.reports.glance import TileRow
from assessments.reports.over_time import trend
from assessments.reports.standing import standings
from assessments.reports.waterfall import waterfall
from assessments.rubric.definition import RubricSpec
from assessments.rubric.frameworks import Search, room_of

SUMMARY = "summary"
PARTS = {
    SUMMARY: "Summary",
    "actions": "Actions",
    "dimensions": "Dimensions",
    "answers": "Answers",
    "method": "Method",
}
"""The parts of a report in order, each with what it is called."""

ANSWERS_MOST, ROOM = 40, 85_000
"""The most answers on a page, and the characters of markup that they may come to together."""
DIMENSIONS_MOST, TILES_MOST = 40, 250
"""The most dimensions on a page, and the most questions of one."""
ACTIONS_MOST = 50
UNASKED_MOST = 200
NAMED_FIRST = 3
"""How many actions and strengths the summary names."""
DRAWN_FIRST, DRAWN_ROOM = 8, 30_000
"""Of so many dimensions, and in so many characters, the summary has the chart; else they have."""
ROOM_FIRST = Room(text=700, name=200, items=6)
"""What the summary has of a text: the actions have theirs whole, and the working paper the rest."""
LISTED_MOST = 20
"""How many of a list are named where the whole of it is elsewhere."""
_NAMED: Mapping[str, object] = {"most": LISTED_MOST, "most_listed": f":{LISTED_MOST}"}

LISTS = {
    "unknown": "Answered “don’t know”",
    "unconfirmed": "Unconfirmed answers",
    "gates": "Answers below a gate",
    "not_fitting": "Answers that do not fit what was held",
    "contradicted": "Answers that do not fit together",
    "unasked": "Questions not asked",
}
"""The lists of questions of a report, by what `?show=` says to see one whole."""


def shown_of(
    part: str, report: Report, spec: Callable[[], RubricSpec], asked: QueryDict
) -> dict[str, object]:
    """What one of `PARTS` shows; `spec` gives the edition, and `asked` is what the address says."""
    shown: dict[str, Callable[[], dict[str, object]]] = {
        SUMMARY: lambda: _summary(report),
        "actions": lambda: _actions(report, asked),
        "dimensions": lambda: _dimensions(report, asked),
        "answers": lambda: _answers(report, spec(), asked),
        "method": lambda: _method(report),
    }
    return {"report": report, **shown[part]()}


def addresses(places: Mapping[str, str], part: str) -> dict[str, object]:
    """The way from one part of a report to the others: `places` are their addresses."""
    navigation = [
        {"name": name, "href": places[key], "here": key == part} for key, name in PARTS.items()
    ]
    return {"navigation": navigation, **{f"{key}_url": places[key] for key in PARTS}}


def _summary(report: Report) -> dict[str, object]:
    """`bars` where there is room for them, and `trend` where there are two scores. `cut` says
    whether a text is longer than it is here.
    """
    head, whole = report.headline, report.first_actions[:NAMED_FIRST]
    first = [replace(one, text=action_within(one, ROOM_FIRST).text) for one in whole]
    final, opened = (
        band and band_within(band, ROOM_FIRST) for band in (head.final, head.open_band)
    )
    return {
        **_bars_of(report, summary=True),
        "report": replace(report, headline=replace(head, final=final, open_band=opened)),
        "cut": [*first, final, opened] != [*whole, head.final, head.open_band],
        "first": first,
        "strongest": report.strengths[:NAMED_FIRST],
        "rungs": [*reversed(report.glance.ladder.rungs)],
        "trend": trend(report, "trend"),
    }


class Bars(TypedDict, total=False):
    """The scores of the dimensions as drawings, for wide screens and for narrow ones."""

    bars: Sequence[Chart]
    narrow_bars: Svg


def _bars_of(report: Report, *, summary: bool) -> Bars:
    """The drawings where the summary has them, or where the dimensions have: the one or the other,
    by whether the summary has room.
    """
    many = len(report.dimensions) > DRAWN_FIRST
    if many and summary:
        return {}
    drawn = bars(report)
    charts = [*(one.svg for one in drawn.get("bars", ())), drawn.get("narrow_bars", "")]
    fits = not many and sum(map(len, charts)) <= DRAWN_ROOM
    return drawn if fits is summary else {}


def bars(report: Report) -> Bars:
    """The drawings; none where the rubric shows no score."""
    if report.headline.open_band:
        return {}
    return {
        "bars": bar_charts(report, "bars"),
        "narrow_bars": narrow_bar_chart(report, "narrow-bars"),
    }


def _actions(report: Report, asked: QueryDict) -> dict[str, object]:
    """The gates that fired, on the first page, and the recommended actions in order."""
    leaf = page_of(cut(report.actions, ACTIONS_MOST), asked.get("page", ""))
    return {
        **_NAMED,
        "leaf": leaf,
        "which": leaf.said("Action"),
        "neighbours": leaf.neighbours(),
    }


def _dimensions(report: Report, asked: QueryDict) -> dict[str, object]:
    """A tile for each question, by dimension, and what there is to say of each dimension."""
    leaf = page_of(
        cut(_chunks(report), DIMENSIONS_MOST, size=_room_of_chunk, room=ROOM), asked.get("page", "")
    )
    parts = {part.code: part for part in report.dimensions}
    return {
        **({} if leaf.number > 1 else _bars_of(report, summary=False)),
        "leaf": leaf,
        "which": leaf.said("Part"),
        "neighbours": leaf.neighbours(),
        "answers_here": "../answers/",  # short, because it is in every tile
        "beginning": [parts[row.code] for row, begins in leaf.items if begins],
        "standings": standings(report) if leaf.number == 1 else [],
    }


def _chunks(report: Report) -> list[tuple[TileRow, bool]]:
    """The rows of the heat map, a long one in pieces, and whether each is where a row begins."""
    return [
        (replace(row, tiles=row.tiles[start : start + TILES_MOST]), start == 0)
        for row in report.glance.heat
        for start in range(0, max(len(row.tiles), 1), TILES_MOST)
    ]


def _room_of_chunk(chunk: tuple[TileRow, bool]) -> int:
    """About how many characters of markup a row of the heat map and its dimension take."""
    row, begins = chunk
    tiles = sum(190 + len(tile.title) + 2 * len(tile.code) for tile in row.tiles)
    return tiles + (1_500 if begins else 200)


def _method(report: Report) -> dict[str, object]:
    """How the result came about, the radar, and the record."""
    drawn: dict[str, object] = {}
    if not report.headline.open_band:
        drawn = {
            "radar": radar_chart(report, "radar"),
            "narrow_radar": radar_chart(report, "narrow-radar", NARROW_RADAR),
        }
    if report.change is not None:
        drawn["waterfall"] = waterfall(report.change, "waterfall")
    return {**drawn, **_NAMED}


def _answers(report: Report, spec: RubricSpec, asked: QueryDict) -> dict[str, object]:
    """Every answer with its figures. `?page=` names a page, `?question=` a question on it.

    `?show=` is one of `LISTS`. `?framework=` and `?ref=` leave only the questions that count
    towards these.
    """
    wanted = asked.get("show", "")
    show = wanted if wanted in LISTS else ""
    search = Search.of(spec, report.particulars.sector, asked)
    parts = search.among(_parts(report, show))
    size, most = (None, UNASKED_MOST) if show == "unasked" else (_size, ANSWERS_MOST)
    leaf = page_asked(cut(parts, most, size=size, room=ROOM), asked)
    return {
        "show": show,
        "title": LISTS.get(show, search.heading) or "Every answer",
        "search": search,
        "said": search.said(len(parts)),
        "search_form": partial(FrameworkSearchForm, search, show=show),
        "leaf": leaf,
        "which": leaf.said("Question"),
        "groups": by_head(report.dimensions, leaf.items, lambda part: part.dimension),
        "neighbours": leaf.neighbours(show=show, **search.query),
        "contents": [] if show or search.active else _contents(report),
        "lists": [
            (key, name, len(found)) for key, name in LISTS.items() if (found := _parts(report, key))
        ],
    }


def _parts(report: Report, show: str) -> Sequence[ReportQuestion]:
    """The answers to page through."""
    if show == "unasked":
        return report.unasked
    if not show:
        return report.questions
    codes = {each.code for each in getattr(report, show)}
    return [part for part in report.questions if part.code in codes]


def _size(part: ReportQuestion) -> int:
    """About how many characters of markup an answer takes."""
    evidence = sum(len(item.title) + 2 * len(item.url) + 100 for item in part.evidence)
    towards = room_of(part.counts_towards)
    words = len(part.text) + len(part.answer) + len(part.level_text) + len(part.note)
    words += sum(len(one.message) + len(one.reason) + 300 for one in part.contradictions)
    return 1_300 + words + len(part.reason) + 10 * len(part.chosen) + evidence + towards


def _contents(report: Report) -> list[tuple[str, str]]:
    """Each dimension's name, and the address where its answers begin."""
    found = []
    for part in report.dimensions:
        first = next(iter(report.questions_of(part.code)), None)
        if first is not None:
            query = urlencode({"question": first.code})
            found.append((part.name, f"?{query}#dimension-{part.code}"))
    return found
