"""Effort against gain as a drawing."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from assessments.reports.charts_effort import Weighed, effort_chart

HALVES = (Decimal("1.2"), Decimal(10))


def drawn(*given: tuple[str, str, bool], **more: float) -> tuple[ElementTree.Element, str]:
    actions = [Weighed(days=Decimal(d), gain=Decimal(g), quick=q) for d, g, q in given]
    chart = effort_chart(actions, HALVES, "x", **more)
    return ElementTree.fromstring(chart.svg), chart.words  # noqa: S314 - our own drawing


def shapes(svg: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter() if one.tag.endswith(f"}}{tag}")]


def texts(svg: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in shapes(svg, "text")]


def test_a_quick_win_has_a_shape_and_a_word_of_its_own() -> None:
    svg, said = drawn(("2", "3", True), ("40", "0.5", False), ("90", "2.5", False))
    # One more of each is in the key.
    assert len(shapes(svg, "polygon")) == 2 and len(shapes(svg, "circle")) == 3
    assert {"Quick wins", "Quick win", "Other action"} <= set(texts(svg))
    assert said == (
        "3 actions by the days of staff that each takes and the points that it gains. "
        "1 is a quick win: a gain of 1.2 or more, in 10 days or fewer."
    )


def test_marks_that_would_lie_on_each_other_are_one_and_counted() -> None:
    svg, _ = drawn(*[("10", "1", False)] * 3, ("10", "1", True))
    assert len(shapes(svg, "circle")) == 2 and "×3" in texts(svg)


@pytest.mark.parametrize("width", [320.0, 640.0])
@pytest.mark.parametrize(
    "given",
    [
        [("0", "0.1", True)],
        [("10000", "100", False), ("0", "100", True)],
        [("0.5", "0.3", True), ("3", "0.1", False)],
    ],
)
def test_every_mark_and_word_lies_within_the_drawing(
    given: list[tuple[str, str, bool]], width: float
) -> None:
    svg, _ = drawn(*given, width=width, height=360.0)
    circles = [float(one.get("cx") or 0) for one in shapes(svg, "circle")]
    corners = [
        float(pair.split(",")[0])
        for one in shapes(svg, "polygon")
        for pair in (one.get("points") or "").split()
    ]
    assert all(0 <= x <= width for x in [*circles, *corners])
    heights = [float(one.get("y") or 0) for one in shapes(svg, "text")]
    assert all(0 < y <= 360 for y in heights)


def test_two_thousand_actions_draw_no_more_marks_than_there_is_room() -> None:
    many = [(str(each % 97), str(each % 41 / 10 + 0.1), each % 3 == 0) for each in range(2_000)]
    svg, _ = drawn(*many)
    assert len(shapes(svg, "circle")) + len(shapes(svg, "polygon")) < 500


def test_one_day_is_a_day() -> None:
    one = Weighed(days=Decimal(1), gain=Decimal(2), quick=True)
    said = effort_chart([one], (Decimal("0.5"), Decimal("1.0")), "x").words
    assert said.endswith("in 1 day or fewer.")
