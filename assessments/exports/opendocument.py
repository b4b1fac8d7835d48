"""The summary of a report as an OpenDocument text. It loads odfdo, so load it late."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from odfdo import (
    Cell,
    Column,
    Document,
    Element,
    Frame,
    Header,
    HeaderRows,
    List,
    Paragraph,
    Row,
    SvgDescription,
    Table,
)

from assessments.exports import committee as c
from assessments.exports.pictures import png
from assessments.reports.content import Report

_LEFT_OUT = ("Configurations2/", "Thumbnails/", "manifest.rdf")
"""What odfdo's own template has and ours does not: the buttons and the picture of another file."""


_COUNTRY = 2
"""The letters of a country in a language tag."""
_SETTINGS = (
    b'<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:version="1.3"/>'
)
_LOOKS = (
    '<style:style style:name="Table" style:family="table"><style:table-properties '
    f'style:width="{c.WIDTH}cm" table:align="left" table:border-model="collapsing"/>'
    "</style:style>",
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>',
    *(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for width in range(1, c.WIDTH + 1)
    ),
)
"""What a word processor keeps with the text: no table can have it from a style of the paper."""


def paper_of(report: Report) -> bytes:
    """The document. Text is only ever text; no field or link is made of it."""
    paper = Document("text")
    for name in paper.manifest.get_paths():
        if name.startswith(_LEFT_OUT):
            paper.manifest.del_full_path(name)
    paper.set_part("settings.xml", _SETTINGS)
    paper.set_part("styles.xml", _styles(report))
    _properties(paper, report)
    paper.body.clear()
    for look in _LOOKS:
        paper.insert_style(look, automatic=True)
    for place, block in enumerate(c.blocks(report), start=1):
        for element in _elements(paper, block, place):
            paper.body.append(element)
    return c.packed(paper.save, _LEFT_OUT)


def _styles(report: Report) -> bytes:
    """The look of the paper: it is meant to be edited, so every style is one that a word processor
    offers.
    """
    language, country = _language(report)
    written = _template().substitute(
        foot=escape(c.plain(c.foot(report))),
        language=language,
        country=country or "none",
        font=c.FONT,
        text=c.SIZE,
        **{f"heading_{level}": size for level, size in c.HEADING_SIZES.items()},
    )
    return written.encode("utf-8")


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("opendocument_styles.xml").read_text("utf-8"))


def _language(report: Report) -> tuple[str, str]:
    """What OpenDocument has of a language tag: the language, and the country if there is one."""
    language, *more = report.edition.language.split("-")
    return language, next((part.upper() for part in more if len(part) == _COUNTRY), "")


def _properties(paper: Document, report: Report) -> None:
    """Title, author, language and dates; those of the template would be of another document."""
    about, who = paper.meta, report.particulars
    about.title = c.plain(report.title)
    about.language = "-".join(filter(None, _language(report)))
    about.generator = "Readiness"
    about.initial_creator = about.creator = c.plain(who.submitted_by)
    about.creation_date = about.date = who.submitted_at.replace(tzinfo=None)


def _elements(paper: Document, block: c.Block, place: int) -> Iterator[Element]:
    match block:
        case c.Heading(text, level):
            yield Header(level, c.plain(text), style=f"Heading_20_{level}")
        case c.Paragraph(text):
            yield _paragraph(text)
        case c.Bullet(text):
            bullet = List(style="List_20_1")
            bullet.append_item(_paragraph(text))
            yield bullet
        case c.Table():
            yield _table(block, f"Table {place}")
            yield _paragraph("")
        case c.Picture():
            held = Paragraph(style="Text_20_body")
            held.append(_picture(paper, block))
            yield held


def _paragraph(text: str, style: str = "Text_20_body") -> Paragraph:
    return Paragraph(c.plain(text), style=style)


def _table(block: c.Table, name: str) -> Table:
    table = Table(name, style="Table")
    for width in block.widths:
        table.append(Column(style=f"w{width}"))
    heading = HeaderRows()
    heading.append(_row(block.headings, "Table_20_Heading"))
    table.append(heading)
    for row in block.rows:
        table.append(_row(row, "Table_20_Contents"))
    return table


def _row(texts: Sequence[str], style: str) -> Row:
    row = Row()
    for text in texts:
        cell = Cell(cell_type="string", style="Cell")
        cell.append(_paragraph(text, style))
        row.append(cell)
    return row


def _picture(paper: Document, block: c.Picture) -> Frame:
    drawn, path = png(block.chart), f"Pictures/{block.name}.png"
    paper.set_part(path, drawn)
    paper.manifest.add_full_path(path, "image/png")
    wide, high = struct.unpack(">II", drawn[16:24])
    frame = Frame.image_frame(
        path,
        name=block.name,
        anchor_type="as-char",
        size=(f"{c.WIDTH}cm", f"{c.WIDTH * high / wide:.2f}cm"),
    )
    frame.append(SvgDescription(c.plain(block.chart.words)))
    return frame
