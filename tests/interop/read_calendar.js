// Prints the events of a calendar as JSON: `node read_calendar.js NAME FILE`, as read_calendar.py.
const { readFileSync } = require("fs");
const { join } = require("path");
const [, , name, file] = process.argv;
const content = readFileSync(file, "utf-8");
const modules = join(__dirname, "node_modules");
// node-ical gives a day as a moment, at midnight of this computer's zone.
const day = (moment) =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
async function events() {
  if (name === "ical.js") {
    const { default: ICAL } = await import(join(modules, "ical.js", "dist", "ical.js"));
    const found = new ICAL.Component(ICAL.parse(content)).getAllSubcomponents("vevent");
    return found
      .map((one) => new ICAL.Event(one))
      .map((one) => [one.uid, String(one.startDate), String(one.endDate), one.summary]);
  }
  const ical = require(join(modules, "node-ical"));
  return Object.values(ical.parseICS(content))
    .filter((one) => one.type === "VEVENT")
    .map((one) => [one.uid, day(one.start), day(one.end), one.summary]);
}
events().then((found) => console.log(JSON.stringify(found)));
