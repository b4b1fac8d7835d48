#!/bin/sh
# SheetJS (npm package xlsx) 0.18.5 reads the cell after a merged one of an .ods file in a wrong column.
#
# A sheet of two rows is made. In both, A to C are merged and D holds a number. The two cells that the
# merged one covers are written one by one in the first row, and in the second as one element that is
# repeated twice.
#
# By OpenDocument 1.2, part 1, 9.1.5, <table:covered-table-cell> may have the attribute
# table:number-columns-repeated, which says in how many columns it is, so the rows say the same.
#
# Seen: the number of the first row is read in D, that of the second in C. odfdo reads both in D.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check odfdo==3.27.3
cd "$folder"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null
"$folder/venv/bin/python" - <<'PROGRAM'
import json
import subprocess
import sys
import zipfile
from importlib.metadata import version

from odfdo import Document

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:table="{NAMES}table:1.0"
xmlns:text="{NAMES}text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Sheet1"><table:table-column table:number-columns-repeated="4"/>%s
</table:table></office:spreadsheet></office:body></office:document-content>"""
ROW = (
    '<table:table-row><table:table-cell office:value-type="string" '
    'table:number-columns-spanned="3" table:number-rows-spanned="1"><text:p>Cost</text:p>'
    '</table:table-cell>%s<table:table-cell office:value-type="float" office:value="%s">'
    "<text:p>%s</text:p></table:table-cell></table:table-row>"
)
APART = "<table:covered-table-cell/><table:covered-table-cell/>"
REPEATED = '<table:covered-table-cell table:number-columns-repeated="2"/>'
LOOK = """const XLSX = require("xlsx");
const cells = Object.entries(XLSX.readFile("made.ods").Sheets.Sheet1);
const read = cells.filter(([place]) => place[0] !== "!").map(([place, cell]) => [place, cell.v]);
console.log(JSON.stringify([XLSX.version, Object.fromEntries(read)]));"""

with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % (ROW % (APART, 5, 5) + ROW % (REPEATED, 7, 7)))

print(f"Python {sys.version.split()[0]}, odfdo {version('odfdo')}")
release, seen = json.loads(subprocess.run(["node", "-e", LOOK], check=True, capture_output=True).stdout)
other = Document("made.ods").body.get_table(0).get_values()
print(f"SheetJS {release}: {seen}")
print(f"odfdo: {other}")
moved = seen == {"A1": "Cost", "D1": 5, "A2": "Cost", "C2": 7}
if moved and other == [["Cost", None, None, 5], ["Cost", None, None, 7]]:
    print("As described: the number of the second row has moved to C.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
