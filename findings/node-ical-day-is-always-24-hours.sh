#!/bin/sh
# node-ical 0.27.2 takes DURATION:P1D for 24 hours, on a day that has 25 or 23 as well.
#
# An event starts at noon in London on the day before the clock goes back, and lasts P1D. The same is
# made for the day before the clock goes forward, and for a day without a change.
#
# By RFC 5545, 3.3.6, days and weeks of a duration follow the calendar, and only hours, minutes and
# seconds are exact: a day after noon is noon. PT24H would be the 24 hours.
#
# Seen: the ends are 11:00 in autumn and 13:00 in spring. The same event with DTEND at noon is right.
#
# It needs Node.js with npm and a package index; the package asks for Node.js 22. It ends with 0 while
# what is seen stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
npm install --silent --no-fund --no-audit node-ical@0.27.2 >/dev/null
cat >look.js <<'PROGRAM'
const ical = require("node-ical");

const ZONE = `BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
END:VTIMEZONE`;
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeStyle: "short" });

function end(day, lasts) {
  const text = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Example//EN
${ZONE}
BEGIN:VEVENT
UID:workshop@council.example
DTSTAMP:20260101T090000Z
DTSTART;TZID=Europe/London:${day}T120000
${lasts}
SUMMARY:Workshop
END:VEVENT
END:VCALENDAR
`;
  const parts = Object.values(ical.sync.parseICS(text.replace(/\n/g, "\r\n")));
  const ends = clock.format(parts.find((part) => part.type === "VEVENT").end);
  console.log(`${day} 12:00, ${lasts}: ends ${ends} in London`);
  return ends;
}

const { version } = require("./node_modules/node-ical/package.json");
console.log(`node-ical ${version}, Node.js ${process.version}`);
const seen = [
  end("20260613", "DURATION:P1D"),
  end("20261024", "DURATION:P1D"),
  end("20260328", "DURATION:P1D"),
  end("20261024", "DTEND;TZID=Europe/London:20261025T120000"),
];
process.exit(seen.join(" ") === "12:00 11:00 13:00 12:00" ? 0 : 1);
PROGRAM
node look.js || { echo "What was seen has changed." >&2; exit 1; }
