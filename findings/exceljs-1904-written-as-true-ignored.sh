#!/bin/sh
# exceljs 4.4.0 reads the dates of an .xlsx file four years early where its date1904 is "true".
#
# A workbook that counts its days from 1904 is made with openpyxl and holds 29 March 2026. It has
# date1904="1". A copy of it has date1904="true" in that place and is the same otherwise.
#
# By ECMA-376, part 1, 18.2.28, the attribute is a boolean of XML Schema, part 2, 3.2.2, which may be
# written as 1 or as true. LibreOffice writes true.
#
# Seen: the first is read as 29 March 2026, the second as 28 March 2022. openpyxl reads the same date
# from both.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check openpyxl==3.1.5
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 >/dev/null
cat >read.js <<'PROGRAM'
const ExcelJS = require("exceljs");
const { version } = require("./node_modules/exceljs/package.json");

console.error(`exceljs ${version}, Node.js ${process.version}`);
const book = new ExcelJS.Workbook();
book.xlsx.readFile(process.argv[2]).then(() => {
  console.log(book.worksheets[0].getCell("A1").value.toISOString().slice(0, 10));
});
PROGRAM
"$folder/venv/bin/python" - <<'PROGRAM'
import subprocess
import sys
import zipfile
from datetime import date

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

book = openpyxl.Workbook()
book.epoch = CALENDAR_MAC_1904
book.active["A1"] = date(2026, 3, 29)
book.save("one.xlsx")
with zipfile.ZipFile("one.xlsx") as one, zipfile.ZipFile("true.xlsx", "w") as other:
    for name in one.namelist():
        part = one.read(name)
        if name == "xl/workbook.xml":
            assert part.count(b'date1904="1"') == 1
            part = part.replace(b'date1904="1"', b'date1904="true"')
        other.writestr(name, part)

print(f"openpyxl {openpyxl.__version__}, Python {sys.version.split()[0]}")
seen = {}
for name in ("one.xlsx", "true.xlsx"):
    read = subprocess.run(["node", "read.js", name], check=True, stdout=subprocess.PIPE, text=True)
    right = openpyxl.load_workbook(name).active["A1"].value.date()
    seen[name] = (read.stdout.strip(), right.isoformat())
    print(f"{name}: exceljs {seen[name][0]}, openpyxl {seen[name][1]}")
if seen == {"one.xlsx": ("2026-03-29", "2026-03-29"), "true.xlsx": ("2022-03-28", "2026-03-29")}:
    print("As described: the date of the second is four years and a day early.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
