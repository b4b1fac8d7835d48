"""What is in the Word document of a report's summary. It loads python-docx, so load it late."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from assessments.exports.pictures import charts, png
from assessments.reports.content import Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACTIONS = 5


def paper_of(report: Report) -> bytes:
    """The document. Text is only ever text; no field or link is made of it."""
    paper = docx.Document()
    _properties(paper, report)
    paper.add_heading(_text(report.title), 1)
    _paragraphs(paper, [report.draft])
    _paragraphs(paper, _whose(report))
    paper.add_heading("Verdict", 2)
    _paragraphs(paper, report.glance.verdict)
    _paragraphs(paper, report.headline.working)
    if report.change is not None:
        paper.add_heading("Since last time", 2)
        _paragraphs(paper, (report.change.sentence, report.change.band_sentence))
    if report.gates:
        paper.add_heading("What caps the band", 2)
        for gate in report.gates:
            paper.add_paragraph(
                _text(f"{gate.title} ({gate.code}): {gate.answer}. {gate.message}"),
                style="List Bullet",
            )
    _scores(paper, report)
    _first(paper, report)
    paper.add_heading("How sure this is", 2)
    _paragraphs(paper, (*report.how_sure, report.backing, report.counts))
    return _packed(paper)


def _packed(paper: Any) -> bytes:
    """The file, the same bytes for the same report: without the time at which it was made."""
    made, file = io.BytesIO(), io.BytesIO()
    paper.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(file, "w") as archive:
        for name in parts.namelist():
            archive.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _whose(report: Report) -> Iterable[str]:
    who, edition = report.particulars, report.edition
    yield f"{who.organisation}, {who.sector_name}"
    yield f"{edition.title}, edition {edition.edition}"
    if not report.draft:
        yield f"Submitted by {who.submitted_by}, {who.submitted_text}. Reference {who.reference}."
        yield f"Code {who.code}. SHA-256 {who.hash}." if who.code else ""


def _properties(paper: Any, report: Report) -> None:
    """Title, author, language and dates; those of the template would be of another document."""
    about, when = paper.core_properties, report.particulars.submitted_at
    about.title, about.author = (
        _text(report.title)[:255],
        _text(report.particulars.submitted_by)[:255],
    )
    about.language, about.comments = report.edition.language, ""
    about.created = about.modified = when.replace(tzinfo=None)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    language = style.element.get_or_add_rPr().find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        style.element.get_or_add_rPr().append(language)
    language.set(qn("w:val"), report.edition.language)
    for defaults in paper.styles.element.iter(qn("w:lang")):
        defaults.set(qn("w:val"), report.edition.language)


def _scores(paper: Any, report: Report) -> None:
    paper.add_heading("Each dimension", 2)
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    if report.headline.open_band is None:
        headings = ("Dimension", "Score", "Band", "Share of overall score")
        rows = [(one.name, one.score or "none", one.band, one.share) for one in report.dimensions]
    else:
        headings = ("Dimension", "What holds the band")
        rows = [(one.name, one.holds) for one in report.dimensions]
    _table(paper, headings, rows)
    for name, chart in charts(report).items():
        if name == "change":
            continue
        picture = paper.add_picture(io.BytesIO(png(chart)), width=Cm(16))
        named = picture._inline.docPr
        # The description is read out; a title would be read out with it.
        named.set("name", name)
        named.set("descr", _text(chart.words))


def _first(paper: Any, report: Report) -> None:
    paper.add_heading("What to do first", 2)
    if not report.first_actions:
        _paragraphs(paper, [report.no_first_actions])
        return
    rows = [
        (str(one.place), f"{one.title}: {one.text}", one.owner, one.effort)
        for one in report.first_actions[:_ACTIONS]
    ]
    _table(paper, ("Place", "Action", "Owner", "Effort"), rows)


def _table(paper: Any, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first row is its heading, on each page that it comes to."""
    table = paper.add_table(1, len(headings), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _text(text)
    paper.add_paragraph()


def _paragraphs(paper: Any, texts: Iterable[str]) -> None:
    for text in texts:
        if text:
            paper.add_paragraph(_text(text))


def _text(text: str) -> str:
    """Without what no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
