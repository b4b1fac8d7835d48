#!/bin/sh
# openpyxl 3.1.5 saves a text that holds "_x0020_" so that it is another text to those who read it.
#
# A cell with the text Due_x0020_date, as SharePoint names the column "Due date", is written with
# XlsxWriter, loaded with openpyxl and saved again.
#
# By ECMA-376, part 1, 22.9.2.19, _xHHHH_ in such a text is the character with that number, and
# where the underscore is meant to be one, it is written as _x005F_.
#
# Seen: openpyxl reads the text as it was entered, and writes it without _x005F_. From then on
# python-calamine and SheetJS read "Due date". They read the first file as it was entered.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.3.1
cd "$folder"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null
changed() {
    echo "What was seen has changed." >&2
    exit 1
}
"$folder/venv/bin/python" - <<'PROGRAM' || changed
import sys
from importlib.metadata import version

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

TEXT = "Due_x0020_date"


def read(path):
    """The text that python-calamine reads in the first cell."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0][0]


print(f"Python {sys.version.split()[0]}")
for package in ("openpyxl", "python-calamine", "XlsxWriter"):
    print(package, version(package))
with xlsxwriter.Workbook("first.xlsx") as book:
    book.add_worksheet().write_string("A1", TEXT)
loaded = openpyxl.load_workbook("first.xlsx")
entered = loaded.active["A1"].value
loaded.save("saved.xlsx")
seen = [read("first.xlsx"), entered, read("saved.xlsx")]
print("entered {0!r}: python-calamine {1!r}, openpyxl {2!r}, saved by it {3!r}".format(TEXT, *seen))
sys.exit(seen != [TEXT, TEXT, "Due date"])
PROGRAM
cat >look.js <<'PROGRAM'
const XLSX = require("xlsx");
const read = (path) => Object.values(XLSX.readFile(path).Sheets)[0].A1.v;
const seen = [read("first.xlsx"), read("saved.xlsx")];
console.log(`SheetJS ${XLSX.version}: "${seen[0]}", saved by openpyxl "${seen[1]}"`);
process.exit(seen.join() === "Due_x0020_date,Due date" ? 0 : 1);
PROGRAM
node look.js || changed
