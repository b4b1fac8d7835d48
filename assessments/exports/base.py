"""What every export format promises, and the care that all of them take of what people typed.

An export receives a Report and returns bytes. It never sees a row, a query or a request.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assessments.reports.content import Report

_FORMULA_STARTS = frozenset("=+-@")
"""What makes a spreadsheet read a cell as a formula, once full-width forms are folded to plain."""

_SLUG_MOST, EDITION_MOST = 60, 30


class Export(Protocol):
    """What makes a format; `described_by` is the key of the format that describes it, or empty. One
    that is `for_members` prints who took part, and the plan, where its reader may know them.
    """

    extension: str
    content_type: str
    described_by: str
    for_members: bool

    def render(self, report: Report) -> bytes:
        """The whole file: the same bytes for the same report, with any text that people typed."""

    def file_name(self, report: Report) -> str:
        """What to call the file: plain ASCII that no header or path could misread."""


class NamedExport:
    """Gives a format its file name; `what` tells it from other formats of the same extension."""

    extension: str
    described_by: str = ""
    for_members: bool = False
    what: str = ""

    def file_name(self, report: Report) -> str:
        """ "readiness-eastmere-council-uk-readiness-2026-2026-2-r7k2-2026-11-23-answers.csv": whose
        it is, the edition, the submission, the day and what it is, in letters that are safe.
        """
        who, edition = report.particulars, report.edition
        pieces = (
            "draft-readiness" if report.draft else "readiness",
            slug(who.organisation),
            slug(edition.code, EDITION_MOST),
            slug(edition.edition, EDITION_MOST),
            slug(who.reference),
            who.submitted_at.date().isoformat(),
            self.what,
        )
        return "-".join(piece for piece in pieces if piece) + f".{self.extension}"


def slug(text: str, most: int = _SLUG_MOST) -> str:
    """Lower-case ASCII letters and figures joined by hyphens; empty when there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:most].strip("-")


def cell(text: str) -> str:
    """A text as a spreadsheet cell that can never become a formula.

    A cell that would start one is given an apostrophe in front, which spreadsheets take to mean
    "this is text". White space and invisible characters in front are looked through, and
    full-width forms count as the plain ones; a tab or a line end in front is enough by itself. NUL,
    which no spreadsheet reads, is left out. Every other text comes back as it was. Never use it on
    a number that the program made.
    """
    text = text.replace("\0", "")
    if _leads_to_formula(text):
        return f"'{text}"
    return text


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a file, whose cells are as they should be: `cell`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig", "backslashreplace")


def _leads_to_formula(text: str) -> bool:
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for character in text:
        if character.isspace() or unicodedata.category(character) in ("Cf", "Cc"):
            continue
        return unicodedata.normalize("NFKC", character)[:1] in _FORMULA_STARTS
    return False
