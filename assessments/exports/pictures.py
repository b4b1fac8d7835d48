"""The charts of a report as pictures in files of their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from assessments.exports.base import NamedExport
from assessments.reports.charts import Chart, bar_charts
from assessments.reports.charts_heat import heat_chart
from assessments.reports.content import Report
from assessments.reports.drawing import footed
from assessments.reports.over_time import trend
from assessments.reports.waterfall import waterfall

_INK = "#16242c"
"""What `currentColor` is in a page; outside of one it would be black."""
_FONTS = sorted(str(font) for font in (Path(__file__).parent / "fonts").glob("*.ttf"))
_WORDS = "descriptions.txt"


def charts(report: Report) -> dict[str, Chart]:
    """Each chart that the report has, by the name of its file. Without a score there is only the
    heat map.
    """
    found: dict[str, Chart] = {}
    if report.headline.open_band is None:
        for place, one in enumerate(bar_charts(report, "bars"), start=1):
            found["scores" if place == 1 else f"scores-{place}"] = one
    found["heat-map"] = heat_chart(report, "heat")
    over_time = trend(report, "over-time")
    if over_time is not None:
        found["over-time"] = over_time
    change = waterfall(report.change, "change") if report.change else None
    if change is not None:
        found["change"] = change
    return found


def svg(chart: Chart) -> bytes:
    """The drawing with its colours resolved, as programs other than browsers need it."""
    return str(chart.svg).replace("currentColor", _INK).encode("utf-8", "replace")


def png(chart: Chart) -> bytes:
    """The drawing at twice its size on white, set in our own fonts wherever it is made."""
    # Loaded here, because the checks that every command makes load each format.
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(chart).decode(),
            background="#ffffff",
            zoom=2,
            skip_system_fonts=True,
            font_files=_FONTS,
            font_family="Noto Sans",
            sans_serif_family="Noto Sans",
        )
    )


class Pictures(NamedExport):
    """A ZIP of the charts, with what each shows in words for those who cannot see it."""

    extension = "zip"
    content_type = "application/zip"

    def __init__(self, *, suffix: str, draw: Callable[[Chart], bytes]) -> None:
        self.what = f"charts-{suffix}"
        self._suffix, self._draw = suffix, draw

    def render(self, report: Report) -> bytes:
        """The same bytes for the same report. Each picture has its reference and code below it, and
        of a draft each file says so in its name.
        """
        whose = report.particulars
        foot = (
            f"{whose.reference}, code {whose.code}" if whose.code else f"Draft, {whose.reference}"
        )
        drawn = {
            name: one._replace(svg=footed(one.svg, foot)) for name, one in charts(report).items()
        }
        file, before = io.BytesIO(), "draft-" if report.draft else ""
        with zipfile.ZipFile(file, "w") as archive:
            for name, chart in drawn.items():
                entry = zipfile.ZipInfo(f"{before}{name}.{self._suffix}")
                archive.writestr(entry, self._draw(chart), zipfile.ZIP_DEFLATED)
            said = "".join(f"{before}{name}: {one.words}\n\n" for name, one in drawn.items())
            head = f"{report.title}, {whose.submitted_text}\n{report.draft}\n"
            head += f"Reference: {whose.reference}\n"
            head += f"Code: {whose.code}\nSHA-256: {whose.hash}\n\n" if whose.code else "\n"
            words = (head + said).encode("utf-8", "replace")
            archive.writestr(zipfile.ZipInfo(_WORDS), words, zipfile.ZIP_DEFLATED)
        return file.getvalue()
