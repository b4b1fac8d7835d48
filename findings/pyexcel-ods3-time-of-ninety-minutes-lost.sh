#!/bin/sh
# pyexcel-ods3 0.6.1 reads a time of PT90M in an .ods file as an empty cell.
#
# A sheet of three cells is made, which all hold an hour and a half: as PT01H30M00S, PT90M and PT5400S.
#
# By OpenDocument 1.3, part 3, 19.389, such a cell has its value in office:time-value, whose type is
# the duration of XML Schema, part 2, 3.2.6: parts that are zero may be left out, and the number of
# minutes or of seconds has no upper bound.
#
# Seen: the first is read right, the other two are lost without a word. odfdo reads all three right.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    pyexcel-ods3==0.6.1 pyexcel-io==0.6.8 odfdo==3.27.3
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
import zipfile
from datetime import time, timedelta
from importlib.metadata import version

from odfdo import Document
from pyexcel_ods3 import get_data

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
<table:table table:name="Sheet1"><table:table-column/><table:table-row>%s</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="time" office:time-value="%s"><text:p>1:30</text:p></table:table-cell>'
TIMES = ["PT01H30M00S", "PT90M", "PT5400S"]
END = '<table:table-cell office:value-type="string"><text:p>end</text:p></table:table-cell>'

with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % ("".join(CELL % one for one in TIMES) + END))

print(f"Python {sys.version.split()[0]}")
for package in ("pyexcel-ods3", "pyexcel-io", "odfdo"):
    print(package, version(package))
seen = get_data("made.ods")["Sheet1"][0]
other = Document("made.ods").body.get_table(0).get_values()[0]
for one, first, second in zip(TIMES, seen, other):
    print(f"{one}: pyexcel-ods3 {first!r}, odfdo {second!r}")
lost = seen[0] == time(1, 30) and not seen[1] and not seen[2] and seen[3:] == ["end"]
if lost and other == [timedelta(minutes=90)] * 3 + ["end"]:
    print("As described: two of the three times are lost.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
