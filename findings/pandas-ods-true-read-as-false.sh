#!/bin/sh
# pandas 3.1.1 reads true in an .ods file as False unless the cell shows the English word TRUE.
#
# A sheet of three cells is made. All have the value true; they show TRUE, true and VRAI, the word in
# French, and the second as odfdo writes it.
#
# By OpenDocument 1.3, part 3, 19.389, the value of a cell of the type boolean is in
# office:boolean-value. The text in the cell is how it is shown, which language and style decide.
#
# Seen: read_excel with the engine for this format, odf, reads the first as True and the other two as
# False, without a word. It reads the text and not the value.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    pandas==3.1.1 odfpy==1.4.1
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
import zipfile
from importlib.metadata import version

import pandas

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
<table:table table:name="Sheet1"><table:table-column/>%s</table:table>
</office:spreadsheet></office:body></office:document-content>"""
SHOWN = ["TRUE", "true", "VRAI"]

rows = "".join(
    '<table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true">'
    f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    for text in SHOWN
)
with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % rows)

print(f"Python {sys.version.split()[0]}")
for package in ("pandas", "odfpy"):
    print(package, version(package))
seen = pandas.read_excel("made.ods", engine="odf", header=None)[0].tolist()
for text, one in zip(SHOWN, seen, strict=True):
    print(f"true, shown as {text}: read as {one}")
if seen == [True, False, False]:
    print("As described: true is read as False where it is shown otherwise.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
