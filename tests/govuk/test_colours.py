"""Every pair of colours that meets on a page has the contrast that WCAG 2.2 AA asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments.reports.drawing import DEEP, SHADES, ZONES

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
COLOURS = dict(re.findall(r"--rd-([a-z-]+): (#[0-9a-f]{6});", TOKENS.read_text()))
TEXT, SHAPE = 4.5, 3.0

PAIRS = [
    *[
        (ink, back, TEXT)
        for ink in ("ink", "quiet", "link", "link-hover", "link-visited", "deep")
        for back in ("page", "wash", "tint")
    ],
    ("error", "page", TEXT),
    ("error", "wash", TEXT),
    ("good", "page", TEXT),
    *[(ink, "good-wash", TEXT) for ink in ("ink", "link", "link-hover", "link-visited")],
    ("accent-dark", "page", TEXT),
    ("paper", "deep", TEXT),
    ("paper", "link", TEXT),
    ("paper", "good", TEXT),
    ("paper", "error", TEXT),
    ("focus-ink", "focus", TEXT),
    # The focus is known by its dark edge, which must show next to every ground.
    ("focus-ink", "page", SHAPE),
    ("focus-ink", "wash", SHAPE),
    ("focus", "deep", SHAPE),
    # Edges of controls and bars.
    ("ink", "page", SHAPE),
    ("quiet", "paper", SHAPE),
    ("deep", "paper", SHAPE),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("one", "other", "least"), PAIRS)
def test_contrast(one: str, other: str, least: float) -> None:
    assert contrast(COLOURS[one], COLOURS[other]) >= least


@pytest.mark.parametrize("zone", ZONES)
def test_a_bar_shows_on_every_band_behind_it(zone: str) -> None:
    assert contrast(DEEP, zone) >= SHAPE


def test_the_sum_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < TEXT < contrast("#767676", "#ffffff")


def test_a_tile_of_a_picture_or_a_paper_has_the_colours_that_it_has_on_the_page() -> None:
    rules = re.findall(
        r"^(\[data-shade.*) \{ background: var\(--rd-([a-z-]+)\); color: var\(--rd-([a-z-]+)\); \}",
        (TOKENS.parent / "report.css").read_text(),
        re.MULTILINE,
    )
    on_the_page = {
        shade: (COLOURS[fill], COLOURS[ink])
        for shades, fill, ink in rules
        for shade in re.findall('"([^"]+)"', shades)
    }
    assert on_the_page == SHADES
    assert all(contrast(fill, ink) >= TEXT for fill, ink in SHADES.values())
