"""Makes the fonts of the PDF, and the table of what they can print, from the Noto releases.

    python assessments/exports/fonts/refresh.py FOLDER

FOLDER holds the TrueType files named in `PARTS` (Debian ships them in fonts-noto-core). Needs
fontTools. Each font is cut down to the characters below, which a British public body is likely to
write, and that keeps the files small; what is left out, the PDF replaces by a visible sign. Run it
again only to take a newer release or to add characters, and commit what it writes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

HERE = Path(__file__).parent
TABLE = HERE / "covered.txt"

LETTERS = (
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x052F),  # Latin, IPA, marks, Greek, Cyrillic
    (0x1E00, 0x1FFF),  # Latin with more marks, among them Welsh; older Greek
    (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x205E),  # spaces and punctuation
    (0x2070, 0x218F), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFB00, 0xFB06),
)  # fmt: skip
SIGNS = ((0x2190, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x27BF), (0x2B00, 0x2BFF))
"""Arrows, operators, circled figures, shapes, ticks and crosses."""

PARTS = (
    ("NotoSans-Regular.ttf", LETTERS),
    ("NotoSans-Bold.ttf", LETTERS),
    ("NotoSansMath-Regular.ttf", SIGNS),
    ("NotoSansSymbols2-Regular.ttf", SIGNS),
)
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "lnum", "tnum"]


def main(folder: Path) -> None:
    """Writes every font and the table."""
    held = {}
    covered: set[int] = set()
    for name, ranges in PARTS:
        wanted = {code for first, last in ranges for code in range(first, last + 1)}
        held[name] = cut(folder / name, HERE / name, wanted - covered)
        print(f"{name}: {len(held[name])} characters, {(HERE / name).stat().st_size // 1024} KB")
        if ranges is SIGNS:
            covered |= held[name]
        elif name == "NotoSans-Bold.ttf":
            covered = held[name] & held["NotoSans-Regular.ttf"]
    rows = "".join(f"{first:04X}-{last:04X}\n" for first, last in runs(covered))
    TABLE.write_text(rows, encoding="ascii")


def cut(source: Path, target: Path, wanted: set[int]) -> set[int]:
    """Writes the part of a font that holds those characters; returns what it can print."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True
    )
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted & set(font.getBestCmap()))
    cutter.subset(font)
    font.save(target)
    return set(TTFont(target).getBestCmap())


def runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers as ranges without a hole, both ends included."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
