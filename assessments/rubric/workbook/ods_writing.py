"""Sheets to an OpenDocument spreadsheet (.ods), by hand: the same bytes for the same rubric.

Every text is written as a text, so that none can become a formula whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from assessments.rubric.workbook.filling import FilledSheet
from assessments.rubric.workbook.forms import Written
from assessments.rubric.workbook.layout import Column

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
LAST_ROW = 2_000
"""As far down as cells offer their choices."""
PROSE_WIDTH = 110

_EPOCH = (1980, 1, 1, 0, 0, 0)
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
_ROW = '<table:table-row table:style-name="row"'
_FROZEN = (
    ("HorizontalSplitMode", "short", 2),
    ("VerticalSplitMode", "short", 2),
    ("HorizontalSplitPosition", "int", 1),
    ("VerticalSplitPosition", "int", 1),
    ("ActiveSplitRange", "short", 3),
    ("PositionLeft", "int", 0),
    ("PositionRight", "int", 1),
    ("PositionTop", "int", 0),
    ("PositionBottom", "int", 1),
)
"""The first row and the first column stay in view."""
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:style="{_NAMES}:style:1.0" \
xmlns:text="{_NAMES}:text:1.0" xmlns:table="{_NAMES}:table:1.0" \
xmlns:fo="{_NAMES}:xsl-fo-compatible:1.0" xmlns:number="{_NAMES}:datastyle:1.0" \
xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3">
<office:automatic-styles>
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text">\
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>
<style:style style:name="figure" style:family="table-cell">\
<style:table-cell-properties style:vertical-align="top"/></style:style>
<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">\
<style:table-cell-properties fo:wrap-option="wrap" fo:background-color="#e8edee"/>\
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="title" style:family="table-cell" style:data-style-name="as-text">\
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="row" style:family="table-row">\
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>
"""


@dataclass(frozen=True, slots=True)
class _Dress:
    """How the cells of a column look, and the rule that offers them their choices."""

    width: int = 0
    style: str = "text"
    check: str = ""


def write_ods(sheets: Sequence[FilledSheet]) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    with ZipFile(file, "w") as package:
        # First and unpacked, so that other programs know the file by its first bytes.
        package.writestr(_entry("mimetype", ZIP_STORED), MIMETYPE)
        for name, text in (
            ("META-INF/manifest.xml", _MANIFEST),
            ("content.xml", "".join(_content(sheets))),
            ("settings.xml", "".join(_settings(sheets))),
        ):
            package.writestr(_entry(name, ZIP_DEFLATED), text)
    return file.getvalue()


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    return entry


def _content(sheets: Sequence[FilledSheet]) -> Iterator[str]:
    yield _HEAD
    widths = {PROSE_WIDTH, *(column.width for sheet in sheets for column in sheet.columns)}
    for width in sorted(widths):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/>'
            "</style:style>\n"
        )
    yield "</office:automatic-styles>\n<office:body><office:spreadsheet>\n"
    rules = _rules(sheets)
    yield from _validations(rules)
    for sheet in sheets:
        yield from _sheet(sheet, rules)
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _rules(sheets: Sequence[FilledSheet]) -> dict[str, str]:
    """Each condition on what a cell should hold, and the name that cells know it by."""
    conditions = [_condition(column) for sheet in sheets for column in sheet.columns]
    distinct = dict.fromkeys(filter(None, conditions))
    return {condition: f"choice{n}" for n, condition in enumerate(distinct, start=1)}


def _condition(column: Column) -> str:
    if column.choices:
        words = ";".join(f'"{choice}"' for choice in column.choices)
        return f"of:cell-content-is-in-list({words})"
    if column.names:
        return f"of:cell-content-is-in-list([${column.names}.$A$2:.$A${LAST_ROW}])"
    return ""


def _validations(rules: dict[str, str]) -> Iterator[str]:
    yield "<table:content-validations>\n"
    for condition, name in rules.items():
        yield (
            f'<table:content-validation table:name="{name}" '
            f"table:condition={quoteattr(condition)} "
            'table:allow-empty-cell="true" table:display-list="unsorted">'
            '<table:error-message table:message-type="warning" table:display="true">'
            "<text:p>This is none of the choices in the list.</text:p></table:error-message>"
            "</table:content-validation>\n"
        )
    yield "</table:content-validations>\n"


def _sheet(sheet: FilledSheet, rules: dict[str, str]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>\n"
    dresses = [_dress(column, rules) for column in sheet.columns] or [_Dress(PROSE_WIDTH)]
    for dress in dresses:
        yield (
            f'<table:table-column table:style-name="w{dress.width}" '
            f'table:default-cell-style-name="{dress.style}"/>\n'
        )
    if sheet.columns:
        head = _Dress(style="head")
        names = "".join(_cell(column.name, head) for column in sheet.columns)
        heading = f"{_ROW}>{names}</table:table-row>"
        yield f"<table:table-header-rows>{heading}</table:table-header-rows>\n"
    for row in sheet.rows:
        dressed = [_Dress(style="title")] if row[0] in sheet.headings else dresses
        cells = "".join(map(_cell, row, dressed))
        yield f"{_ROW}>{cells}</table:table-row>\n"
    to_come = LAST_ROW - len(sheet.rows)
    if sheet.columns and to_come > 0:
        # Blank rows that offer their choices to whoever adds something.
        cells = "".join(_cell(None, dress) for dress in dresses)
        yield f'{_ROW} table:number-rows-repeated="{to_come}">{cells}</table:table-row>\n'
    yield "</table:table>\n"


def _dress(column: Column, rules: dict[str, str]) -> _Dress:
    style = "figure" if column.form.numeric else "text"
    return _Dress(column.width, style, rules.get(_condition(column), ""))


def _cell(value: Written, dress: _Dress) -> str:
    style = "figure" if isinstance(value, Decimal) else dress.style
    check = f' table:content-validation-name="{dress.check}"' if dress.check else ""
    start = f'<table:table-cell table:style-name="{style}"{check}'
    if value is None:
        return f"{start}/>"
    if isinstance(value, Decimal):
        figure = format(value, "f")
        return (
            f'{start} office:value-type="float" office:value="{figure}">'
            f"<text:p>{figure}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{_marked_up(line)}</text:p>" for line in value.split("\n"))
    return f'{start} office:value-type="string">{paragraphs}</table:table-cell>'


def _marked_up(line: str) -> str:
    """A line with the spaces and tabs that would be taken for mere layout spelled out."""
    line = _NOT_XML.sub("\ufffd", line)
    spaced = _SPACES.sub(lambda run: f"\x01{len(run[0])}\x02", line)
    marked = escape(spaced).replace("\t", "<text:tab/>")
    return marked.replace("\x01", '<text:s text:c="').replace("\x02", '"/>')


def _settings(sheets: Sequence[FilledSheet]) -> Iterator[str]:
    """Keeps the headings and the codes in view."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings '
        f'xmlns:office="{_NAMES}:office:1.0" xmlns:config="{_NAMES}:config:1.0" '
        'xmlns:ooo="http://openoffice.org/2004/office" '
        'office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">\n'
    )
    for sheet in sheets:
        if sheet.columns:
            items = "".join(_setting(*item) for item in _FROZEN)
            name = quoteattr(sheet.name)
            yield f"<config:config-item-map-entry config:name={name}>{items}"
            yield "</config:config-item-map-entry>\n"
    yield (
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>\n"
    )


def _setting(name: str, kind: str, value: int) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
    )
