#!/bin/sh
# rrule 2.8.1, the JavaScript package, gives a day twice that is the first and the last of its month.
#
# Three rules are read, each for three days: the first and the last Monday of each month, the second
# Wednesday of each month as the first and the last of a set of one, and the first and the last of the
# 15th and the 31st, of which some months have but one.
#
# By RFC 5545, 3.3.10, BYSETPOS names occurrences within the set of one interval. A day is in that set
# once, whether one number names it or two. By 3.8.5.3 duplicate instances are ignored.
#
# Seen: the first is right, because no month has a single Monday. The second gives each Wednesday
# twice, the third 15 February. python-dateutil gives each day once.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-fund --no-audit rrule@2.8.1 >/dev/null
cat >read.js <<'PROGRAM'
const { rrulestr } = require("rrule");
const { version } = require("./node_modules/rrule/package.json");

console.error(`rrule ${version}, Node.js ${process.version}`);
const [start, rule] = process.argv.slice(2);
const days = rrulestr(`DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule}`).all();
for (const day of days) console.log(day.toISOString().slice(0, 10));
PROGRAM
"$folder/venv/bin/python" - <<'PROGRAM'
import subprocess
import sys
from datetime import date, datetime
from importlib.metadata import version

from dateutil.rrule import rrulestr

RULES = {
    ("2026-02-02", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-1;COUNT=3"): (
        ["2026-02-02", "2026-02-23", "2026-03-02"],
        ["2026-02-02", "2026-02-23", "2026-03-02"],
    ),
    ("2026-01-14", "FREQ=MONTHLY;BYDAY=2WE;BYSETPOS=1,-1;COUNT=3"): (
        ["2026-01-14", "2026-01-14", "2026-02-11"],
        ["2026-01-14", "2026-02-11", "2026-03-11"],
    ),
    ("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=15,31;BYSETPOS=1,-1;COUNT=3"): (
        ["2026-01-31", "2026-02-15", "2026-02-15"],
        ["2026-01-31", "2026-02-15", "2026-03-15"],
    ),
}

print(f"python-dateutil {version('python-dateutil')}, Python {sys.version.split()[0]}")
same = True
for (start, rule), (described, right) in RULES.items():
    read = subprocess.run(
        ["node", "read.js", start, rule], check=True, stdout=subprocess.PIPE, text=True
    )
    seen = read.stdout.split()
    begins = datetime.combine(date.fromisoformat(start), datetime.min.time())
    other = [one.date().isoformat() for one in rrulestr(rule, dtstart=begins)]
    print(f"{start} {rule}: rrule {' '.join(seen)}; python-dateutil {' '.join(other)}")
    same = same and seen == described and other == right
if same:
    print("As described: a day that two numbers name is given twice.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
