"""The charts hold what a page needs: names for those who cannot see them, values in print, and
nothing that a strict content security policy or an XML reader refuses."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from django.template import Context, Engine
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reports.charts import NARROW_RADAR, bar_chart, description, radar_chart
from assessments.reports.charts_narrow import narrow_bar_chart
from assessments.reports.content import Report
from assessments.reports.drawing import Svg, clipped, measured, wrapped
from assessments.scoring.sheet import AnswerSheet, Reply, State
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"


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


@pytest.mark.parametrize(("draw", "unit"), [(bar_chart, 4), (narrow_bar_chart, 3)])
def test_bars_are_as_long_as_their_scores(draw, unit: int) -> None:  # type: ignore[no-untyped-def]
    root = tree(draw(samples.worked(), "x"))
    bars = [r for r in root.iter(f"{SVG}rect") if "chart-bar" in r.get("class", "")]
    scores = [samples.worked().headline.score, *(d.score for d in samples.worked().dimensions)]
    assert [float(bar.get("width", 0)) for bar in bars] == pytest.approx(
        [float(score or 0) * unit for score in scores], abs=0.06
    )


@pytest.mark.parametrize("draw", [bar_chart, narrow_bar_chart])
def test_a_dimension_below_the_minimum_is_told_by_dash_and_words(draw) -> None:  # type: ignore[no-untyped-def]
    spec, sheet = samples.shipped(), samples.worked_sheet()
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


def test_a_radar_needs_three_scored_dimensions() -> None:
    for dimensions, drawn in ((2, False), (3, True), (12, True)):
        spec = samples.small(dimensions)
        replies = {q.code: samples.reply(spec, q.code, 2) for _, q in spec.questions()}
        report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
        assert bool(radar_chart(report, "x")) == drawn
        assert bar_chart(report, "x")


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
    assert "Dimension 1: no score" in description(report)


LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch procurement WWWWWWWWWWWW " * 3


@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.parametrize("name", [LONG, "W" * 200, "采购" * 60, "Budget"])
def test_no_label_runs_out_of_the_picture(draw, name: str) -> None:  # type: ignore[no-untyped-def]
    spec = samples.small(9)
    replies = {
        q.code: samples.reply(spec, q.code, n % 5) for n, (_, q) in enumerate(spec.questions())
    }
    report = samples.report(spec, AnswerSheet(sector="local_authority", replies=replies))
    root = tree(draw(named(report, name), "x"))
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
@settings(max_examples=40, deadline=None)
def test_any_name_makes_a_well_formed_chart(name: str) -> None:
    for draw in DRAWINGS:
        tree(draw(named(samples.worked(), name), "x"))


def test_wrapping_keeps_every_word_that_fits() -> None:
    assert wrapped("System integration", 80, 14, 2) == ["System", "integration"]
    assert wrapped("System integration", 50, 14, 2)[1].endswith("…")
    assert wrapped("System integration", 400, 14, 2) == ["System integration"]
    assert clipped("abc", 100, 14) == "abc"
    assert wrapped("", 60, 14, 2) == []


def test_the_narrow_chart_says_what_its_columns_and_pointers_are() -> None:
    told = " ".join(
        text.text or "" for text in tree(narrow_bar_chart(samples.worked(), "x")).iter()
    )
    for band in samples.worked().bands:
        assert f"{band.name} from {band.lower_text.removesuffix('.0')}" in told
        if band.minimum_text:
            assert f"{band.name} asks for {band.minimum_text} in every dimension." in told
