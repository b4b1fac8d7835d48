#!/bin/sh
# python-calamine 0.9.1 does not open an .ods file whose XML has white space between the cells of a row.
#
# A sheet of one row with two cells is made twice. The files differ in a line feed and two spaces
# between the cells, as a program puts them there that indents its XML.
#
# A row holds cells and no text (OpenDocument 1.2, part 1, 9.1.3), so the white space there only sets
# the markup apart (XML 1.0, 2.10) and the two files say the same.
#
# Seen: the second is refused: "Expecting 'table-cell', found 'Text(...)'". White space between rows
# is no hindrance. odfdo reads the same from both.
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
from python_calamine import CalamineError, CalamineWorkbook

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
CELL = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
RIGHT = [["one", "two"]]


def read(between):
    """What both packages read of a row with this between its cells."""
    row = f"\n<table:table-row>{CELL % 'one'}{between}{CELL % 'two'}</table:table-row>\n"
    with zipfile.ZipFile("made.ods", "w") as book:
        book.writestr("mimetype", KIND)
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", CONTENT % row)
    other = Document("made.ods").body.get_table(0).get_values()
    try:
        seen = CalamineWorkbook.from_path("made.ods").get_sheet_by_index(0).to_python()
    except CalamineError as error:
        seen = str(error)
    print(f"between the cells {between!r}: python-calamine {seen}, odfdo {other}")
    return seen, other


print(f"Python {sys.version.split()[0]}")
for package in ("python-calamine", "odfdo"):
    print(package, version(package))
tight, spaced = read(""), read("\n  ")
refused = isinstance(spaced[0], str) and "Expecting 'table-cell'" in spaced[0]
if tight == (RIGHT, RIGHT) and refused and spaced[1] == RIGHT:
    print("As described: the file with white space between the cells is refused.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
