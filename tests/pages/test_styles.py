"""What a width changes is where things are, never their colours: axe looks at those once."""

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
