"""A logo as the papers print it, and whether it can be printed and seen at all."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64encode

from assessments.reports.branding import Logo, contrast

_ROOM = 170.0, 44.0
"""The most that a logo may take on paper, in points: across and down. It is in the top margin."""
_LOOKED_AT = 96
"""The pixels, each way, of the small picture in which a logo is looked for."""
_SEEN_LEAST, _PART_LEAST = 3.0, 200
"""The contrast with white that counts as seen, and one in how many pixels must have it."""
DAMAGED = "The logo is damaged, so it cannot be printed. Save it anew, then choose it again."
PALE = (
    "The logo can hardly be seen on white paper: no part of it has a contrast of 3 to 1. "
    "Choose the version of it that is for a white background."
)


def size_of(logo: Logo) -> tuple[float, float]:
    """How wide and tall it is printed, in points, in its own proportions."""
    scale = min(_ROOM[0] / logo.width, _ROOM[1] / logo.height)
    return logo.width * scale, logo.height * scale


def drawing_of(logo: Logo) -> str:
    """It as SVG, because a template gets text only."""
    wide, tall = size_of(logo)
    picture = b64encode(logo.data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.2f} {tall:.2f}" '
        f'width="{wide:.2f}" height="{tall:.2f}"><image width="{wide:.2f}" height="{tall:.2f}" '
        f'href="data:image/{logo.kind};base64,{picture}"/></svg>'
    )


def fault_of_logo(logo: Logo) -> str:
    """Why it cannot be printed, or not be seen, and what to do; empty for one that can."""
    import typst  # noqa: PLC0415 - a web process has no other need of it

    form = "jpg" if logo.kind == "jpeg" else "png"
    source = (
        f"#set page(width: {_LOOKED_AT}pt, height: {_LOOKED_AT}pt, margin: 0pt, fill: white)\n"
        f'#image(bytes(json(bytes(sys.inputs.logo))), format: "{form}", '
        'width: 100%, height: 100%, fit: "stretch")'
    )
    try:
        made: bytes = typst.compile(
            source.encode(), format="png", ppi=72, sys_inputs={"logo": json.dumps(list(logo.data))}
        )
    except typst.TypstError:
        return DAMAGED
    pixels = _pixels(made)
    seen = sum(contrast(pixel.hex()) >= _SEEN_LEAST for pixel in pixels)
    return "" if seen * _PART_LEAST >= len(pixels) else PALE


def _pixels(png: bytes) -> list[bytes]:
    """The pixels of a small PNG that typst made: 8 bits, red, green, blue, opaque, by rows."""
    place, data, width, height = 8, b"", 0, 0
    while place < len(png):
        (length,), name = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        body = png[place + 8 : place + 8 + length]
        if name == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if name == b"IDAT":
            data += body
        place += 12 + length
    raw = zlib.decompress(data)
    depth = (len(raw) // height - 1) // width
    before, rows = bytes(width * depth), []
    for row in range(height):
        start = row * (width * depth + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * depth], before, depth)
        rows.append(before)
    return [row[at : at + 3] for row in rows for at in range(0, width * depth, depth)]


def _unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """A row of a PNG without its filter."""
    made = bytearray(line)
    for at, value in enumerate(line):
        left = made[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        made[at] = (value + guess) & 0xFF
    return bytes(made)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))
