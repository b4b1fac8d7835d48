#!/bin/sh
# openpyxl 3.1.5 opens a workbook in the strict form of its standard as one without sheets.
#
# One workbook of one cell is made twice: in the transitional form of ISO/IEC 29500, and in the strict
# one, which differs in the addresses of the namespaces and of the relationships, and in saying so by
# conformance="strict". Excel offers it as "Strict Open XML Spreadsheet (.xlsx)".
#
# Strict is the form that part 1 of ISO/IEC 29500 describes; transitional is in part 4.
#
# Seen: openpyxl finds no sheet in the second and warns of "an invalid specification" that it removes.
# It reads the transitional one, and python-calamine reads both.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
import zipfile
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
FORMS = {
    "transitional": (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "",
    ),
    "strict": (
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ' conformance="strict"',
    ),
}


def relationships(base, kind, target):
    return (
        f'<Relationships xmlns="{PACKAGE}relationships">'
        f'<Relationship Id="rId1" Type="{base}/{kind}" Target="{target}"/></Relationships>'
    )


def make(form):
    """A workbook of one sheet with a text in A1."""
    main, base, says = FORMS[form]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{KINDS}worksheet+xml"/></Types>',
        "_rels/.rels": relationships(base, "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relationships(base, "worksheet", "sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{base}"{says}><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
        "<is><t>share</t></is></c></row></sheetData></worksheet>",
    }
    with zipfile.ZipFile(f"{form}.xlsx", "w") as book:
        for name, body in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + body)


def texts(form):
    """What openpyxl and another reader have for A1 of each sheet."""
    make(form)
    own = [sheet["A1"].value for sheet in openpyxl.load_workbook(f"{form}.xlsx").worksheets]
    other = CalamineWorkbook.from_path(f"{form}.xlsx")
    others = [other.get_sheet_by_name(name).to_python()[0][0] for name in other.sheet_names]
    print(f"{form}: openpyxl {own}, python-calamine {others}")
    return own, others


print(f"Python {sys.version.split()[0]}")
for package in ("openpyxl", "python-calamine"):
    print(package, version(package))
transitional, strict = texts("transitional"), texts("strict")
if transitional == (["share"], ["share"]) and strict == ([], ["share"]):
    print("As described: the sheet of the strict workbook is dropped.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
