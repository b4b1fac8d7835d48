#!/bin/sh
# ical.js 2.2.1 repeats a rule for the 20th Monday of each year on every Monday.
#
# Two rules are read that RFC 5545, 3.8.5.3, has as examples with their dates: the 20th Monday of each
# year (BYDAY=20MO), and the Monday of week 20 (BYWEEKNO=20;BYDAY=MO). Each is given three times, and
# so is the first Monday of each year.
#
# By RFC 5545, 3.3.10, a number before a weekday says which one of the year it is where the rule is
# YEARLY without BYMONTH, and it may have two digits, up to 53.
#
# Seen: the first two give three Mondays one after the other. The first Monday of each year, whose
# number has one digit, is right. python-dateutil gives the dates of the RFC.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-fund --no-audit ical.js@2.2.1 >/dev/null
cat >read.mjs <<'PROGRAM'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const { version } = JSON.parse(readFileSync("node_modules/ical.js/package.json"));
console.error(`ical.js ${version}, Node.js ${process.version}`);
const [start, rule] = process.argv.slice(2);
const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
for (let date = iterator.next(); date; date = iterator.next()) console.log(date.toString());
PROGRAM
"$folder/venv/bin/python" - <<'PROGRAM'
import subprocess
import sys
from datetime import date, datetime
from importlib.metadata import version

from dateutil.rrule import rrulestr

MONDAYS = ["1997-05-19", "1997-05-26", "1997-06-02"]
RULES = {
    ("1997-05-19", "FREQ=YEARLY;BYDAY=20MO;COUNT=3"): (
        MONDAYS,
        ["1997-05-19", "1998-05-18", "1999-05-17"],
    ),
    ("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3"): (
        MONDAYS,
        ["1997-05-12", "1998-05-11", "1999-05-17"],
    ),
    ("1997-01-06", "FREQ=YEARLY;BYDAY=1MO;COUNT=3"): (
        ["1997-01-06", "1998-01-05", "1999-01-04"],
        ["1997-01-06", "1998-01-05", "1999-01-04"],
    ),
}

print(f"python-dateutil {version('python-dateutil')}, Python {sys.version.split()[0]}")
same = True
for (start, rule), (described, right) in RULES.items():
    read = subprocess.run(
        ["node", "read.mjs", start, rule], check=True, stdout=subprocess.PIPE, text=True
    )
    seen = read.stdout.split()
    begins = datetime.combine(date.fromisoformat(start), datetime.min.time())
    other = [one.date().isoformat() for one in rrulestr(rule, dtstart=begins)]
    print(f"{start} {rule}: ical.js {' '.join(seen)}; python-dateutil {' '.join(other)}")
    same = same and seen == described and other == right
if same:
    print("As described: the 20th Monday and the Monday of week 20 are every Monday.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
