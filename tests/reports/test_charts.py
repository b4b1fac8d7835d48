"""The charts hold what a page needs: names for those who cannot see them, values in print, and
nothing that a strict content security policy or an XML reader refuses."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Engine
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.charts import MOST_HEIGHT, bar_charts
from assessments.reports.charts_narrow import narrow_bar_chart
from assessments.reports.charts_radar import NARROW_RADAR, radar_chart
from assessments.reports.content import Report
from assessments.reports.drawing import ZONES, Svg, clipped, measured, wrapped
from assessments.reports.glance import LastTime
from assessments.reports.standing import standings
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.factories.shipped import shipped_rubric
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"


def bar_chart(report: Report, prefix: str) -> Svg:
    return bar_charts(report, prefix)[0].svg


def narrow_radar_chart(report: Report, prefix: str) -> Svg:
    return radar_chart(report, prefix, NARROW_RADAR)


DRAWINGS = [bar_chart, radar_chart, narrow_bar_chart, narrow_radar_chart]


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def named(report: Report, name: str) -> Report:
    return replace(report, dimensions=tuple(replace(part, name=name) for part in report.dimensions))


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_chart_is_named_described_and_without_inline_style(draw) -> None:  # type: ignore[no-untyped-def]
    svg = draw(samples.worked(), "one")
    root = tree(svg)
    assert root.get("role") == "img"
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert root.get("aria-labelledby", "").split() == ids == ["one-title", "one-desc"]
    assert all("style" not in each.attrib for each in root.iter())
    assert not re.search(r"<(script|style|foreignObject|image|a)\b", svg)
    assert all(part.score in svg for part in samples.worked().dimensions if part.score)


def test_two_charts_in_a_page_share_no_id() -> None:
    first, second = (bar_chart(samples.worked(), prefix) for prefix in ("a", "b"))
    assert not set(re.findall(r'id="([^"]+)"', first)) & set(re.findall(r'id="([^"]+)"', second))


def test_a_template_prints_a_chart_as_it_is_and_never_a_persons_markup() -> None:
    chart = bar_chart(named(samples.worked(), "<script>alert(1)</script> & co"), "x")
    template = Engine().from_string("{{ chart }}")
    printed = template.render(Context({"chart": chart}))
    assert printed == str(chart) and printed.startswith("<svg")
    assert "<script" not in printed and "&lt;script&gt;" in printed


@pytest.mark.parametrize(("draw", "unit"), [(bar_chart, 4), (narrow_bar_chart, 2.96)])
def test_bars_are_as_long_as_their_scores(draw, unit: float) -> None:  # type: ignore[no-untyped-def]
    root = tree(draw(samples.worked(), "x"))
    bars = [r for r in root.iter(f"{SVG}rect") if "chart-bar" in r.get("class", "")]
    scores = [samples.worked().headline.score, *(d.score for d in samples.worked().dimensions)]
    assert [float(bar.get("width", 0)) for bar in bars] == pytest.approx(
        [float(score or 0) * unit for score in scores], abs=0.06
    )


@pytest.mark.parametrize("draw", [bar_chart, narrow_bar_chart])
def test_a_dimension_below_the_minimum_is_shown_by_dash_and_words(draw) -> None:  # type: ignore[no-untyped-def]
    spec, sheet = shipped_rubric(), samples.worked_sheet()
    replies = {
        code: samples.reply(spec, code, 0)
        if code.startswith("BUD") and not spec.question(code).items
        else reply
        for code, reply in sheet.replies.items()
    }
    for code in replies:
        question = spec.question(code)
        if question.kind == "single" and not code.startswith("BUD"):
            replies[code] = samples.reply(spec, code, 4)
    report = samples.report(spec, AnswerSheet(sector=sheet.sector, replies=replies))
    svg = draw(report, "x")
    (short,) = [r for r in tree(svg).iter(f"{SVG}rect") if "bar-short" in r.get("class", "")]
    assert short.get("stroke-dasharray") and "Below minimum" in svg
    assert "bar-short" not in draw(samples.worked(), "x")


def since() -> Report:
    """The worked example, with one before it in which the budget had 20.5, and three gates."""
    report = samples.worked()
    last = LastTime(
        reference="R7K2-1",
        day=date(2025, 11, 24),
        edition="2025",
        score=Decimal("31.0"),
        band="",
        band_name="Emerging",
        scores={report.dimensions[0].code: Decimal("20.5")},
    )
    return replace(report, glance=replace(report.glance, last=last))


@pytest.mark.parametrize("draw", [bar_chart, narrow_bar_chart])
def test_a_bar_shows_last_time_the_gates_and_the_next_band_by_shape_and_words(draw) -> None:  # type: ignore[no-untyped-def]
    report = since()
    svg, rows = draw(report, "x"), standings(report)
    gated = [row for row in rows if row.gates]
    assert gated and [row.last_text for row in rows[:3]] == ["31.0", "20.5", ""]
    found = [shape.get("class") for shape in tree(svg).iter() if shape.get("class")]
    # Each once more, in the key. A line to the next band is drawn in two strokes.
    assert found.count("chart-last") == 2 + 1
    assert found.count("chart-gate") == len(gated) + 1
    assert found.count("chart-next") == 2 * (sum(row.next is not None for row in rows) + 1)
    texts = [text.text or "" for text in tree(svg).iter(f"{SVG}text")]
    assert sum("gate" in text.lower() for text in texts) == len(gated) + 1
    assert "Last time, 24 November 2025" in texts and "Where the next band begins" in texts
    said = next(tree(svg).iter(f"{SVG}desc")).text or ""
    assert "last time 20.5" in said and all(row.words in said for row in rows)
    zones = [s.get("fill") for s in tree(svg).iter(f"{SVG}rect") if s.get("class") == "chart-zone"]
    assert list(dict.fromkeys(zones)) == list(ZONES)


def test_a_chart_has_no_key_to_marks_that_it_has_not() -> None:
    report = scored(2)
    svg = bar_chart(report, "x")
    assert not report.gates and "Last time" not in svg and "Gate" not in svg


def test_how_far_the_next_band_is_counts_in_shown_tenths() -> None:
    row, bands = standings(since())[0], samples.worked().bands
    assert row.next is not None and row.next_text.startswith(f"{row.next.name} at ")
    assert replace(row, value=Decimal("39.9"), next=bands[2]).next_text == (
        f"{bands[2].name} at {bands[2].lower_text}, {bands[2].lower - Decimal('39.9')} more"
    )
    assert replace(row, next=None).next_text == ""


def scored(dimensions: int, name: str = "Dimension {}") -> Report:
    spec = samples.small(dimensions, name)
    replies = {q.code: samples.reply(spec, q.code, 2) for _, q in spec.questions()}
    return samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))


def test_a_radar_needs_three_scored_dimensions() -> None:
    for dimensions, drawn in ((2, False), (3, True), (12, True)):
        assert bool(radar_chart(scored(dimensions), "x")) == drawn
        assert bar_chart(scored(dimensions), "x")


@pytest.mark.parametrize(
    ("dimensions", "name", "drawn"),
    [
        (12, "D{}", True),
        (24, "Dimension {}", False),
        (16, "Contracts and suppliers {}", False),
        (
            4,
            "A name of so many words that no three lines next to an axis can hold it all {}",
            False,
        ),
        (5, "Unbreakablenameofadimension{}", False),
    ],
)
def test_there_is_no_radar_where_its_words_would_touch_or_be_cut(
    dimensions: int, name: str, drawn: bool
) -> None:
    assert bool(radar_chart(scored(dimensions, name), "x")) == drawn


@given(st.integers(3, 40), st.text("abc WM", min_size=1, max_size=40))
def test_words_around_a_radar_never_touch(dimensions: int, name: str) -> None:
    svg = radar_chart(named(scored(dimensions), name), "x")
    if not svg:
        return
    boxes: list[tuple[float, float, float, float]] = []
    for text in tree(svg).iter(f"{SVG}text"):
        size, x, y = (float(text.get(key, 0)) for key in ("font-size", "x", "y"))
        long = measured(text.text or "", size)
        left = {"start": x, "middle": x - long / 2, "end": x - long}[text.get("text-anchor", "")]
        boxes.append((left, y - size * 0.7, left + long, y))
    for index, one in enumerate(boxes):
        for two in boxes[index + 1 :]:
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart


def test_many_bars_are_shared_among_charts_that_fit_a_page() -> None:
    report = scored(40)
    charts = bar_charts(report, "x")
    assert len(charts) == 3
    shown = "".join(chart.svg for chart in charts)
    assert all(f">{part.name}</text>" in shown for part in report.dimensions)
    assert all(band.name in chart.svg for chart in charts for band in report.bands)
    assert all(float(tree(chart.svg).get("height", 0)) <= MOST_HEIGHT for chart in charts)
    assert [f"{part.name}: " in charts[0].words for part in report.dimensions].count(True) < 20
    assert charts[0].words.startswith("Overall: ") and "Overall" not in charts[1].words
    ids = [found for chart in charts for found in re.findall(r'id="([^"]+)"', chart.svg)]
    assert len(ids) == len(set(ids))


def test_a_long_name_is_there_in_full() -> None:
    name = "Procurement, contracts and the management of suppliers in every part of the council"
    for draw in (bar_chart, narrow_bar_chart):
        shown = " ".join(text.text or "" for text in tree(draw(named(scored(2), name), "x")).iter())
        assert shown.count(name) >= 2 and "…" not in shown


def test_bands_whose_names_or_bounds_have_no_room_are_numbered_and_listed_below() -> None:
    report = scored(3)
    bands = tuple(
        replace(band, name=f"A band with a long name {place}", lower=lower)
        for place, (band, lower) in enumerate(
            zip(report.bands, (Decimal(n) for n in (0, 50, 51, 52, 99)), strict=True)
        )
    )
    for draw in (bar_chart, narrow_bar_chart):
        texts = [t.text or "" for t in tree(draw(replace(report, bands=bands), "x")).iter()]
        shown = " ".join(texts)
        assert all(f"{band.name} from {band.lower}" in shown for band in bands)
        assert "50" in texts and "51" not in texts


def test_a_dimension_without_a_score_is_said_to_have_none() -> None:
    spec = samples.small(3)
    replies = {
        q.code: Reply(state=State.NOT_APPLICABLE, reason=samples.REASON)
        for _, q in spec.questions()
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    assert radar_chart(report, "x") == ""
    for draw in (bar_chart, narrow_bar_chart):
        svg = draw(report, "x")
        assert svg.count("No score") == 3 and 'class="chart-bar' not in svg
    assert "Dimension 1: no score" in bar_chart(report, "x")


LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch procurement WWWWWWWWWWWW " * 3


@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.parametrize("name", [LONG, "W" * 200, "采购" * 60, "Budget"])
def test_no_label_runs_out_of_the_picture(draw, name: str) -> None:  # type: ignore[no-untyped-def]
    spec = samples.small(9)
    replies = {
        q.code: samples.reply(spec, q.code, n % 5) for n, (_, q) in enumerate(spec.questions())
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    drawn = draw(named(report, name), "x")
    if not drawn:
        assert draw in (radar_chart, narrow_radar_chart)
        return
    root = tree(drawn)
    width, height = (float(side) for side in root.get("viewBox", "").split()[2:])
    for text in root.iter(f"{SVG}text"):
        size, x = float(text.get("font-size", 0)), float(text.get("x", 0))
        length = measured(text.text or "", size)
        left = {"start": x, "middle": x - length / 2, "end": x - length}[
            text.get("text-anchor", "")
        ]
        assert left >= -1 and left + length <= width + 1, text.text
        assert size * 0.7 <= float(text.get("y", 0)) <= height, text.text


@given(st.text())
def test_any_name_makes_a_well_formed_chart(name: str) -> None:
    for draw in DRAWINGS:
        drawn = draw(named(samples.worked(), name), "x")
        assert drawn or draw in (radar_chart, narrow_radar_chart)
        if drawn:
            tree(drawn)


def test_wrapping_keeps_every_word_that_fits() -> None:
    assert wrapped("System integration", 80, 14, 2) == ["System", "integration"]
    assert wrapped("System integration", 50, 14, 2)[1].endswith("…")
    assert wrapped("System integration", 400, 14, 2) == ["System integration"]
    assert clipped("abc", 100, 14) == "abc"
    assert wrapped("", 60, 14, 2) == []


def test_the_narrow_chart_says_what_its_columns_and_pointers_are() -> None:
    shown = " ".join(
        text.text or "" for text in tree(narrow_bar_chart(samples.worked(), "x")).iter()
    )
    for band in samples.worked().bands:
        assert f"{band.name} from {band.lower_text.removesuffix('.0')}" in shown
        if band.minimum_text:
            assert f"{band.name} asks for {band.minimum_text} in every dimension." in shown
