"""The few SVG shapes that charts are made of, with text that is measured, wrapped and escaped.

Pure. Only attributes and classes are used, so that a page may forbid inline style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from html import escape

FONTS = "Arial, Noto Sans, sans-serif"
INK = "currentColor"
DEEP = "#1f3a4d"
WHITE = "#ffffff"
TINT = "#e8eff2"
LINE = "#8d8b82"
"""The colours of the identity, as in static/css/tokens.css."""
SHADES = {
    "0": ("#f4f6f7", "#16242c"),
    "1": ("#dfe8ec", "#16242c"),
    "2": ("#bfd0d9", "#16242c"),
    "3": ("#86a5b5", "#16242c"),
    "4": (DEEP, WHITE),
    "unknown": (WHITE, "#16242c"),
    "none": (WHITE, "#16242c"),
}
"""What a tile of each shade is painted with, and the words in it, as in static/css/report.css."""
ZONES = ("#f4f6f7", "#e3ebef", "#cfdce3", "#b9ccd6", "#a2bbc8")
"""The bands behind bars, from the lowest to the highest; a bar's colour shows on each of them."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("ijlftrI.,:;'|!()[] -")
_BROAD = frozenset("mwMW@%")


class Svg(str):
    """A finished drawing. Text that people wrote is escaped inside it already, so template
    engines that know `__html__` print it as it is.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def safe(text: str) -> str:
    """The text for use in SVG: escaped, without what XML cannot hold."""
    return escape(_NOT_XML.sub("", text))


def number(value: float | Decimal) -> str:
    """A coordinate, short and the same on every machine."""
    text = f"{float(value):.1f}"
    return text[:-2] if text.endswith(".0") else text


def attributes(**values: str | float | Decimal) -> str:
    """Attributes in the order given; `_` in a name becomes `-`, and `class_` is `class`."""
    pieces = []
    for name, value in values.items():
        text = safe(value) if isinstance(value, str) else number(value)
        pieces.append(f' {name.rstrip("_").replace("_", "-")}="{text}"')
    return "".join(pieces)


def shape(tag: str, **values: str | float | Decimal) -> str:
    """An empty element."""
    return f"<{tag}{attributes(**values)}/>"


def diamond(x: float, y: float, half: float) -> str:
    """A mark whose middle is at the point; it shows on a bar and off it."""
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    points = " ".join(f"{number(left)},{number(top)}" for left, top in corners)
    paint: dict[str, str | float] = {"fill": "#ffffff", "stroke": DEEP, "stroke_width": 2}
    return shape("polygon", class_="chart-last", points=points, **paint)


def flag(x: float, base: float) -> str:
    """A flag on its pole, 10 wide and 12 high, whose foot is at the point."""
    pole: dict[str, str | float] = {"x": x, "y": base - 12, "width": 2, "height": 12, "fill": INK}
    corners = ((x + 2, base - 12), (x + 10, base - 8.5), (x + 2, base - 5))
    points = " ".join(f"{number(left)},{number(top)}" for left, top in corners)
    cloth = shape("polygon", class_="chart-gate", points=points, fill=INK)
    return shape("rect", **pole) + cloth


def measured(text: str, size: float, bold: bool = False) -> float:
    """About how wide the text is; rather too wide than too narrow."""
    ems = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            ems += 1.0
        elif character in _NARROW:
            ems += 0.36
        elif character in _BROAD or character.isupper():
            ems += 0.78 if character not in _BROAD else 0.95
        else:
            ems += 0.58
    return ems * size * (1.06 if bold else 1.0)


def wrapped(text: str, width: float, size: float, lines: int) -> list[str]:
    """The text in lines that fit, broken at spaces; the last one ends in an ellipsis if need be."""
    rows: list[str] = []
    for word in text.split():
        if rows and measured(f"{rows[-1]} {word}", size) <= width:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], f"{rows[lines - 1]} …"]
    return [clipped(row, width, size) for row in rows]


def clipped(text: str, width: float, size: float) -> str:
    """The text cut short with an ellipsis where it is wider than there is room."""
    if measured(text, size) <= width:
        return text
    while len(text) > 1 and measured(f"{text}…", size) > width:
        text = text[:-1].rstrip(" …")
    return f"{text}…"


def words(
    text: str, x: float, y: float, *, size: float = 14, anchor: str = "start", **more: str
) -> str:
    """A line of text whose baseline is at `y`, in the drawing's ink unless there is a `fill`."""
    where = attributes(x=x, y=y, font_size=size, text_anchor=anchor, **more)
    return f"<text{where}>{safe(text)}</text>"


def block(
    rows: Sequence[str], x: float, middle: float, *, size: float, anchor: str, **more: str
) -> str:
    """Lines of text, centred on `middle` from top to bottom."""
    leading = size * 1.2
    top = middle - leading * (len(rows) - 1) / 2 + size * 0.35
    return "".join(
        words(row, x, top + leading * index, size=size, anchor=anchor, **more)
        for index, row in enumerate(rows)
    )


def drawing(
    *, prefix: str, kind: str, width: float, height: float, title: str, desc: str, body: str
) -> Svg:
    """The whole picture, named and described for those who cannot see it.

    `prefix` makes its ids unique in the page.
    """
    opening = attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{kind}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        font_family=FONTS,
        fill=INK,
    )
    return Svg(
        f"<svg{opening}>"
        f'<title id="{safe(prefix)}-title">{safe(title)}</title>'
        f'<desc id="{safe(prefix)}-desc">{safe(desc)}</desc>'
        f"{body}</svg>"
    )


_SIZE_OF = re.compile(r'viewBox="0 0 (\S+) (\S+)" width="\S+" height="\S+"')
_FOOT = 24.0


def footed(drawn: Svg, foot: str) -> Svg:
    """The same picture with a line of text below it, which its description ends with."""

    def taller(found: re.Match[str]) -> str:
        width, height = found[1], number(float(found[2]) + _FOOT)
        return f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'

    size = _SIZE_OF.search(drawn)
    assert size is not None  # noqa: S101 - `drawing` made it
    below = words(clipped(foot, float(size[1]), 12), 0, float(size[2]) + _FOOT - 8, size=12)
    opening, end, rest = _SIZE_OF.sub(taller, drawn, count=1).partition("</desc>")
    return Svg(f"{opening} {safe(foot)}{end}{rest.removesuffix('</svg>')}{below}</svg>")
