"""Sheets to a workbook of either format: the same bytes for the same sheets.

Every text is written as a text, so that none can become a formula by its first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessments.rubric import definition as d
from assessments.rubric.workbook.forms import NOT_XML, Written
from assessments.rubric.workbook.layout import Choices, Column
from assessments.rubric.workbook.package import OPEN_DOCUMENT
from assessments.rubric.workbook.reading import letters


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, such as `100*A2/SUM(Sums!B2:B9)`: only ever a cell of this type is one.

    It is written without a result, so that no program believes an old one. Anything but references,
    numbers, operators, functions and texts of plain letters raises `ValueError`.
    """

    text: str

    def __post_init__(self) -> None:
        if not _FORMULA.fullmatch(self.text):
            raise ValueError(f"This is no formula of ours: {self.text!r}")


_FORMULA = re.compile(r'(?:[A-Z]+\(|[A-Z][a-z]+!|[A-Z]{1,2}[1-9]\d*|[\d.,:()*/+<>=-]|"[a-z ]*")+')
_REFERENCE = re.compile(r"(?:([A-Z][a-z]+)!)?([A-Z]{1,2}[1-9]\d*)(?::([A-Z]{1,2}[1-9]\d*))?")
LAST_ROW = 2_000
"""As far down as cells offer their choices."""
_PROSE = Column(name="", value=d.Notes())
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet. One without columns is prose: a text to each row, some of them `headings`.

    Below its rows a sheet that `grows` has room for more.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Written | Formula]]
    headings: frozenset[str] = frozenset()
    hidden: bool = False
    grows: bool = True


