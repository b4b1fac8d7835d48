#!/bin/sh
# python-calamine 0.9.1 reads text of an .ods file without its tabs and line breaks, and joins the words.
#
# A sheet of four cells is made: "one" and "two" with a tab between, with a line break, as two
# paragraphs, and with three spaces.
#
# By OpenDocument 1.2, part 1, 6.1.4 and 6.1.5, <text:tab> is a tab and <text:line-break> a
# line break within a paragraph.
#
# Seen: the first two cells are read as "onetwo". The paragraphs and the spaces are right. odfdo reads
# all four right.
#
# It needs Python 3.11 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check \
    python-calamine==0.9.1 odfdo==3.27.3
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
<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:table="{NAMES}table:1.0"
xmlns:text="{NAMES}text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Sheet1"><table:table-column/>%s</table:table>
</office:spreadsheet></office:body></office:document-content>"""
TEXTS = {
    "tab": "<text:p>one<text:tab/>two</text:p>",
    "line break": "<text:p>one<text:line-break/>two</text:p>",
    "paragraphs": "<text:p>one</text:p><text:p>two</text:p>",
    "spaces": '<text:p>one<text:s text:c="3"/>two</text:p>',
}
RIGHT = ["one\ttwo", "one\ntwo", "one\ntwo", "one   two"]

rows = "".join(
    f'<table:table-row><table:table-cell office:value-type="string">{text}</table:table-cell>'
    "</table:table-row>"
    for text in TEXTS.values()
)
with zipfile.ZipFile("made.ods", "w") as book:
    book.writestr("mimetype", KIND)
    book.writestr("META-INF/manifest.xml", MANIFEST)
    book.writestr("content.xml", CONTENT % rows)

print(f"Python {sys.version.split()[0]}")
for package in ("python-calamine", "odfdo"):
    print(package, version(package))
seen = [row[0] for row in CalamineWorkbook.from_path("made.ods").get_sheet_by_index(0).to_python()]
other = [row[0] for row in Document("made.ods").body.get_table(0).get_values()]
for name, one, another in zip(TEXTS, seen, other, strict=True):
    print(f"{name}: python-calamine {one!r}, odfdo {another!r}")
if seen == ["onetwo", "onetwo", *RIGHT[2:]] and other == RIGHT:
    print("As described: the tab and the line break are lost.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
