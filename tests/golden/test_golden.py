"""Finished exports of the worked example, kept as files and compared.

A change here is a change to what people download. When it is meant, write the files anew and read
the difference before committing it:

    GOLDEN=write python -m pytest tests/golden
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assessments.exports import export
from assessments.reports.charts import bar_charts
from assessments.reports.charts_radar import radar_chart
from assessments.reports.content import Report
from tests.exports import reading
from tests.reports import samples

HERE = Path(__file__).parent


def _opening(report: Report) -> bytes:
    lines = reading.lines(export("pdf").render(report), pages=5)
    return "\n".join([*lines, ""]).encode()


FILES: dict[str, Callable[[Report], bytes]] = {
    "worked-example.csv": lambda report: export("csv").render(report),
    "worked-example.json": lambda report: export("json").render(report),
    "worked-example-opening-pages.txt": _opening,
    "worked-example-bars.svg": lambda report: bar_charts(report, "bars")[0].svg.encode(),
    "worked-example-radar.svg": lambda report: radar_chart(report, "radar").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_as_it_was(name: str) -> None:
    made = FILES[name](samples.worked())
    kept = HERE / name
    if os.environ.get("GOLDEN") == "write":
        kept.write_bytes(made)
    assert made.decode() == kept.read_bytes().decode()
