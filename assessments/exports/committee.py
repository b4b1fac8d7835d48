"""What the summary of a report says in the paper of a committee, block by block: as Word and as
OpenDocument. It is worked out once, so that the two say the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assessments.exports.pictures import charts
from assessments.reports.charts import Chart
from assessments.reports.content import Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACTIONS = 5
FONT, SIZE = "Arial", 11
HEADING_SIZES = {1: 18, 2: 14}
"""In points, as `SIZE`, by level."""
WIDTH = 16
"""Of tables and charts, in centimetres: that of the text on a page."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` are for the first row, which is repeated on each page that the table comes to, and
    `widths` those of the columns in centimetres: `WIDTH` together.
    """

    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    chart: Chart


Block = Heading | Paragraph | Bullet | Table | Picture


def blocks(report: Report) -> Iterator[Block]:
    """The paper from its title down. The one heading of level 1 is the title."""
    yield Heading(report.title, 1)
    yield from _paragraphs(report.draft, *_whose(report))
    yield Heading("Verdict")
    yield from _paragraphs(*report.glance.verdict, *report.headline.working)
    if report.change is not None:
        yield Heading("Since last time")
        yield from _paragraphs(report.change.sentence, report.change.band_sentence)
    capping = [gate for gate in report.gates if gate.to_lift]
    if capping:
        yield Heading("What caps the band")
        for gate in capping:
            yield Bullet(f"{gate.title} ({gate.code}): {gate.answer}. {gate.message}")
    yield Heading("Each dimension")
    yield _scores(report)
    for name, chart in charts(report).items():
        if name != "change":
            yield Picture(name, chart)
    yield Heading("What to do first")
    yield from _first(report)
    yield Heading("How sure this is")
    yield from _paragraphs(*report.how_sure, report.counts)


def foot(report: Report) -> str:
    """What is at the foot of every page."""
    who = report.particulars
    if report.draft:
        return report.title
    return f"Reference {who.reference}" + (f". Code {who.code}" if who.code else "")


def packed(save: Callable[[io.BytesIO], object], left_out: tuple[str, ...] = ()) -> bytes:
    """The file, the same bytes for the same report: without the time at which it was made, and
    without the parts whose names begin with one of `left_out`.
    """
    made, file = io.BytesIO(), io.BytesIO()
    save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(file, "w") as archive:
        for name in parts.namelist():
            if not name.startswith(left_out):
                # First and unpacked, so that other programs know the file by its first bytes.
                packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(zipfile.ZipInfo(name), parts.read(name), packing)
    return file.getvalue()


def plain(text: str) -> str:
    """A text without what no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


def _paragraphs(*texts: str) -> Iterator[Paragraph]:
    return (Paragraph(text) for text in texts if text)


def _whose(report: Report) -> Iterator[str]:
    who, edition = report.particulars, report.edition
    yield f"{who.organisation}, {who.sector_name}"
    yield f"{edition.title}, edition {edition.edition}"
    if not report.draft:
        yield f"Submitted by {who.submitted_by}, {who.submitted_text}. Reference {who.reference}."
        yield f"Code {who.code}. SHA-256 {who.hash}." if who.code else ""


def _scores(report: Report) -> Table:
    if report.headline.open_band is not None:
        rows = [(one.name, one.holds) for one in report.dimensions]
        return Table(("Dimension", "What holds the band"), (5, 11), rows)
    return Table(
        ("Dimension", "Score", "Band", "Share of overall score"),
        (7, 2, 4, 3),
        [(one.name, one.score or "none", one.band, one.share) for one in report.dimensions],
    )


def _first(report: Report) -> Iterator[Block]:
    if not report.first_actions:
        yield from _paragraphs(report.no_first_actions)
        return
    yield Table(
        ("Place", "Action", "Owner", "Effort"),
        (2, 8, 4, 2),
        [
            (str(one.place), f"{one.title}: {one.text}", one.owner, one.effort)
            for one in report.first_actions[:_ACTIONS]
        ],
    )
