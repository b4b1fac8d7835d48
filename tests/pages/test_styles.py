"""A width changes where things are, never colours: axe looks once. Sizes are of one scale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = sorted((Path(__file__).parents[2] / "static" / "css").glob("*.css"))
BY_WIDTH = re.compile(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)")
COLOURED = re.compile(r"(?<![\w-])(?:color|background|background-color|fill|opacity)\s*:[^;}]*")


def coloured_by_width(style: str) -> list[str]:
    """The colours that a style sheet uses at some widths only."""
    found = [one for block in BY_WIDTH.findall(style) for one in COLOURED.findall(block)]
    elsewhere = BY_WIDTH.sub("", style)
    return [one for one in found if one not in elsewhere]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_colour_depends_on_the_width(path: Path) -> None:
    assert coloured_by_width(path.read_text()) == []


def test_a_colour_of_narrow_pages_only_is_found_out() -> None:
    planted = "@media (max-width: 30em) { .a { margin: 0; } .b { margin: 0; color: #ccc } }"
    assert coloured_by_width(planted) == ["color: #ccc "]


BY_MEDIUM = re.compile(r"@media print \{(?:[^{}]*\{[^{}]*\})*\s*\}")
SIZE = re.compile(r"(?<![\w-])font(?:-size)?\s*:\s*([^;}]+)")
TOKENS = re.findall(r"(--rd-size-[\w]+):", (STYLES[0].parent / "tokens.css").read_text())
ON_SCREEN = [path for path in STYLES if path.name not in ("admin.css", "print.css")]


def off_the_scale(style: str) -> list[str]:
    """The sizes of text on screen that `tokens.css` does not name."""
    sizes = [size.strip() for size in SIZE.findall(BY_MEDIUM.sub("", style))]
    allowed = ("inherit", *(f"var({token})" for token in TOKENS))
    return [size for size in sizes if not size.startswith(allowed)]


@pytest.mark.parametrize("path", ON_SCREEN, ids=lambda path: path.name)
def test_every_size_of_text_is_of_the_one_scale(path: Path) -> None:
    assert off_the_scale(path.read_text()) == []


def test_a_size_of_its_own_is_found_out() -> None:
    planted = ".a { font-size: 1.1rem } .b { font: var(--rd-size-text)/1.5 arial }"
    planted += " .c { font: 2rem arial } @media print { .d { font-size: 9pt; } }"
    assert off_the_scale(planted) == ["1.1rem", "2rem arial"]


def test_what_a_page_begins_with_has_one_size() -> None:
    """`rd-lead`, which is of the scale; govuk-frontend's own lead paragraph is not."""
    templates = Path(__file__).parents[2] / "templates"
    assert [path for path in templates.rglob("*.html") if "govuk-body-l" in path.read_text()] == []
