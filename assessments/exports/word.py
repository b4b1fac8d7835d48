"""The summary of a report as a Word document. It loads python-docx, so load it late."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assessments.exports import committee as c
from assessments.exports.pictures import png
from assessments.reports.content import Report


def paper_of(report: Report) -> bytes:
    """The document. Text is only ever text; no field or link is made of it."""
    paper = docx.Document()
    _properties(paper, report)
    page = paper.sections[0]
    # A4, with the margins between which tables and charts are as wide as the text.
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - c.WIDTH) / 2)
    page.footer.paragraphs[0].text = c.plain(c.foot(report))
    for block in c.blocks(report):
        match block:
            case c.Heading(text, level):
                paper.add_heading(c.plain(text), level)
            case c.Paragraph(text):
                paper.add_paragraph(c.plain(text))
            case c.Bullet(text):
                paper.add_paragraph(c.plain(text), style="List Bullet")
            case c.Table():
                _table(paper, block)
            case c.Picture():
                _picture(paper, block)
    return c.packed(paper.save)


def _properties(paper: Document, report: Report) -> None:
    """Title, author, language and dates; those of the template would be of another document."""
    about, when = paper.core_properties, report.particulars.submitted_at
    about.title, about.author = (
        c.plain(report.title)[:255],
        c.plain(report.particulars.submitted_by)[:255],
    )
    about.language, about.comments = report.edition.language, ""
    about.created = about.modified = when.replace(tzinfo=None)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = c.FONT, Pt(c.SIZE)
    for level, size in c.HEADING_SIZES.items():
        heading = paper.styles[f"Heading {level}"]
        # Without its theme, whose blue is too light for text and whose font wins over a name.
        heading.element.rPr.remove(heading.element.rPr.rFonts)
        heading.font.name, heading.font.size = c.FONT, Pt(size)
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_after = Pt(6)
    language = style.element.get_or_add_rPr().find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        style.element.get_or_add_rPr().append(language)
    language.set(qn("w:val"), report.edition.language)
    for defaults in paper.styles.element.iter(qn("w:lang")):
        defaults.set(qn("w:val"), report.edition.language)


def _picture(paper: Document, block: c.Picture) -> None:
    picture = paper.add_picture(io.BytesIO(png(block.chart)), width=Cm(c.WIDTH))
    named = picture._inline.docPr
    # The description is read out; a title would be read out with it.
    named.set("name", block.name)
    named.set("descr", c.plain(block.chart.words))


def _table(paper: Document, block: c.Table) -> None:
    table = paper.add_table(1, len(block.headings), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = c.plain(text)
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    paper.add_paragraph()
