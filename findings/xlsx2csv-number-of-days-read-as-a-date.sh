#!/bin/sh
# xlsx2csv 0.8.6 takes a number that is shown with the word "days" for a date.
#
# A workbook is made with openpyxl. It holds 12 three times: with the number formats 0 "days",
# 0 "years" and 0 "people".
#
# By ECMA-376, part 1, 18.8.31, what is between quotation marks in a number format is text, and no
# letter of it is a code for a day, a month, an hour or a second.
#
# Seen: the first two come out as their formats, the first with 11 in place of the letter d. The
# third is 12. openpyxl reads 12 from all three.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    openpyxl==3.1.5 xlsx2csv==0.8.6
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import csv
import io
import sys
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv

FORMATS = ['0 "days"', '0 "years"', '0 "people"']

book = openpyxl.Workbook()
book.active.append([12] * len(FORMATS))
for cell, shown in zip(book.active[1], FORMATS):
    cell.number_format = shown
book.save("made.xlsx")

print(f"Python {sys.version.split()[0]}")
for package in ("xlsx2csv", "openpyxl"):
    print(package, version(package))
written = io.StringIO()
Xlsx2csv("made.xlsx").convert(written)
[seen] = csv.reader(io.StringIO(written.getvalue()))
other = [cell.value for cell in openpyxl.load_workbook("made.xlsx").active[1]]
for shown, first, second in zip(FORMATS, seen, other):
    print(f"{shown}: xlsx2csv {first!r}, openpyxl {second!r}")
if seen == ['0 "11ays"', '0 "years"', "12"] and other == [12] * len(FORMATS):
    print("As described: the number is lost where its word has the letter of a date.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
