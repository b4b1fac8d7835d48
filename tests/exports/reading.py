"""Reads finished files: rows of a CSV, the words of a PDF, and whether it meets the standards."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from contextlib import closing

import page
import pypdf
import pypdfium2
import pypdfium2.raw as raw

UA_1, A_2B = page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2B
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_EDGE, _HEAD, _FOOT = 14.0, 68.0, 60.0
_LENGTH_MESSAGE = "a stream /Length does not match its raw content length"


def rows(made: bytes) -> list[dict[str, str]]:
    """The rows of a CSV by its headings, ends of lines in cells as they are."""
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def faults(pdf: bytes) -> list[str]:
    """What PDF/UA-1 and PDF/A-2b find wrong.

    The validator takes a stream that happens to end with the byte CR, and the LF that ends its
    line, for one CR LF, and then calls the stream's length wrong. So that one complaint counts only
    when a length really is wrong.
    """
    found = []
    for profile in (UA_1, A_2B):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        messages = [failure.message for failure in report.failures]
        if _LENGTH_MESSAGE in messages and not wrong_lengths(pdf):
            messages = [message for message in messages if message != _LENGTH_MESSAGE]
        elif not report.is_compliant and not messages:
            messages = ["not compliant, and the validator does not say why"]
        found += [f"{profile.value}: {message}" for message in messages]
    return found


def wrong_lengths(pdf: bytes) -> int:
    """How many streams are not followed by their end just where their length says."""
    return sum(
        not pdf[match.end() + int(match[1]) :].startswith(b"\nendstream")
        for match in _STREAM.finditer(pdf)
    )


def copied(pdf: bytes) -> str:
    """What is copied in Chrome from between the head and the foot of every page.

    The ends of lines are taken out.
    """
    text = ""
    for sheet in pypdfium2.PdfDocument(pdf):
        width, height = sheet.get_size()
        text += sheet.get_textpage().get_text_bounded(0, _FOOT, width, height - _HEAD)
    return re.sub(r"[\r\n]", "", text)


def outside(pdf: bytes) -> list[str]:
    """Every letter that is not whole inside its page, with the number of the page.

    Half a centimetre from the edge counts as outside, because printers cut it off.
    """
    found = []
    for number, sheet in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        size, text = sheet.get_size(), sheet.get_textpage()
        # Lines first: only a page with one that reaches out is looked at letter by letter.
        if any(_beyond(size, *text.get_rect(index)) for index in range(text.count_rects())):
            found += [
                f"page {number}: {text.get_text_range(index, 1)}"
                for index in range(text.count_chars())
                if _beyond(size, *text.get_charbox(index))
            ]
    return found


def _beyond(
    size: tuple[float, float], left: float, bottom: float, right: float, top: float
) -> bool:
    width, height = size
    over = left < _EDGE or bottom < _EDGE or right > width - _EDGE or top > height - _EDGE
    return over and right > left and top > bottom


def described(pdf: bytes) -> list[str]:
    """The words that pictures have for those who cannot see them."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    parts = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    return [part["/Alt"] for part in parts if isinstance(part, dict) and "/Alt" in part]


def sizes(pdf: bytes) -> Counter[float]:
    """How many letters there are of each size, in points as they come out on the page."""
    found: Counter[float] = Counter()
    matrix = raw.FS_MATRIX()
    for sheet in pypdfium2.PdfDocument(pdf):
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            if chr(raw.FPDFText_GetUnicode(text, index)).isspace():
                continue
            raw.FPDFText_GetMatrix(text, index, matrix)
            scale = math.hypot(matrix.c, matrix.d)
            found[round(raw.FPDFText_GetFontSize(text, index) * scale, 2)] += 1
    return found


def words(pdf: bytes) -> str:
    """Every page's text, with single spaces.

    PDFium writes a hyphen at the end of a line as a sign of its own.
    """
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    return re.sub(r"\s+", " ", re.sub("[\ufffe\x02]", "-", text))


def links(pdf: bytes) -> set[str]:
    """The addresses outside the document that something in it leads to."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    annotations = [a.get_object() for p in reader.pages for a in p.get("/Annots", [])]
    return {a["/A"]["/URI"] for a in annotations if "/URI" in a.get("/A", {})}


def lines(pdf: bytes, pages: int) -> list[str]:
    """The lines of the first pages, without the leaders of a contents list."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "\n".join(each.extract_text() for each in reader.pages[:pages])
    return [re.sub(r"( \.)+ ", " ... ", line).strip() for line in text.splitlines()]


def leads_to(pdf: bytes) -> list[str]:
    """What the links inside the document say of where they lead."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    annotations = [a.get_object() for p in reader.pages for a in p.get("/Annots", [])]
    return [str(a["/Contents"]) for a in annotations if "/Dest" in a or "/D" in a.get("/A", {})]
