"""Sheets to an OpenDocument spreadsheet (.ods), by hand: the same bytes for the same sheets.

Every text is written as a text, so that none can become a formula whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from assessments.rubric.workbook.cells import letters
from assessments.rubric.workbook.writing import (
    LAST_ROW,
    PROSE_WIDTH,
    Choices,
    ColumnToWrite,
    SheetToWrite,
    Written,
)  # fmt: skip

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = re.compile(r"^ +| +$|(?<= ) +", re.MULTILINE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" \
manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_TEXT_STYLE = (
    '<style:style style:name="{}" style:family="table-cell" style:data-style-name="as-text">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    "</style:style>\n"
)
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:style="{_NAMES}:style:1.0" \
xmlns:text="{_NAMES}:text:1.0" xmlns:table="{_NAMES}:table:1.0" \
xmlns:fo="{_NAMES}:xsl-fo-compatible:1.0" xmlns:number="{_NAMES}:datastyle:1.0" \
xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3">
<office:automatic-styles>
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
{_TEXT_STYLE.format("text")}<style:style style:name="figure" style:family="table-cell">\
<style:table-cell-properties style:vertical-align="top"/></style:style>
<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">\
<style:table-cell-properties fo:wrap-option="wrap" fo:background-color="#e8edee"/>\
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="title" style:family="table-cell" style:data-style-name="as-text">\
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="row" style:family="table-row">\
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>
<style:style style:name="hidden" style:family="table">\
<style:table-properties table:display="false"/></style:style>
"""
_ROW = '<table:table-row table:style-name="row"'
_SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-settings xmlns:office="{_NAMES}:office:1.0" \
xmlns:config="{_NAMES}:config:1.0" xmlns:ooo="http://openoffice.org/2004/office" \
office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings">\
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>\
<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>\
<config:config-item-map-named config:name="Tables">
{{}}</config:config-item-map-named></config:config-item-map-entry>\
</config:config-item-map-indexed></config:config-item-set></office:settings>\
</office:document-settings>
"""
_FROZEN = "".join(
    f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
    for name, kind, value in (
        ("HorizontalSplitMode", "short", 2), ("VerticalSplitMode", "short", 2),
        ("HorizontalSplitPosition", "int", 1), ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 3), ("PositionLeft", "int", 0), ("PositionRight", "int", 1),
        ("PositionTop", "int", 0), ("PositionBottom", "int", 1),
    )
)  # fmt: skip
"""The first row and the first column stay in view."""


def write_ods(sheets: Sequence[SheetToWrite]) -> bytes:
    """The workbook as a file."""
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{_FROZEN}"
        "</config:config-item-map-entry>\n"
        for sheet in sheets
        if sheet.columns
    )
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, text in (
            # First and unpacked, so that other programs know the file by its first bytes.
            ("mimetype", MIMETYPE),
            ("META-INF/manifest.xml", _MANIFEST),
            ("content.xml", "".join(_content(sheets))),
            ("settings.xml", _SETTINGS.format(views)),
        ):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            package.writestr(entry, text)
    return file.getvalue()


def _content(sheets: Sequence[SheetToWrite]) -> Iterator[str]:
    yield _HEAD
    columns = [column for sheet in sheets for column in sheet.columns]
    for width in sorted({PROSE_WIDTH, *(column.width for column in columns)}):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/>'
            "</style:style>\n"
        )
    rules = {
        id(column): (f"choice{number}", column.choices)
        for number, column in enumerate(columns)
        if column.choices
    }
    # gnumeric gives a rule to every cell of the same style, so each has a style of its own.
    yield from (_TEXT_STYLE.format(name) for name, _ in rules.values())
    yield "</office:automatic-styles>\n<office:body><office:spreadsheet>\n"
    yield "<table:content-validations>\n"
    yield from (_rule(name, choices) for name, choices in rules.values())
    yield "</table:content-validations>\n"
    names = {key: name for key, (name, _) in rules.items()}
    for sheet in sheets:
        yield from _sheet(sheet, names)
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _rule(name: str, choices: Choices) -> str:
    column, sheet = letters(choices.column), choices.sheet.replace("'", "''")
    where = f"[$'{sheet}'.$" + f"{column}$2:.${column}${choices.last_row}]"
    condition = quoteattr(f"of:cell-content-is-in-list({where})")
    return (
        f'<table:content-validation table:name="{name}" table:condition={condition} '
        'table:allow-empty-cell="true" table:display-list="unsorted">'
        '<table:error-message table:message-type="warning" table:display="true">'
        "<text:p>This is none of the choices in the list.</text:p></table:error-message>"
        "</table:content-validation>\n"
    )


def _sheet(sheet: SheetToWrite, rules: dict[int, str]) -> Iterator[str]:
    hidden = ' table:style-name="hidden"' if sheet.hidden else ""
    yield f"<table:table table:name={quoteattr(sheet.name)}{hidden}>\n"
    columns = sheet.columns or [ColumnToWrite(name="", width=PROSE_WIDTH)]
    styles = [rules.get(id(each)) or ("figure" if each.numeric else "text") for each in columns]
    for column, style in zip(columns, styles, strict=True):
        yield (
            f'<table:table-column table:style-name="w{column.width}" '
            f'table:default-cell-style-name="{style}"/>\n'
        )
    if sheet.columns:
        names = "".join(_cell(column.name, "head") for column in columns)
        yield f"<table:table-header-rows>{_ROW}>{names}</table:table-row>"
        yield "</table:table-header-rows>\n"
    for row in sheet.rows:
        own = ["title"] if row[0] in sheet.headings else styles
        yield f"{_ROW}>{''.join(map(_cell, row, own))}</table:table-row>\n"
    to_come = LAST_ROW - len(sheet.rows)
    if sheet.columns and to_come > 0:
        # Blank rows that offer their choices to whoever adds something.
        cells = "".join(_cell(None, style) for style in styles)
        yield f'{_ROW} table:number-rows-repeated="{to_come}">{cells}</table:table-row>\n'
    yield "</table:table>\n"


def _cell(value: Written, style: str) -> str:
    rule = f' table:content-validation-name="{style}"' if style.startswith("choice") else ""
    if isinstance(value, Decimal):
        figure = format(value, "f")
        return (
            f'<table:table-cell table:style-name="figure"{rule} office:value-type="float" '
            f'office:value="{figure}"><text:p>{figure}</text:p></table:table-cell>'
        )
    start = f'<table:table-cell table:style-name="{style}"{rule}'
    if value is None:
        return f"{start}/>"
    paragraphs = "".join(f"<text:p>{_marked_up(line)}</text:p>" for line in value.split("\n"))
    return f'{start} office:value-type="string">{paragraphs}</table:table-cell>'


def _marked_up(line: str) -> str:
    """A line with the spaces and tabs that would be taken for mere layout spelled out."""
    spaced = _SPACES.sub(lambda run: f"\x01{len(run[0])}\x02", _NOT_XML.sub("\ufffd", line))
    marked = escape(spaced).replace("\t", "<text:tab/>")
    return marked.replace("\x01", '<text:s text:c="').replace("\x02", '"/>')
