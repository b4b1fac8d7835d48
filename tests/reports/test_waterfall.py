"""The waterfall has a scale on which its steps can be read."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.score_change import ChangeStep, ReportChange
from assessments.reports.waterfall import WIDTH, waterfall

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*scores: str) -> ElementTree.Element:
    """The chart of a change that came to each of these scores in turn."""
    places = [Decimal(score) for score in scores]
    steps = [
        ChangeStep(name="Answers", text=f"{after - before:+}", before=before, after=after)
        for before, after in zip(places, places[1:], strict=False)
    ]
    change = ReportChange(
        sentence="", band_sentence="", start=places[0], end=places[-1], steps=steps
    )
    chart = waterfall(change, "one")
    assert chart is not None
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - our own drawing


def scale(chart: ElementTree.Element) -> dict[str, float]:
    """The figures of the scale, each with where it is."""
    texts = [one for one in chart.iter(f"{SVG}text") if one.get("text-anchor") == "middle"]
    return {one.text or "": float(one.get("x", "")) for one in texts}


@pytest.mark.parametrize(
    ("scores", "figures"),
    [
        (("30.0", "36.6", "66.6"), ["30", "40", "50", "60"]),
        (("66.6", "66.9"), ["66.6", "66.7", "66.8", "66.9"]),
        (("0.0", "100.0"), ["0", "20", "40", "60", "80", "100"]),
        (("50.0", "50.0"), ["50"]),
    ],
)
def test_its_scale_has_round_figures(scores: tuple[str, ...], figures: list[str]) -> None:
    assert [*scale(drawn(*scores))] == figures


def test_no_letter_of_it_is_smaller_than_what_can_be_read_in_a_paper() -> None:
    texts = drawn("30.0", "36.6", "66.6").iter(f"{SVG}text")
    assert {float(one.get("font-size", "")) for one in texts} == {13}


@given(st.lists(st.integers(0, 1_000), min_size=2, max_size=8))
def test_the_figures_are_few_and_where_the_steps_put_them(tenths: list[int]) -> None:
    scores = [f"{one / 10:.1f}" for one in tenths]
    chart = drawn(*scores)
    found = scale(chart)
    low, high = min(tenths) / 10, max(tenths) / 10
    assert len(found) <= 7 and all(0 < at < WIDTH for at in found.values())
    assert all(low <= float(figure) <= high for figure in found)
    ends = [one for one in chart.iter(f"{SVG}line") if one.get("stroke-width") == "4"]
    places = dict(
        zip((scores[0], scores[-1]), (float(one.get("x1", "")) for one in ends), strict=True)
    )
    for score, at in places.items():
        same = found.get(re.sub(r"\.0$", "", score))
        assert same is None or abs(same - at) < 0.11
