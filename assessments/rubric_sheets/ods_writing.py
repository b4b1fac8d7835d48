"""Sheets to an OpenDocument spreadsheet (.ods), by hand: the same bytes for the same rubric.

Every text is written as a text, so that none can become a formula whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from assessments.rubric_sheets.filling import FilledSheet, Row
from assessments.rubric_sheets.forms import Written
from assessments.rubric_sheets.layout import Column

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
LAST_ROW = 2_000
"""As far down as cells offer their choices."""
PROSE_WIDTH = 110

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = re.compile(r"^ +| +$|(?<= ) +", re.MULTILINE)
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
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
<style:style style:name="row" style:family="table-row">\
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>
"""


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
    if not sheet.columns:
        yield (
            f'<table:table-column table:style-name="w{PROSE_WIDTH}" '
            'table:default-cell-style-name="text"/>\n'
        )
    for column in sheet.columns:
        style = "figure" if column.form.numeric else "text"
        yield (
            f'<table:table-column table:style-name="w{column.width}" '
            f'table:default-cell-style-name="{style}"/>\n'
        )
    if sheet.columns:
        names = "".join(_cell(column.name, "head", "") for column in sheet.columns)
        yield (
            "<table:table-header-rows>"
            f'<table:table-row table:style-name="row">{names}</table:table-row>'
            "</table:table-header-rows>\n"
        )
    checks = [rules.get(_condition(column), "") for column in sheet.columns] or [""]
    for row in sheet.rows:
        yield f'<table:table-row table:style-name="row">{_cells(row, checks)}</table:table-row>\n'
    if any(checks):
        yield _rows_to_come(checks, LAST_ROW - len(sheet.rows))
    yield "</table:table>\n"


def _cells(row: Row, checks: Sequence[str]) -> str:
    return "".join(
        _cell(value, "figure" if isinstance(value, Decimal) else "text", check)
        for value, check in zip(row, checks, strict=True)
    )


def _rows_to_come(checks: Sequence[str], count: int) -> str:
    """Blank rows that offer their choices to whoever adds something."""
    if count < 1:
        return ""
    cells = "".join(f"<table:table-cell{_checked(check)}/>" for check in checks)
    repeated = f'table:number-rows-repeated="{count}"'
    return f'<table:table-row table:style-name="row" {repeated}>{cells}</table:table-row>\n'


def _checked(check: str) -> str:
    return f' table:content-validation-name="{check}"' if check else ""


def _cell(value: Written, style: str, check: str) -> str:
    start = f'<table:table-cell table:style-name="{style}"{_checked(check)}'
    if value is None:
        return f"<table:table-cell{_checked(check)}/>"
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
    spaced = _SPACES.sub(lambda run: f"\x01{len(run[0])}\x02", line)
    marked = escape(spaced).replace("\t", "<text:tab/>")
    return marked.replace("\x01", '<text:s text:c="').replace("\x02", '"/>')


def _settings(sheets: Sequence[FilledSheet]) -> Iterator[str]:
    """Keeps the headings and the codes in view."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings '
        f'xmlns:office="{_NAMES}:office:1.0" xmlns:config="{_NAMES}:config:1.0" '
        'office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">\n'
    )
    for sheet in sheets:
        if sheet.columns:
            frozen = (("Horizontal", 1), ("Vertical", 1))
            yield f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
            for way, count in frozen:
                for item, value in ((f"{way}SplitMode", 2), (f"{way}SplitPosition", count)):
                    kind = "short" if item.endswith("Mode") else "int"
                    yield (
                        f'<config:config-item config:name="{item}" config:type="{kind}">{value}'
                        "</config:config-item>"
                    )
            for item, value in (
                ("ActiveSplitRange", 3),
                ("PositionRight", 1),
                ("PositionBottom", 1),
            ):
                kind = "short" if item == "ActiveSplitRange" else "int"
                yield (
                    f'<config:config-item config:name="{item}" config:type="{kind}">{value}'
                    "</config:config-item>"
                )
            yield "</config:config-item-map-entry>\n"
    yield (
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>\n"
    )
