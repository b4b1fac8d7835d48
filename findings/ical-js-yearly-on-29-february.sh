#!/bin/sh
# ical.js 2.2.1 repeats a yearly event of 29 February on 1 March. It is a known fault of the library.
#
# A rule that starts on 29 February 2024 is read as FREQ=YEARLY alone, with the month, and with the
# month and the day. By RFC 5545, 3.3.10, parts that a rule does not name are taken from DTSTART, so
# all three are one rule, and a date that does not exist is left out and not counted.
#
# Seen: the first two give 1 March in 2025, 2026 and 2027, which use up COUNT, and the last gives
# 29 February 2028. The same library leaves out 31 April of a monthly rule that starts on the 31st.
#
# It needs Node.js with npm and a package index. It ends with 0 while what is seen stays so, and with
# 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
npm install --silent --no-fund --no-audit ical.js@2.2.1 >/dev/null
cat >look.mjs <<'PROGRAM'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function dates(start, rule) {
  const found = [];
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  for (let date = iterator.next(); date; date = iterator.next()) found.push(date.toString());
  console.log(`${start} ${rule}: ${found.join(" ")}`);
  return found.join(" ");
}

const { version } = JSON.parse(readFileSync("node_modules/ical.js/package.json"));
console.log(`ical.js ${version}, Node.js ${process.version}`);
const right = "2024-02-29 2028-02-29 2032-02-29";
const moved = "2024-02-29 2025-03-01 2026-03-01";
const asSeen =
  dates("2024-02-29", "FREQ=YEARLY;COUNT=3") === moved &&
  dates("2024-02-29", "FREQ=YEARLY;BYMONTH=2;COUNT=3") === moved &&
  dates("2024-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3") === right &&
  dates("2026-03-31", "FREQ=MONTHLY;COUNT=3") === "2026-03-31 2026-05-31 2026-07-31";
process.exit(asSeen ? 0 : 1);
PROGRAM
node look.mjs || { echo "What was seen has changed." >&2; exit 1; }
