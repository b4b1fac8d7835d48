"""Makes the typeface of the pages from the fonts of the PDF.

    .venv/bin/python static/vendor/noto-sans/refresh.py

Those are Noto Sans under the Open Font License, already without hints. Here they keep the
characters that a page of ours is likely to show, Welsh and the other languages of western and
central Europe among them, and are packed as WOFF2. What is left out a browser shows in a typeface
of the computer, a character at a time. The ranges are also in static/css/tokens.css.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

HERE = Path(__file__).parent
SOURCES = HERE.parents[2] / "assessments" / "exports" / "fonts"
NAMES = ("NotoSans-Regular", "NotoSans-Bold")
RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x017F),  # Latin
    (0x1E80, 0x1E85), (0x1EF2, 0x1EF3),  # Welsh
    (0x2009, 0x200A), (0x2010, 0x2027), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122),
)  # fmt: skip
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "lnum", "tnum"]


def main() -> None:
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    for name in NAMES:
        font = TTFont(SOURCES / f"{name}.ttf", recalcTimestamp=False)
        options = subset.Options(
            layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True
        )
        options.recalc_timestamp = False
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        font.flavor = "woff2"
        target = HERE / f"{name}.woff2"
        font.save(target)
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