def write_xlsx(sheets: Sequence[SheetToWrite]) -> bytes:
    """The workbook as an Excel file."""
    file = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, **as_text})
    workbook.set_properties({"created": _MADE})
    # "@" is the format of a text: what is typed there later stays a text too.
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    formats = {
        "text": workbook.add_format(text),
        "title": workbook.add_format({"num_format": "@", "bold": True}),
        "figure": workbook.add_format({"valign": "top"}),
        "head": workbook.add_format({**text, "bold": True, "bg_color": "#e8edee"}),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    workbook.close()
    return file.getvalue()


def _write_sheet(page: Worksheet, sheet: SheetToWrite, formats: dict[str, Format]) -> None:
    if sheet.columns:
        page.freeze_panes(1, 1)
    if sheet.hidden:
        page.hide()
    for place, column in enumerate(sheet.columns or [_PROSE]):
        page.set_column(place, place, column.width, formats["figure" if column.numeric else "text"])
        if column.name:
            page.write_string(0, place, column.name, formats["head"])
        if column.choices is not None:
            source = _offered(column.choices, "='{sheet}'!${column}$2:${column}${last}")
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(1, place, LAST_ROW, place, rule)
    for number, row in enumerate(sheet.rows, start=1 if sheet.columns else 0):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(number, place, value, formats["figure"])
            elif isinstance(value, Formula):
                page.write_formula(number, place, f"={value.text}", formats["figure"], "")
            elif value:
                style = formats["title" if value in sheet.headings else "text"]
                if value.startswith("<r>") and value.endswith("</r>"):
                    # xlsxwriter takes such a text for runs of its own making, so it becomes one.
                    value = f'<r><t xml:space="preserve">{escape(value)}</t></r>'
                page.write_string(number, place, value, style)


def _offered(choices: Choices, words: str) -> str:
    """The cells with the choices of a column, in the words of a format."""
    sheet, last = choices.sheet.replace("'", "''"), choices.last_row or LAST_ROW
    return words.format(sheet=sheet, column=letters(choices.column), last=last)


# OpenDocument, by hand

_SPACES = re.compile(r"^ +| +$|(?<= ) +", re.MULTILINE)
_TEXT_STYLE = (
    '<style:style style:name="{}" style:family="table-cell" style:data-style-name="as-text">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    "</style:style>\n"
)
_ROW = '<table:table-row table:style-name="row"'


@cache
def _part(file: str) -> Template:
    return Template(Path(__file__).with_name("ods").joinpath(file).read_text(encoding="utf-8"))


def write_ods(sheets: Sequence[SheetToWrite]) -> bytes:
    """The workbook as an OpenDocument file."""
    view = _part("view.xml").substitute
    views = "".join(view(name=quoteattr(sheet.name)) for sheet in sheets if sheet.columns)
    parts = {
        # First and unpacked, so that other programs know the file by its first bytes.
        "mimetype": OPEN_DOCUMENT,
        "META-INF/manifest.xml": _part("manifest.xml").substitute(),
        "content.xml": _content(sheets),
        "settings.xml": _part("settings.xml").substitute(views=views),
    }
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, text in parts.items():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            package.writestr(entry, text)
    return file.getvalue()


def _content(sheets: Sequence[SheetToWrite]) -> str:
    columns = [column for sheet in sheets for column in sheet.columns]
    styles = [
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>\n'
        for width in sorted({_PROSE.width, *(column.width for column in columns)})
    ]
    # gnumeric gives a rule to every cell of the same style, so each has a style of its own.
    names = {id(each): f"choice{n}" for n, each in enumerate(columns) if each.choices}
    rules = []
    for each in columns:
        if each.choices:
            cells = _offered(each.choices, "[$'{sheet}'.${column}$2:.${column}${last}]")
            condition = quoteattr(f"of:cell-content-is-in-list({cells})")
            rules.append(_part("rule.xml").substitute(name=names[id(each)], condition=condition))
            styles.append(_TEXT_STYLE.format(names[id(each)]))
    return _part("content.xml").substitute(
        styles="".join(styles),
        rules="".join(rules),
        sheets="".join(line for sheet in sheets for line in _sheet(sheet, names)),
    )


def _sheet(sheet: SheetToWrite, rules: dict[int, str]) -> Iterator[str]:
    hidden = ' table:style-name="hidden"' if sheet.hidden else ""
    yield f"<table:table table:name={quoteattr(sheet.name)}{hidden}>\n"
    columns = sheet.columns or [_PROSE]
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
    if sheet.columns and sheet.grows and to_come > 0:
        # Blank rows that offer their choices to the person who adds something.
        cells = "".join(_cell(None, style) for style in styles)
        yield f'{_ROW} table:number-rows-repeated="{to_come}">{cells}</table:table-row>\n'
    yield "</table:table>\n"


def _cell(value: Written | Formula, style: str) -> str:
    rule = f' table:content-validation-name="{style}"' if style.startswith("choice") else ""
    if isinstance(value, Decimal):
        figure = format(value, "f")
        return (
            f'<table:table-cell table:style-name="figure"{rule} office:value-type="float" '
            f'office:value="{figure}"><text:p>{figure}</text:p></table:table-cell>'
        )
    if isinstance(value, Formula):
        formula = "of:=" + _REFERENCE.sub(_open_reference, value.text.replace(",", ";"))
        return f'<table:table-cell table:style-name="figure" table:formula={quoteattr(formula)}/>'
    start = f'<table:table-cell table:style-name="{style}"{rule}'
    if value is None:
        return f"{start}/>"
    paragraphs = "".join(f"<text:p>{_marked_up(line)}</text:p>" for line in value.split("\n"))
    return f'{start} office:value-type="string">{paragraphs}</table:table-cell>'


def _open_reference(found: re.Match[str]) -> str:
    """A reference as OpenDocument writes it: `Sums!B2:B9` is `[$Sums.B2:.B9]`."""
    sheet, first, last = found.groups()
    return f"[{f'${sheet}' if sheet else ''}.{first}{f':.{last}' if last else ''}]"


def _marked_up(line: str) -> str:
    """A line with the spaces and tabs that would be taken for mere layout spelled out."""
    spaced = _SPACES.sub(lambda run: f"\x01{len(run[0])}\x02", NOT_XML.sub("\ufffd", line))
    marked = escape(spaced).replace("\t", "<text:tab/>")
    return marked.replace("\x01", '<text:s text:c="').replace("\x02", '"/>')
