"""Reads finished PDFs: their words, and whether they meet the standards."""

from __future__ import annotations

import io
import re

import page
import pypdf

UA_1, A_2B = page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2B
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_LENGTH_MESSAGE = "a stream /Length does not match its raw content length"


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


def words(pdf: bytes) -> str:
    """Every page's text, with no places to break inside words and single spaces."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "\n".join(each.extract_text() for each in reader.pages)
    return re.sub(r"[ \n]+", " ", text.replace("\u200b", ""))


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
