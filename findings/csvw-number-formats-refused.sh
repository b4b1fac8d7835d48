#!/bin/sh
# csvw 4.1.1 refuses numbers that are written as the format of their column says.
#
# Two tables of one cell are made, each with its description: the pattern "000" and the cell 007; and
# the base "number", the pattern "0%" and the cell 25%.
#
# By the Model for Tabular Data and Metadata on the Web (W3C, 2015), 6.4.2, a pattern is one of Unicode
# Technical Standard 35, where three zeros ask for three digits at least, and the sign for per cent has
# to be understood in it.
#
# Seen: both are refused as invalid. With 123 in place of 007, and with the base "decimal" for 25%, the
# tables are valid.
#
# It needs Python 3.9 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check csvw==4.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import json
import sys
from importlib.metadata import version
from pathlib import Path

from csvw import CSVW

REFUSED = [("integer", "000", "007"), ("number", "0%", "25%")]
TAKEN = [("integer", "000", "123"), ("decimal", "0%", "25%")]


def valid(base, form, cell):
    """Whether a table of this one cell is valid, as csvw says."""
    column = {"name": "figure", "titles": "figure", "datatype": {"base": base, "format": form}}
    description = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "made.csv",
        "tableSchema": {"columns": [column]},
    }
    Path("made.csv").write_text(f"figure\n{cell}\n")
    Path("made.csv-metadata.json").write_text(json.dumps(description))
    table = CSVW("made.csv-metadata.json", validate=True)
    says = table.is_valid
    print(f"{base}, format {form}, {cell}: {'valid' if says else 'refused'}")
    for warning in table.warnings:
        print(f"  {str(warning.message).rpartition('; ')[2]}")
    return says


print(f"Python {sys.version.split()[0]}, csvw {version('csvw')}")
refused, taken = [valid(*one) for one in REFUSED], [valid(*one) for one in TAKEN]
if not any(refused) and all(taken):
    print("As described: figures in the form of their column are refused.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
