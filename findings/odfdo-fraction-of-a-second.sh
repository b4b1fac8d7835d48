#!/bin/sh
# odfdo 3.27.3 reads a time of 1.5 seconds in an .ods file as 15 seconds.
#
# A sheet is made whose cells hold times: two of whole seconds, and three with a fraction of a second,
# the last with nine decimals.
#
# By OpenDocument 1.3, part 3, 19.389, such a cell has its value in office:time-value, whose type is
# the duration of XML Schema, part 2, 3.2.6: there seconds may have decimals, and the unit of "S" is
# one second. odfdo leaves out the full stop, and takes the digits before and after it for one number.
#
# Seen: 1.5 seconds become 15, 0.25 become 25, and 1.500000000 become more than 17,000 days.
#
# It needs Python 3.10 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check odfdo==3.27.3
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
import zipfile
from datetime import timedelta
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
<table:table table:name="Sheet1"><table:table-column/>%s</table:table>
</office:spreadsheet></office:body></office:document-content>"""
RIGHT = {
    "PT36H30M00S": timedelta(hours=36, minutes=30),
    "PT90S": timedelta(seconds=90),
    "PT1.5S": timedelta(seconds=1.5),
    "PT00H00M00.25S": timedelta(seconds=0.25),
    "PT00H00M01.500000000S": timedelta(seconds=1.5),
}
SEEN = [RIGHT["PT36H30M00S"], RIGHT["PT90S"], *map(timedelta, (0, 0, 0), (15, 25, 1_500_000_000))]

rows = "".join(
    f'<table:table-row><table:table-cell office:value-type="time" office:time-value="{value}"/>'
    "</table:table-row>"
    for value in RIGHT
)
with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % rows)

print(f"Python {sys.version.split()[0]}, odfdo {version('odfdo')}")
seen = [row[0] for row in Document("made.ods").body.get_table(0).get_values()]
for (value, right), one in zip(RIGHT.items(), seen, strict=True):
    print(f"{value}: {right}, read as {one}")
if seen == SEEN:
    print("As described: a fraction of a second makes the time far longer.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
