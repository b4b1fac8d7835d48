#!/bin/sh
# odfdo 3.27.3 leaves out the rows of a group inside a group of an .ods file.
#
# A sheet of five rows is made. The second to the fourth are a group, as an outline has it, and the
# third is a group inside that one.
#
# By OpenDocument 1.3, part 3, 9.2.3, <table:table-row-group> groups rows, and may hold other groups.
#
# Seen: the third row is missing from the values, and the rows after it move up by one. python-calamine
# reads all five rows.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    odfdo==3.27.3 python-calamine==0.9.1
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
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
ROW = (
    '<table:table-row%s><table:table-cell office:value-type="float" office:value="%s">'
    "<text:p>%s</text:p></table:table-cell></table:table-row>"
)
BEGIN, END = "<table:table-row-group>", "</table:table-row-group>"
FIRST, SECOND, THIRD, FOURTH, FIFTH = (ROW % ("", number, number) for number in range(1, 6))
ROWS = FIRST + BEGIN + SECOND + BEGIN + THIRD + END + FOURTH + END + FIFTH

with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % ROWS)

print(f"Python {sys.version.split()[0]}")
for package in ("odfdo", "python-calamine"):
    print(package, version(package))
seen = [row[0] for row in Document("made.ods").body.get_table(0).get_values()]
other = [row[0] for row in CalamineWorkbook.from_path("made.ods").get_sheet_by_index(0).to_python()]
print(f"odfdo: {seen}")
print(f"python-calamine: {other}")
if seen == [1, 2, 4, 5] and other == [1, 2, 3, 4, 5]:
    print("As described: the row of the inner group is lost.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
