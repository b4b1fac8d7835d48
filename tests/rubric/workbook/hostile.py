"""Files that are not what they seem, each with its name and the one thing that is said of it."""

import io
import random
import struct
import zipfile
from collections.abc import Callable

import pytest

from assessments.rubric.workbook.codec import dump_ods, dump_xlsx
from assessments.rubric.workbook.package import MOST_BYTES, OPEN_DOCUMENT
from tests.rubric.files.material import SMALL
from tests.rubric.workbook.material import SPEC, parts_of, patched, with_parts, zipped

ODS, XLSX = dump_ods(SPEC), dump_xlsx(SPEC)
SAVE_AS = "save it from your spreadsheet program as .ods or .xlsx"
DAMAGED = "is damaged or cut short: open it in your spreadsheet program and save it again"
LOCKED = "is protected by a password: save it without one"
MACROS = "holds macros: save it without them, as .ods or .xlsx"
LINKS = "takes data from other files: break its links, so that it needs no other file"
BOMB = "holds far more than it seems (a zip bomb), or is no rubric"
DOCTYPE = "holds a document type or entities, which no spreadsheet program writes"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_XLS = f"is an old Excel file (.xls), which cannot be read: {SAVE_AS}"
ANOTHER = "is a zip file or document of another kind: a workbook is .ods or .xlsx"
_ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a "ha">{_ENTITIES}]>'


def content(inside: str, before: str = "") -> bytes:
    """An OpenDocument workbook with this in its spreadsheet."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    xml = (
        f'<?xml version="1.0"?>{before}<office:document-content '
        f'xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0" xmlns:script="{names}:script:1.0"><office:body>'
        f"<office:spreadsheet>{inside}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": OPEN_DOCUMENT.encode(), "content.xml": xml.encode()})


def sheet(inside: str, before: str = "") -> bytes:
    """An Excel workbook with this in its first sheet that is read."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f"<sheetData>{inside}</sheetData>"
    xml = f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}">{data}</worksheet>'
    return with_parts(XLSX, {"xl/worksheets/sheet2.xml": xml.encode()})


