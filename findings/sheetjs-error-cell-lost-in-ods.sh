#!/bin/sh
# SheetJS (npm package xlsx) 0.18.5 writes an error cell as an empty one into an .ods file.
#
# A sheet of one row is made: a text, the error #N/A, and the number 0.5. It is written once as .xlsx
# and once as .ods with nothing but the name of the format changed, and both are read back.
#
# Seen: the .xlsx gives the error back as #N/A. The .ods has no cell there, in its XML or in what
# SheetJS reads: a figure that failed looks like one that was never entered. OpenDocument has a way to
# keep it, a formula cell whose result is an error, as LibreOffice writes it.
#
# It needs Node.js with npm, unzip and a package index. It ends with 0 while what is seen stays so,
# and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null
cat >look.js <<'PROGRAM'
const XLSX = require("xlsx");
const NOT_AVAILABLE = 0x2a;

const sheet = {
  "!ref": "A1:C1",
  A1: { t: "s", v: "share" },
  B1: { t: "e", v: NOT_AVAILABLE },
  C1: { t: "n", v: 0.5 },
};
const book = { SheetNames: ["Sheet1"], Sheets: { Sheet1: sheet } };
const cells = {};
for (const format of ["xlsx", "ods"]) {
  const bytes = XLSX.write(book, { type: "buffer", bookType: format });
  require("fs").writeFileSync(`made.${format}`, bytes);
  const read = XLSX.read(bytes).Sheets.Sheet1;
  cells[format] = ["A1", "B1", "C1"].map((at) => (read[at] ? `${read[at].t}:${read[at].v}` : "none"));
}
console.log(`xlsx ${XLSX.version}, Node.js ${process.version}`);
for (const format in cells) console.log(`${format}: ${cells[format].join(" ")}`);
const asSeen =
  cells.xlsx.join(" ") === `s:share e:${NOT_AVAILABLE} n:0.5` &&
  cells.ods.join(" ") === "s:share none n:0.5";
process.exit(asSeen ? 0 : 1);
PROGRAM
node look.js || { echo "What was seen has changed." >&2; exit 1; }
if unzip -p made.ods content.xml | grep -q "N/A"; then
    echo "The .ods names the error now." >&2
    exit 1
fi
echo "content.xml of the .ods does not hold the error"
