#!/bin/sh
# exceljs 4.4.0 reads a date that an .xlsx file holds in the form of ISO 8601 as one of 1905. It is
# a known fault of the library.
#
# A workbook with 29 March 2026 in two cells is made with exceljs. In the XML of the sheet, the number
# of the second is replaced by the same date as ISO 8601 writes it, with the type of cell for it.
#
# By ECMA-376, part 1, 18.18.11, the type "d" is a date in the form of ISO 8601. In workbooks saved as
# "Strict Open XML" dates can be written so.
#
# Seen: the first is read as 29 March 2026, the second as 18 July 1905, day 2026 of the calendar: the
# year is taken for the number of a day. SheetJS reads the same date from both.
#
# It needs Node.js with npm and a package index. It ends with 0 while what is seen stays so, and with
# 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
npm install --silent --no-fund --no-audit exceljs@4.4.0 jszip@3.10.1 xlsx@0.18.5 >/dev/null
cat >look.js <<'PROGRAM'
const ExcelJS = require("exceljs");
const JSZip = require("jszip");
const XLSX = require("xlsx");

const SHEET = "xl/worksheets/sheet1.xml";
const day = (value) => value.toISOString().slice(0, 10);

async function look() {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Sheet1");
  for (const place of ["A1", "B1"]) sheet.getCell(place).value = new Date("2026-03-29T00:00:00Z");
  const zip = await JSZip.loadAsync(await book.xlsx.writeBuffer());
  const xml = await zip.file(SHEET).async("string");
  const iso = '<c r="B1"$1 t="d"><v>2026-03-29</v>';
  const changed = xml.replace(/<c r="B1"([^>]*)><v>46110<\/v>/, iso);
  if (changed === xml || xml.includes(" t=")) throw new Error("the sheet is written in another way");
  zip.file(SHEET, changed);
  const bytes = await zip.generateAsync({ type: "nodebuffer" });

  const read = new ExcelJS.Workbook();
  await read.xlsx.load(bytes);
  const other = XLSX.read(bytes, { cellDates: true, UTC: true }).Sheets.Sheet1;
  const cells = read.getWorksheet("Sheet1");
  const seen = ["A1", "B1"].map((place) => day(cells.getCell(place).value));
  const shown = ["A1", "B1"].map((place) => other[place].w);
  const { version } = require("./node_modules/exceljs/package.json");
  console.log(`Node.js ${process.version}, exceljs ${version}`);
  console.log(changed.match(/<sheetData>.*<\/sheetData>/)[0]);
  console.log(`exceljs: ${seen.join(" ")}`);
  console.log(`SheetJS ${XLSX.version}: ${shown.join(" ")}`);
  return seen.join(" ") === "2026-03-29 1905-07-18" && shown[0] === shown[1];
}

look().then((asSeen) => process.exit(asSeen ? 0 : 1));
PROGRAM
node look.js || { echo "What was seen has changed." >&2; exit 1; }
