"""The chart of scores over time: what it shows, and that it can be read without seeing it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.reports.glance import MOST_POINTS, Point
from assessments.reports.over_time import WIDTH, changes_edition, over_time

FIRST = Point(day=date(2025, 11, 24), score=Decimal("36.6"), band="Emerging", edition="2025")
SECOND = replace(FIRST, day=date(2026, 11, 20), score=Decimal("66.0"), band="Developing")


def test_it_says_in_words_what_it_draws() -> None:
    chart = over_time([SECOND, FIRST], "here")
    assert chart is not None
    assert chart.words == (
        "24 November 2025: 36.6, Emerging, edition 2025; "
        "20 November 2026: 66.0, Developing, edition 2025. The scale runs from 0 to 100."
    )
    assert 'role="img"' in chart.svg and 'id="here-desc"' in chart.svg
    assert ">36.6<" in chart.svg and ">66.0<" in chart.svg and "style=" not in chart.svg


def test_one_submission_is_no_line() -> None:
    assert over_time([FIRST], "here") is None


@pytest.mark.parametrize(("edition", "dashed"), [("2025", 0), ("2026", 1)])
def test_a_line_from_one_edition_to_another_is_dashed(edition: str, dashed: int) -> None:
    points = [FIRST, replace(SECOND, edition=edition)]
    chart = over_time(points, "here")
    assert chart is not None
    assert chart.svg.count("stroke-dasharray") == dashed
    assert changes_edition(points) is bool(dashed)


@pytest.mark.parametrize("score", ["0.0", "12.0", "40.0", "50.0", "90.0", "100.0"])
def test_no_line_of_the_scale_crosses_a_figure(score: str) -> None:
    chart = over_time([replace(FIRST, score=Decimal(score)), SECOND], "here")
    assert chart is not None
    [foot] = re.findall(rf'y="([\d.]+)"[^>]*>{re.escape(score)}<', chart.svg)
    lines = {float(y) for y in re.findall(r'class="chart-bound"[^>]* y1="([\d.]+)"', chart.svg)}
    assert len(lines) == 3 and not [y for y in lines if float(foot) - 10 < y < float(foot)]


@pytest.mark.parametrize("apart", [0, 1, 400])
def test_many_submissions_stay_inside_and_their_figures_apart(apart: int) -> None:
    points = [
        replace(FIRST, day=FIRST.day + timedelta(days=apart * place), score=Decimal(place * 5))
        for place in range(20)
    ]
    chart = over_time(points, "here")
    assert chart is not None
    assert chart.svg.count("<circle") == MOST_POINTS and ">95.0<" in chart.svg
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', chart.svg)]
    assert min(places) > 0 and max(places) < WIDTH
    bold = re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="middle"', chart.svg)
    across = [float(x) for x in bold]
    assert all(later - earlier >= 26 for earlier, later in zip(across, across[1:], strict=False))
