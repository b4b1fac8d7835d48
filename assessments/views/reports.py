"""A submission's report: on screen, its answers and actions page by page, as a file, and next to
another of the organisation's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from assessments.access import doors
from assessments.access.permissions import Permission
from assessments.exports import FORMATS, every_export, export
from assessments.exports.base import Export
from assessments.forms.frameworks import FrameworkSearchForm
from assessments.paging import by_head, cut, page_asked, page_of
from assessments.queries.printing import printed
from assessments.queries.reports import build, draft, submitted
from assessments.queries.rubrics import spec_of
from assessments.queries.score_changes import compared
from assessments.reports.answered import ReportQuestion
from assessments.reports.charts import bar_charts
from assessments.reports.charts_narrow import narrow_bar_chart
from assessments.reports.charts_radar import NARROW_RADAR, radar_chart
from assessments.reports.comparing import ComparedQuestion, Comparison
from assessments.reports.content import Report, ReportBand
from assessments.reports.waterfall import waterfall
from assessments.rubric.frameworks import Search, room_of
from assessments.views.base import Address, AssessmentView, SubmissionView
from assessments.workflow import Step, check

ANSWERS_MOST, ROOM = 40, 85_000
"""The most answers on a page, and the characters of markup that they may come to together."""

ACTIONS_MOST = 50
UNASKED_MOST = 200

LISTED_MOST = 20
"""How many questions a list on the report names; the whole list is on pages of answers."""

LISTS = {
    "unknown": "Answered “don’t know”",
    "unconfirmed": "Unconfirmed answers",
    "gates": "Answers below a gate",
    "not_fitting": "Answers that do not fit what was held",
    "contradicted": "Answers that do not fit together",
    "unasked": "Questions not asked",
}
"""The lists of questions of a report, by what `?show=` says to see one whole."""


class ReportView(SubmissionView, abstract=True):
    """A long part of a report."""

    permission = Permission.VIEW_REPORT

    def addresses(self) -> dict[str, str]:
        """Where the report and its long parts are."""
        return {
            name: reverse(f"submission-{part}", kwargs=self.kwargs)
            for name, part in (
                ("report_url", "report"),
                ("answers_url", "answers"),
                ("actions_url", "actions"),
            )
        }


def _shown(report: Report) -> dict[str, object]:
    """What the page of a report shows."""
    head = report.headline
    return {
        "report": report,
        **({} if head.open_band else _charts(report)),
        "final": _step(report, head.final or head.open_band),
        "most": LISTED_MOST,
        "most_listed": f":{LISTED_MOST}",
    }


class SubmissionReport(ReportView):
    """The report, but for the answers and the later actions: these have their own pages."""

    template_name = "reports/page.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        report = build(self.submission)
        return self.render({**_shown(report), **self.addresses(), "downloads": self._downloads()})

    def _downloads(self) -> list[tuple[str, str]]:
        """Each format's label and address."""
        return [
            (one.label, reverse("report-download", kwargs={**self.kwargs, "export": one.key}))
            for one in every_export()
        ]


def _charts(report: Report) -> dict[str, object]:
    """The scores of the dimensions as drawings, for wide screens and for narrow ones."""
    return {
        "bars": bar_charts(report, "bars"),
        "radar": radar_chart(report, "radar"),
        "narrow_bars": narrow_bar_chart(report, "narrow-bars"),
        "narrow_radar": radar_chart(report, "narrow-radar", NARROW_RADAR),
    }


def _step(report: Report, band: ReportBand | None) -> tuple[int, int]:
    """The band's place on the scale, counted from 1, and how many bands there are; 0 with none."""
    codes = [part.code for part in report.bands]
    return (codes.index(band.code) + 1 if band else 0), len(codes)


class ReportDownload(SubmissionView):
    """The report as a file of one of the formats in `exports.FORMATS`."""

    permission = Permission.VIEW_REPORT

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if kwargs["export"] not in FORMATS:
            raise Http404
        chosen = export(kwargs["export"])
        report = build(self.submission)
        if chosen.extension == "pdf":
            of, at = self.submission.assessment, self.submission.submitted_at
            named = self.access.can(Permission.VIEW)
            report = printed(report, of, until=at, named=named)
        response = _file(chosen, report)
        if chosen.described_by:
            described = export(chosen.described_by)
            address = reverse("report-download", kwargs={**self.kwargs, "export": described.key})
            response["Link"] = f'<{address}>; rel="describedby"; type="{described.content_type}"'
        return response


def _file(chosen: Export, report: Report) -> HttpResponse:
    response = HttpResponse(chosen.render(report), content_type=chosen.content_type)
    response["Content-Disposition"] = f'attachment; filename="{chosen.file_name(report)}"'
    return response


class AssessmentDraft(AssessmentView):
    """The report as it would be now, marked as a draft. Its answers are those to check."""

    permission = Permission.VIEW
    template_name = "reports/page.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        downloads = [
            (f"Draft of the {name} (PDF)", reverse(f"assessment-draft-{key}", kwargs=self.kwargs))
            for name, key in (("board report", "board"), ("working paper", "download"))
        ]
        return self.render(
            {
                **_shown(draft(self.assessment)),
                "report_url": reverse("assessment-draft", kwargs=self.kwargs),
                "answers_url": reverse("assessment-check", kwargs=self.kwargs),
                "downloads": downloads,
            }
        )


class AssessmentDraftDownload(AssessmentView):
    """The draft as a PDF, marked as one on every page and in its name; `key` is the paper's."""

    permission = Permission.VIEW
    key = "pdf"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        return _file(export(self.key), printed(draft(self.assessment), self.assessment))


