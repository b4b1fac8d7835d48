"""The CSV of a report, read by programs that people open data with."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from assessments.exports import export
from assessments.reports.content import Report
from tests.plugins.programs import INTEROP, run_python
from tests.reports import samples

ENGINES = ("duckdb", "polars", "pandas", "frictionless")
pytestmark = pytest.mark.needs(*ENGINES)


def read(engine: str, report: Report, folder: Path) -> dict[str, Any]:
    """The types and the rows that an engine makes of a report's CSV."""
    path = folder / "report.csv"
    path.write_bytes(export("csv").render(report))
    told: dict[str, Any] = json.loads(run_python(INTEROP / "engines.py", engine, path))
    return told


def written(report: Report) -> tuple[list[str], list[list[str]]]:
    """The headings and the cells as this program wrote them."""
    text = export("csv").render(report).decode("utf-8-sig")
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    return headings, rows


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reads_every_word(engine: str, tmp_path: Path) -> None:
    headings, rows = written(samples.worked())
    found = read(engine, samples.worked(), tmp_path)
    assert list(found["types"]) == headings
    for name in ("Code", "Dimension", "Question", "Answer", "Note", "Reason", "Evidence"):
        place = headings.index(name)
        assert [row[place] or "" for row in found["rows"]] == [row[place] for row in rows], name
