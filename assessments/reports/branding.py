"""What an organisation gives its printed reports: a logo, a colour, a classification line. Pure.

Public reports have the first two. It is used nowhere else, and is how a report is printed and not
what it says: so it is today's, also for a report that was submitted before.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from io import BytesIO

from assessments.attachments.recognising import recognised
from assessments.workflow import Refused

LOGO_MOST = 512 * 1024
"""The most bytes of a logo."""
SIDE_LEAST, SIDE_MOST = 40, 4_000
"""How many pixels a side of a logo may have."""
CONTRAST_LEAST = 4.5
CLASSIFICATION_MOST = 60

TOO_BIG = f"The logo must be {LOGO_MOST // 1024} KB or less. Save it smaller, then choose it again."
NO_PICTURE = (
    "The logo must be a PNG or JPEG picture. Save it as one of these, then choose it again."
)
UNREADABLE = (
    "The logo is no picture that we can read. Save it as a PNG or as an ordinary JPEG, then choose "
    "it again."
)
PRINTERS = (
    "The logo is in the colours of a printing press (CMYK). Save it in RGB, as for a web page, "
    "then choose it again."
)
_COLOUR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
NO_COLOUR = "Enter the colour as # and six characters, such as #1F3A4D"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture to print. `kind` is png or jpeg; the sides are in pixels."""

    data: bytes
    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """How an organisation's reports are printed. `colour` is as in "#1f3a4d", or empty."""

    logo: Logo | None = None
    colour: str = ""
    classification: str = ""


def logo_of(data: bytes) -> Logo:
    """The logo in a file, without what else the file holds, such as where a photo was taken.

    Raises `Refused`, with what to do, for what is no sound PNG or JPEG, is too big, too small or
    too large a picture, or has colours that cannot be printed on all papers.
    """
    if len(data) > LOGO_MOST:
        raise Refused(TOO_BIG)
    if data.startswith(_PNG):
        recognised(BytesIO(data), "logo.png", len(data))
        width, height = struct.unpack(">II", data[16:24])
        logo = Logo(data=_stripped_png(data), kind="png", width=width, height=height)
    elif data.startswith(_JPEG):
        recognised(BytesIO(data), "logo.jpg", len(data))
        logo = _jpeg(data)
    else:
        raise Refused(NO_PICTURE)
    if not (
        SIDE_LEAST <= min(logo.width, logo.height) <= max(logo.width, logo.height) <= SIDE_MOST
    ):
        raise Refused(
            f"The logo is {logo.width:,} by {logo.height:,} pixels. Each side must have from "
            f"{SIDE_LEAST} to {SIDE_MOST:,}. Save it in another size, then choose it again."
        )
    return logo


def _stripped_png(data: bytes) -> bytes:
    """The picture alone. What follows its chunks was refused before."""
    kept, place = [_PNG], len(_PNG)
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        end = place + 12 + length
        if data[place + 4 : place + 8] in _PNG_KEPT:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)


def _jpeg(data: bytes) -> Logo:
    """The first picture of the file, with the segments that draw it."""
    kept, place, size = [data[:2]], 2, (0, 0)
    while place + 4 <= len(data):
        marker, (length,) = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])
        segment = data[place : place + 2 + length]
        if marker in (0xC0, 0xC1, 0xC2):
            height, width, parts = struct.unpack(">xHHB", segment[4:10])
            size = (width, height)
            if parts not in (1, 3):
                raise Refused(PRINTERS)
        if marker == 0xDA:
            if not all(size):
                raise Refused(UNREADABLE)
            # From here on it is the picture itself, to the end of it.
            whole = data[place : data.rindex(b"\xff\xd9") + 2]
            return Logo(data=b"".join([*kept, whole]), kind="jpeg", width=size[0], height=size[1])
        if marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        place += 2 + length
    raise Refused(NO_PICTURE)


def colour_of(typed: str) -> str:
    """The colour as "#1f3a4d"; empty for nothing typed.

    White words are printed on it, and its own words on white. Raises `Refused` where it is no
    colour, or too light for that.
    """
    typed = typed.strip()
    if not typed:
        return ""
    found = _COLOUR.fullmatch(typed)
    if not found:
        raise Refused(NO_COLOUR)
    figures = found[1].lower()
    if len(figures) == 3:
        figures = "".join(2 * one for one in figures)
    ratio = contrast(figures)
    if ratio < CONTRAST_LEAST:
        raise Refused(
            f"#{figures.upper()} is too light: its contrast with white is {_floor(ratio)} to 1, "
            f"and must be at least {CONTRAST_LEAST} to 1 to be read. Choose a darker colour."
        )
    return f"#{figures}"


def _floor(ratio: float) -> str:
    """With one decimal, rounded down, so that what is too little never looks enough."""
    return f"{int(ratio * 10) / 10:.1f}"


def contrast(figures: str) -> float:
    """The contrast of a colour such as "1f3a4d" with white, 1 to 21, as WCAG has it."""
    red, green, blue = (_linear(int(figures[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
