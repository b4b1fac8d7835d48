#!/bin/sh
# SheetJS (npm package xlsx) 0.18.5 writes a hidden row into an .ods file as one that shows.
#
# A sheet of two rows is made, of which the second is hidden. It is written once as .xlsx and once as
# .ods with nothing but the name of the format changed, and with the option for properties of rows,
# which the package's README says hold for both formats.
#
# Seen: the .xlsx says hidden="1". The .ods says nothing of it, where OpenDocument 1.2, part 1, 9.1.3,
# has table:visibility for a row. It gives the row a height of "undefinedpx" instead, which is not a
# length, so the file does not follow the schema of OpenDocument.
#
# It needs Node.js with npm, unzip and a package index. It ends with 0 while what is seen stays so,
# and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null
cat >make.js <<'PROGRAM'
const XLSX = require("xlsx");

const sheet = XLSX.utils.aoa_to_sheet([["shown"], ["hidden"]]);
sheet["!rows"] = [{ hpx: 20 }, { hidden: true }];
const book = { SheetNames: ["Sheet1"], Sheets: { Sheet1: sheet } };
for (const format of ["xlsx", "ods"]) {
  XLSX.writeFile(book, `made.${format}`, { bookType: format, cellStyles: true });
}
console.log(`xlsx ${XLSX.version}, Node.js ${process.version}`);
PROGRAM
node make.js
unzip -p made.xlsx xl/worksheets/sheet1.xml >xlsx.xml
unzip -p made.ods content.xml >ods.xml
echo "rows of the .xlsx: $(grep -o '<row [^>]*>' xlsx.xml | tr '\n' ' ')"
echo "rows of the .ods: $(grep -o '<table:table-row[^>]*>' ods.xml | tr '\n' ' ')"
echo "heights in the .ods: $(grep -o 'row-height="[^"]*"' ods.xml | tr '\n' ' ')"
if grep -q '<row r="2"[^>]* hidden="1"' xlsx.xml && grep -q 'row-height="undefinedpx"' ods.xml &&
    ! grep -Eq 'table:(visibility|display)="(collapse|filter)"' ods.xml; then
    echo "As described: the hidden row shows in the .ods."
else
    echo "What was seen has changed." >&2
    exit 1
fi
