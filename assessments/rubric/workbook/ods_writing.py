"""Sheets to an OpenDocument spreadsheet (.ods), by hand: the same bytes for the same sheets.

Every text is written as a text, so that none can become a formula by its first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from assessments.rubric.workbook import writing
from assessments.rubric.workbook.cells import letters
from assessments.rubric.workbook.writing import Choices, ColumnToWrite, SheetToWrite, Written

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

_SPACES = re.compile(r"^ +| +$|(?<= ) +", re.MULTILINE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_STYLE = (
    '<style:style style:name="{}" style:family="table-cell" style:data-style-name="as-text">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    "</style:style>\n"
)
_ROW = '<table:table-row table:style-name="row"'


@cache
def _template(file: str) -> Template:
    return Template(Path(__file__).with_name("ods").joinpath(file).read_text(encoding="utf-8"))


def _part(file: str, /, **words: str) -> str:
    return _template(file).substitute(words)


def write_ods(sheets: Sequence[SheetToWrite]) -> bytes:
    """The workbook as a file."""
    tables = [sheet for sheet in sheets if sheet.columns]
    views = "".join(_part("view.xml", name=quoteattr(sheet.name)) for sheet in tables)
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, text in (
            # First and unpacked, so that other programs know the file by its first bytes.
            ("mimetype", MIMETYPE),
            ("META-INF/manifest.xml", _part("manifest.xml")),
            ("content.xml", _content(sheets)),
            ("settings.xml", _part("settings.xml", views=views)),
        ):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            package.writestr(entry, text)
    return file.getvalue()


def _content(sheets: Sequence[SheetToWrite]) -> str:
    columns = [column for sheet in sheets for column in sheet.columns]
    widths = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>\n'
        for width in sorted({writing.PROSE_WIDTH, *(column.width for column in columns)})
    )
    # gnumeric gives a rule to every cell of the same style, so each has a style of its own.
    rules = {id(each): f"choice{n}" for n, each in enumerate(columns) if each.choices}
    return _part(
        "content.xml",
        styles=widths + "".join(_TEXT_STYLE.format(name) for name in rules.values()),
        rules="".join(
            _part("rule.xml", name=rules[id(each)], condition=_condition(each.choices))
            for each in columns
            if each.choices
        ),
        sheets="".join(line for sheet in sheets for line in _sheet(sheet, rules)),
    )


def _condition(choices: Choices) -> str:
    column, sheet = letters(choices.column), choices.sheet.replace("'", "''")
    cells = f"[$'{sheet}'.${column}$2:.${column}${choices.last_row}]"
    return quoteattr(f"of:cell-content-is-in-list({cells})")


def _sheet(sheet: SheetToWrite, rules: dict[int, str]) -> Iterator[str]:
    hidden = ' table:style-name="hidden"' if sheet.hidden else ""
    yield f"<table:table table:name={quoteattr(sheet.name)}{hidden}>\n"
    columns = sheet.columns or [ColumnToWrite(name="", width=writing.PROSE_WIDTH)]
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
    to_come = writing.LAST_ROW - len(sheet.rows)
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