class SubmissionAnswers(ReportView):
    """Every answer with its figures. `?page=` names a page, `?question=` a question on it.

    `?show=` is one of `LISTS`. `?framework=` and `?ref=` leave only the questions that count
    towards these.
    """

    template_name = "reports/answers.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        report = build(self.submission)
        wanted = request.GET.get("show", "")
        show = wanted if wanted in LISTS else ""
        spec = spec_of(self.submission.assessment.version)
        search = Search.of(spec, report.particulars.sector, request.GET)
        parts = search.among(_parts(report, show))
        size, most = (None, UNASKED_MOST) if show == "unasked" else (_size, ANSWERS_MOST)
        leaf = page_asked(cut(parts, most, size=size, room=ROOM), request.GET)
        return self.render(
            {
                **self.addresses(),
                "report": report,
                "show": show,
                "title": LISTS.get(show, search.heading) or "Every answer",
                "search": search,
                "said": search.said(len(parts)),
                "form": FrameworkSearchForm(search, show=show),
                "leaf": leaf,
                "which": leaf.said("Question"),
                "groups": by_head(report.dimensions, leaf.items, lambda part: part.dimension),
                "neighbours": leaf.neighbours(show=show, **search.query),
                "contents": [] if show or search.active else _contents(report),
            }
        )


class SubmissionActions(ReportView):
    """Every recommended action, in order."""

    template_name = "reports/actions.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        report = build(self.submission)
        leaf = page_of(cut(report.actions, ACTIONS_MOST), request.GET.get("page", ""))
        return self.render(
            {
                **self.addresses(),
                "report": report,
                "leaf": leaf,
                "which": leaf.said("Action"),
                "neighbours": leaf.neighbours(),
            }
        )


def _parts(report: Report, show: str) -> Sequence[ReportQuestion]:
    """The answers to page through."""
    if show == "unasked":
        return report.unasked
    if not show:
        return report.questions
    codes = {each.code for each in getattr(report, show)}
    return [part for part in report.questions if part.code in codes]


def _size(part: ReportQuestion) -> int:
    """About how many characters of markup an answer takes."""
    evidence = sum(len(item.title) + 2 * len(item.url) + 100 for item in part.evidence)
    towards = room_of(part.counts_towards)
    words = len(part.text) + len(part.answer) + len(part.level_text) + len(part.note)
    words += sum(len(one.message) + len(one.reason) + 300 for one in part.contradictions)
    return 1_300 + words + len(part.reason) + 10 * len(part.chosen) + evidence + towards


def _contents(report: Report) -> list[tuple[str, str]]:
    """Each dimension's name, and the address where its answers begin."""
    found = []
    for part in report.dimensions:
        first = next(iter(report.questions_of(part.code)), None)
        if first is not None:
            query = urlencode({"question": first.code})
            found.append((part.name, f"?{query}#dimension-{part.code}"))
    return found


COMPARED_MOST = 100
"""How many questions a page compares."""

OTHERS_MOST = 20
"""How many other reports are offered; all are on the organisation's page."""

SAME_REPORT = "These are the same report. Choose another one to compare it with."
OTHER_RUBRIC = (
    "These two cannot be compared: they answer different questionnaires, {one} and {other}. "
    "Choose two reports on the same questionnaire; they may be on different editions."
)
NOTHING_IN_COMMON = (
    "No question was asked in both, so there is nothing to compare question by question."
)


class SubmissionCompare(SubmissionView):
    """What changed between this report and another, or which others there are."""

    permission = Permission.VIEW_REPORT
    template_name = "reports/compare.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        others = submitted(self.assessment).exclude(pk=self.submission.pk)[: OTHERS_MOST + 1]
        context: dict[str, Any] = {
            "report_url": self.submission.get_absolute_url(),
            "others": others[:OTHERS_MOST],
            "more": len(others) > OTHERS_MOST,
        }
        if "other" in kwargs:
            context |= self._compared(request, kwargs)
        return self.render(context)

    def _compared(self, request: HttpRequest, kwargs: Address) -> dict[str, Any]:
        _, other = doors.submission(
            request.user,  # type: ignore[arg-type]
            kwargs["slug"],
            kwargs["other"],
            kwargs["other_number"],
            self.needed,
        )
        if other.pk == self.submission.pk:
            return {"refusal": SAME_REPORT}
        if other.assessment.rubric_id != self.assessment.rubric_id:
            one, two = self.submission.version.title, other.version.title
            return {"refusal": OTHER_RUBRIC.format(one=one, other=two)}
        then, now, found = compared(self.submission, other)
        return {
            "sides": [("Then", then), ("Now", now)],
            "found": found,
            "chart": waterfall(found.change, "waterfall"),
            "nothing": "" if found.in_common else NOTHING_IN_COMMON,
            **_compared_questions(request, found),
        }


def _compared_questions(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    """A page of those that changed, or of all with `?show=all`, by dimension."""
    show = "all" if request.GET.get("show") == "all" else ""
    listed = found.questions if show else found.news
    leaf = page_of(cut(listed, COMPARED_MOST), request.GET.get("page", ""))
    return {
        "show": show,
        "groups": _compared_groups(found, leaf.items),
        "which": leaf.said("Question"),
        "neighbours": leaf.neighbours(show=show),
    }


def _compared_groups(
    found: Comparison, questions: Sequence[ComparedQuestion]
) -> list[tuple[str, str, list[ComparedQuestion]]]:
    groups = (
        (code, name, [one for one in questions if one.dimension == code])
        for code, name in found.dimensions.items()
    )
    return [group for group in groups if group[2]]