def repeated(rows: int, columns: int) -> bytes:
    """One cell of an OpenDocument workbook, said to be there so many times."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p>'
    return content(
        f'<table:table table:name="x"><table:table-row table:number-rows-repeated="{rows}">{cell}'
        "</table:table-cell></table:table-row></table:table>"
    )


def encrypted_zip() -> bytes:
    """Our workbook with the mark of an encrypted part in every entry."""
    data = bytearray(XLSX)
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    return bytes(data)


def lying_zip() -> bytes:
    """A part that says it is small and inflates to far more."""
    data = bytearray(with_parts(ODS, {"content.xml": b" " * 30_000_000}))
    place = data.rfind(b"content.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, place + 24, 1_000)
    return bytes(data)


def many_parts() -> bytes:
    return with_parts(ODS, {f"part{n}": b"" for n in range(600)})


MOST_ELEMENTS = 200_000
"""A fifth of what a workbook may hold, so that one with more is made quickly."""


def blank_elements() -> str:
    return "".join(random.Random(1).choices(["<a/>", "<b/>", "<c/>", "<d/>"], k=MOST_ELEMENTS + 1))


def two_of_a_name() -> bytes:
    file = io.BytesIO(ODS)
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as again:
        again.writestr("content.xml", b"<a/>")
    return file.getvalue()


def odd_compression() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as lzma:
        for name, part in parts_of(ODS).items():
            lzma.writestr(name, part)
    return file.getvalue()


ROWS_200_000 = "<row><c><v>1</v></c></row>" * 200_000
PLAIN_TEXT = f"is plain text, such as CSV, which has room for one sheet only: {SAVE_AS}"
TOO_MUCH = "holds more cells than any rubric needs, blank ones included"
TOO_LONG = "holds more than 50,000 rows, which is too many for a rubric"
SOURCE = '<table:table-source table:table-name="x"/>'
MANIFEST = "META-INF/manifest.xml"
UNKNOWN = b'<?xml version="1.0" encoding="x-none"?><a/>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MACRO_TYPE = patched(
    XLSX, "[Content_Types].xml", r"spreadsheetml\.sheet\.main", "macroEnabled.main"
)
MACRO_SHEET = patched(
    XLSX, "xl/_rels/workbook.xml.rels", "relationships/worksheet", "relationships/xlMacrosheet"
)
TOO_MUCH_TEXT = "holds more than 8,000,000 characters, which is too many for a rubric"
LONG = f"<table:table-cell><text:p>{'x' * 32_000}</text:p></table:table-cell>"
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # What it is
    "nothing": (lambda: b"", "", "is empty"),
    "too big": (
        lambda: b"PK" + bytes(MOST_BYTES), "", "is too big: a workbook may hold 2,000,000 bytes",
    ),
    "an old .xls": (lambda: OLD + bytes(5_000), "rubric.xls", OLD_XLS),
    "an old .xls by another name": (lambda: OLD + bytes(5_000), "rubric.xlsx", OLD_XLS),
    "a locked .xlsx": (
        lambda: OLD + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "r.xlsx", LOCKED,
    ),
    "a CSV": (lambda: b"Code,Weight\nA-1,70\n", "rubric.csv", PLAIN_TEXT),
    "a CSV by another name": (lambda: b"Code,Weight\n", "rubric.ods", PLAIN_TEXT),
    "a PDF by another name": (
        lambda: b"%PDF-1.7\n\x00", "rubric.xlsx",
        "is a PDF, not a workbook: send the .ods or .xlsx file itself",
    ),
    "a web page": (
        lambda: b"<html><table>", "rubric.xls",
        f"is a web page or plain XML, not a workbook: {SAVE_AS}",
    ),
    "a picture": (
        lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "rubric.xlsx", f"is not a workbook: {SAVE_AS}",
    ),
    "a YAML file": (lambda: SMALL.encode(), "rubric.yaml", "is a YAML rubric file, not a workbook"),
    "any zip": (lambda: zipped({"a.txt": b"a"}), "rubric.xlsx", ANOTHER),
    "a Word document": (lambda: zipped({"word/document.xml": b"<a/>"}), "r.docx", ANOTHER),
    "an OpenDocument text": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "r.odt", ANOTHER,
    ),
    "a binary workbook": (
        lambda: with_parts(XLSX, {"xl/workbook.bin": b"x"}), "r.xlsb",
        "is a binary Excel workbook (.xlsb): save it as .xlsx or .ods",
    ),
    # Locked, with programs, with links
    "a locked .ods": (
        lambda: with_parts(ODS, {MANIFEST: b"<encryption-data/>"}), "", LOCKED,
    ),
    "a locked zip": (encrypted_zip, "", LOCKED),
    "an .xlsm by name": (lambda: XLSX, "Rubric.XLSM", MACROS),
    "an .xlsm by its parts": (
        lambda: with_parts(XLSX, {"xl/vbaProject.bin": OLD}), "rubric.xlsx", MACROS,
    ),
    "an .xlsm by its type": (lambda: MACRO_TYPE, "rubric.xlsx", MACROS),
    "an old macro sheet": (lambda: MACRO_SHEET, "", MACROS),
    "Basic in an .ods": (
        lambda: with_parts(ODS, {"Basic/Standard/Module1.xml": b"<a/>"}), "rubric.ods", MACROS,
    ),
    "scripts in an .ods": (
        lambda: with_parts(ODS, {"Scripts/python/a.py": b"a"}), "rubric.ods", MACROS,
    ),
    "a listener in an .ods": (lambda: content("<script:event-listener/>"), "", MACROS),
    "links in an .xlsx": (
        lambda: with_parts(XLSX, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "", LINKS,
    ),
    "a connection in an .xlsx": (
        lambda: with_parts(XLSX, {"xl/connections.xml": b"<a/>"}), "", LINKS,
    ),
    "links in an .ods": (lambda: content(f"<table:table>{SOURCE}</table:table>"), "", LINKS),
    # Broken
    "half a file": (lambda: ODS[: len(ODS) // 2], "rubric.ods", DAMAGED),
    "only the start of a zip": (lambda: b"PK\x03\x04", "", DAMAGED),
    "no content": (lambda: zipped({"mimetype": OPEN_DOCUMENT.encode()}), "", DAMAGED),
    "broken content": (lambda: with_parts(ODS, {"content.xml": b"<a><b></a>"}), "", DAMAGED),
    "content in an unknown encoding": (
        lambda: with_parts(ODS, {"content.xml": UNKNOWN}), "", DAMAGED,
    ),
    "a sheet that is not there": (
        lambda: zipped({k: v for k, v in parts_of(XLSX).items() if "sheet2" not in k}), "", DAMAGED,
    ),
    "a text that is not there": (
        lambda: sheet('<row><c t="s"><v>999999</v></c></row>'), "", DAMAGED,
    ),
    "a cell that is nowhere": (lambda: sheet('<row><c r="99"><v>1</v></c></row>'), "", DAMAGED),
    "a repetition that is no number": (lambda: repeated(rows=-1, columns=1), "", DAMAGED),
    "one long row again and again": (
        lambda: content(
            '<table:table table:name="x"><table:table-row table:number-rows-repeated="19999">'
            f"{LONG}</table:table-row></table:table>"
        ),
        "",
        TOO_MUCH_TEXT,
    ),
    "one shared text again and again": (
        lambda: with_parts(
            sheet('<row><c t="s"><v>0</v></c></row>' * 19_999),
            {
                # The other sheets want texts of their own.
                "xl/sharedStrings.xml": (
                    f"<sst><si><t>{'x' * 32_000}</t></si>{'<si><t>y</t></si>' * 5_000}</sst>"
                ).encode(),
            },
        ),
        "",
        TOO_MUCH_TEXT,
    ),
    "two parts of a name": (two_of_a_name, "", DAMAGED),
    "an odd compression": (odd_compression, "", DAMAGED),
    # Bombs
    "a zip bomb": (lambda: with_parts(ODS, {"content.xml": b" " * 30_000_000}), "", BOMB),
    "a zip bomb of one part": (
        lambda: with_parts(ODS, {"content.xml": b" " * 15_000_000}), "", BOMB,
    ),
    "a zip bomb that lies": (lying_zip, "", DAMAGED),
    "a zip of many parts": (
        many_parts, "", "is a zip file with more than 500 parts: no workbook has those",
    ),
    "a document type": (
        lambda: content("", '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'), "", DOCTYPE,
    ),
    "an entity bomb in .ods": (lambda: content("&j;", LAUGHS), "", DOCTYPE),
    "an entity bomb in .xlsx": (lambda: sheet("&j;", LAUGHS), "", DOCTYPE),
    "a file for an entity": (lambda: sheet("&x;", OUTSIDE), "", DOCTYPE),
    "deep elements": (lambda: content("<text:a>" * 5_000), "", TOO_MUCH),
    "many blank elements": (lambda: sheet(blank_elements()), "", TOO_MUCH),
    "200,000 rows": (lambda: sheet(ROWS_200_000), "", TOO_LONG),
    "200,000 repeated rows": (lambda: repeated(rows=200_000, columns=1), "", TOO_LONG),
    "too many cells": (
        lambda: repeated(rows=9_000, columns=150), "",
        "holds more than 200,000 cells, which is too many for a rubric",
    ),
    "many sheets": (
        lambda: content('<table:table table:name="x"/>' * 100), "",
        "holds more than 60 sheets, which is too many for a rubric",
    ),
}  # fmt: skip
