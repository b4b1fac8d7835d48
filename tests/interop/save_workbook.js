// Saves a workbook again with SheetJS: `node save_workbook.js FILE SAVED [styles]`.
const { join } = require("path");
const XLSX = require(join(__dirname, "node_modules", "xlsx"));
const [, , file, saved, styles] = process.argv;
const cellStyles = styles === "styles";
XLSX.writeFile(XLSX.readFile(file, { cellStyles, cellNF: true }), saved, { cellStyles });
