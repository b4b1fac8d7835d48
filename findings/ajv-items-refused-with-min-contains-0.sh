#!/bin/sh
# ajv 8.20.0 refuses every array with items in it that "contains" with "minContains": 0 says may be there.
#
# A schema of draft 2020-12 is asked about three arrays: it has "contains" for texts, "minContains": 0
# and "unevaluatedItems": false, so that an array may hold texts, none included, and nothing else. The
# arrays are [], ["a"] and ["a", "b"]. The schema without "minContains" is asked about the last two.
#
# By JSON Schema 2020-12, core, 10.3.1.3 and 11.2, the items for which "contains" holds are evaluated,
# however few "minContains" asks for, so that all five are valid.
#
# Seen: with "minContains": 0 the arrays with items are refused. The Python package jsonschema takes
# all five.
#
# It needs Python 3.11 or newer, Node.js with npm and a package index. It ends with 0 while what is seen
# stays so, and with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check jsonschema==4.26.0
cd "$folder"
npm install --silent --no-fund --no-audit ajv@8.20.0 >/dev/null
cat >ask.mjs <<'PROGRAM'
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const { version } = JSON.parse(readFileSync("node_modules/ajv/package.json"));
console.error(`ajv ${version}, Node.js ${process.version}`);
const asked = JSON.parse(readFileSync("asked.json"));
const answers = asked.map(([schema, arrays]) => {
  const isValid = new Ajv2020({ strict: false }).compile(schema);
  return arrays.map((array) => isValid(array));
});
console.log(JSON.stringify(answers));
PROGRAM
"$folder/venv/bin/python" - <<'PROGRAM'
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from jsonschema import Draft202012Validator

TEXTS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "contains": {"type": "string"},
    "unevaluatedItems": False,
}
NONE_NEEDED = TEXTS | {"minContains": 0}
ARRAYS = [["a"], ["a", "b"]]

ASKED = [(TEXTS, ARRAYS), (NONE_NEEDED, ARRAYS), (NONE_NEEDED, [[]])]

Path("asked.json").write_text(json.dumps(ASKED))
print(f"jsonschema {version('jsonschema')}, Python {sys.version.split()[0]}")
asked = subprocess.run(["node", "ask.mjs"], check=True, stdout=subprocess.PIPE, text=True)
seen = json.loads(asked.stdout)
other = [[Draft202012Validator(one).is_valid(each) for each in arrays] for one, arrays in ASKED]
for (schema, arrays), one_says, other_says in zip(ASKED, seen, other, strict=True):
    for array, first, second in zip(arrays, one_says, other_says, strict=True):
        least = schema.get("minContains", "unset")
        print(f"minContains {least}, {json.dumps(array)}: ajv {first}, jsonschema {second}")
if seen == [[True, True], [False, False], [True]] and all(map(all, other)):
    print("As described: arrays with items are refused where there may be none.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
