"""What is held about a person as one file: a table a kind of record, and all of it as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from assessments.exports.base import cell, csv_bytes, slug

READ_ME = """What Readiness holds about you, on {when}.

Each .csv file is a table that opens in a spreadsheet. about-you.json has all of
it in one file that programs can read.

{tables}

Not in here, because it is a secret or what other people wrote:
{left_out}
"""

Rows = Sequence[Mapping[str, object]]


def bundle(kept: Mapping[str, Rows], *, left_out: Sequence[str], when: str) -> bytes:
    """The ZIP file. `kept` has the records by their kind, `left_out` what is not given and why."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = "\n".join(f"{_file(kind)}: {len(rows)}" for kind, rows in kept.items())
        out = "\n".join(left_out)
        archive.writestr("READ-ME.txt", READ_ME.format(when=when, tables=tables, left_out=out))
        for kind, rows in kept.items():
            archive.writestr(_file(kind), _table(rows))
        whole = json.dumps(kept, ensure_ascii=False, indent=2, default=_plain)
        archive.writestr("about-you.json", whole)
    return buffer.getvalue()


def _file(kind: str) -> str:
    return f"{slug(kind)}.csv"


def _table(rows: Rows) -> bytes:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return csv_bytes(headings, [[_cell(row.get(name)) for name in headings] for row in rows])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return cell(json.dumps(value, ensure_ascii=False))
    return cell(str(_plain(value)))


def _plain(value: object) -> object:
    """A value that JSON has no word for, as text; moments in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if isinstance(value, int | float) else str(value)
