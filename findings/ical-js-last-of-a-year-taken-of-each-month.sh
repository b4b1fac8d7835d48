#!/bin/sh
# ical.js 2.2.1 takes the last working day of March and September in a year for the last of each month.
#
# Two rules are read, each for three days. One is the last of the working days that March and September
# have in a year (YEARLY with BYMONTH=3,9 and BYSETPOS=-1), the other the same of September alone.
#
# By RFC 5545, 3.3.10, BYSETPOS names occurrences within the set of one interval of the rule, which for
# YEARLY is the year. So the first rule has one day a year, as the second has.
#
# Seen: the first has a day in March as well, and two a year. The second is right. python-dateutil and
# rrule, the JavaScript package, give one day a year for both.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-fund --no-audit ical.js@2.2.1 rrule@2.8.1 >/dev/null
cat >read.mjs <<'PROGRAM'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import rrule from "rrule";

const release = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.error(`ical.js ${release("ical.js")}, rrule ${release("rrule")}, Node.js ${process.version}`);
const [start, rule] = process.argv.slice(2);
const days = [];
const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
for (let day = iterator.next(); day; day = iterator.next()) days.push(day.toString());
const others = rrule.rrulestr(`DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule}`).all();
console.log(JSON.stringify([days, others.map((day) => day.toISOString().slice(0, 10))]));
PROGRAM
"$folder/venv/bin/python" - <<'PROGRAM'
import json
import subprocess
import sys
from datetime import datetime
from importlib.metadata import version

from dateutil.rrule import rrulestr

START = "2026-09-30"
WORKING = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"
RIGHT = ["2026-09-30", "2027-09-30", "2028-09-29"]
RULES = {
    f"FREQ=YEARLY;BYMONTH=3,9;{WORKING}": ["2026-09-30", "2027-03-31", "2027-09-30"],
    f"FREQ=YEARLY;BYMONTH=9;{WORKING}": RIGHT,
}

print(f"python-dateutil {version('python-dateutil')}, Python {sys.version.split()[0]}")
same = True
for rule, described in RULES.items():
    read = subprocess.run(["node", "read.mjs", START, rule], check=True, stdout=subprocess.PIPE)
    seen, other = json.loads(read.stdout)
    third = [day.date().isoformat() for day in rrulestr(rule, dtstart=datetime.fromisoformat(START))]
    print(f"{rule}: ical.js {' '.join(seen)}; rrule {' '.join(other)}; dateutil {' '.join(third)}")
    same = same and seen == described and other == third == RIGHT
if same:
    print("As described: of two months, each has a last working day.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
