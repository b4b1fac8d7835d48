#!/bin/sh
# xlsx2csv 0.8.6 leaves out the rows of an .xlsx file that do not say which rows they are.
#
# A sheet of three rows is made with openpyxl. In a copy, the second and the third row have no number.
#
# By ECMA-376, part 1, 18.3.1.73, the attribute r of a row is optional. A row without it can only be
# the next one.
#
# Seen: all three rows come out of the first file, and only the first row out of the second, without an
# error. openpyxl and python-calamine read the same three rows from both.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    openpyxl==3.1.5 python-calamine==0.9.1 xlsx2csv==0.8.6
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import csv
import io
import re
import sys
import zipfile
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

ROWS = [[1, 10], [2, 20], [3, 30]]
SHEET = "xl/worksheets/sheet1.xml"

book = openpyxl.Workbook()
for row in ROWS:
    book.active.append(row)
book.save("numbered.xlsx")
with zipfile.ZipFile("numbered.xlsx") as one, zipfile.ZipFile("not.xlsx", "w") as other:
    for name in one.namelist():
        part = one.read(name)
        if name == SHEET:
            # The cells of such a row cannot name it either: their attribute r is optional, too.
            for number in (b"2", b"3"):
                part, rows = re.subn(rb'<row r="%s"' % number, b"<row", part)
                part, cells = re.subn(rb'<c r="[AB]%s"' % number, b"<c", part)
                assert (rows, cells) == (1, 2)
        other.writestr(name, part)

print(f"Python {sys.version.split()[0]}")
for package in ("xlsx2csv", "openpyxl", "python-calamine"):
    print(package, version(package))
seen = {}
for name in ("numbered.xlsx", "not.xlsx"):
    written = io.StringIO()
    Xlsx2csv(name).convert(written)
    seen[name] = [[int(cell) for cell in row] for row in csv.reader(io.StringIO(written.getvalue()))]
    assert [list(row) for row in openpyxl.load_workbook(name).active.values] == ROWS
    assert CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python() == ROWS
    print(f"{name}: xlsx2csv {seen[name]}, the others {ROWS}")
if seen == {"numbered.xlsx": ROWS, "not.xlsx": ROWS[:1]}:
    print("As described: two of the three rows are lost.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
