"""A submission's report: on screen, and to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assessments.access.permissions import Permission
from assessments.exports import FORMATS, every_export, export
from assessments.reports.builder import build
from assessments.reports.charts import bar_charts
from assessments.reports.charts_narrow import narrow_bar_chart
from assessments.reports.charts_radar import NARROW_RADAR, radar_chart
from assessments.reports.content import BandPart, Report
from assessments.views.base import SubmissionView
from assessments.views.report_parts import LISTED_MOST, ReportPart


class SubmissionReport(ReportPart):
    """The report, but for the answers and the later actions: these have their own pages."""

    template_name = "reports/page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report = build(self.submission)
        return self.render(
            {
                "report": report,
                "bars": bar_charts(report, "bars"),
                "radar": radar_chart(report, "radar"),
                "narrow_bars": narrow_bar_chart(report, "narrow-bars"),
                "narrow_radar": radar_chart(report, "narrow-radar", NARROW_RADAR),
                "final": _step(report, report.headline.final),
                **self.addresses(),
                "most": LISTED_MOST,
                "most_listed": f":{LISTED_MOST}",
                "downloads": self._downloads(),
            }
        )

    def _downloads(self) -> list[tuple[str, str, str]]:
        """Each format's label, extension and address."""
        return [
            (
                one.label,
                one.extension.upper(),
                reverse("report-download", kwargs={**self.kwargs, "export": one.key}),
            )
            for one in every_export()
        ]


def _step(report: Report, band: BandPart | None) -> tuple[int, int]:
    """The band's place on the scale, counted from 1, and how many bands there are; 0 with none."""
    codes = [part.code for part in report.bands]
    return (codes.index(band.code) + 1 if band else 0), len(codes)


class ReportDownload(SubmissionView):
    """The report as a file of one of the formats in `exports.FORMATS`."""

    permission = Permission.VIEW_REPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if kwargs["export"] not in FORMATS:
            raise Http404
        chosen = export(kwargs["export"])
        report = build(self.submission)
        response = HttpResponse(chosen.render(report), content_type=chosen.content_type)
        response["Content-Disposition"] = f'attachment; filename="{chosen.file_name(report)}"'
        if chosen.described_by:
            described = export(chosen.described_by)
            address = reverse("report-download", kwargs={**self.kwargs, "export": described.key})
            response["Link"] = f'<{address}>; rel="describedby"; type="{described.content_type}"'
        return response
