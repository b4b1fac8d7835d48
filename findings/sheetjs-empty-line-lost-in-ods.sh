#!/bin/sh
# SheetJS (npm package xlsx) 0.18.5 loses an empty line in a cell of an .ods file that LibreOffice saved.
#
# A sheet of two cells is made, each of three paragraphs of which the middle one is empty. In the first
# cell that is an element with a start and an end tag, in the second an empty-element tag.
#
# By XML 1.0, 3.1, the two are the same. LibreOffice writes the second.
#
# Seen: the text of the first has its empty line, that of the second has not, so that its two parts have
# become one. odfdo and python-calamine read the same text from both.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    odfdo==3.27.3 python-calamine==0.9.1
cd "$folder"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null
"$folder/venv/bin/python" - <<'PROGRAM'
import json
import subprocess
import sys
import zipfile
from importlib.metadata import version

from odfdo import Document
from python_calamine import CalamineWorkbook

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:table="{NAMES}table:1.0"
xmlns:text="{NAMES}text:1.0" office:version="1.3"><office:body><office:spreadsheet>
<table:table table:name="Sheet1"><table:table-column/>%s
</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = (
    '<table:table-cell office:value-type="string"><text:p>First part.</text:p>%s'
    "<text:p>Second part.</text:p></table:table-cell>"
)
ROWS = f"<table:table-row>{CELL % '<text:p></text:p>'}{CELL % '<text:p/>'}</table:table-row>"
LOOK = """const XLSX = require("xlsx");
const sheet = XLSX.readFile("made.ods").Sheets.Sheet1;
console.log(JSON.stringify([XLSX.version, [sheet.A1.v, sheet.B1.v]]));"""
WHOLE = "First part.\n\nSecond part."

with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % ROWS)

print(f"Python {sys.version.split()[0]}")
for package in ("odfdo", "python-calamine"):
    print(package, version(package))
release, seen = json.loads(subprocess.run(["node", "-e", LOOK], check=True, capture_output=True).stdout)
print(f"SheetJS {release}: {seen}")
[other] = Document("made.ods").body.get_table(0).get_values()
[third] = CalamineWorkbook.from_path("made.ods").get_sheet_by_index(0).to_python()
print(f"odfdo: {other}, python-calamine: {third}")
if seen == [WHOLE, "First part.\nSecond part."] and other == third == [WHOLE, WHOLE]:
    print("As described: the empty line of the second text is lost.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
