"""A submission's report and an assessment's draft of one: on screen, as files, next to another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assessments.access import doors
from assessments.access.roles import Permission
from assessments.exports import FORMATS, PAPERS, export
from assessments.exports.base import Export
from assessments.paging import cut, page_of
from assessments.queries.printing import Paper, printed, printed_today
from assessments.queries.reports import build, draft, frozen_of, submitted
from assessments.queries.rubrics import spec_of
from assessments.queries.scenarios import next_band
from assessments.queries.score_changes import compared
from assessments.reports.comparing import ComparedQuestion, Comparison
from assessments.reports.content import Report
from assessments.reports.waterfall import waterfall
from assessments.services.papers import once
from assessments.views.base import Address, AssessmentView, SubmissionView
from assessments.views.drawn_reports import Given, draw, kept
from assessments.views.report_parts import PARTS, SUMMARY, addresses, shown_of
from assessments.workflow import Step, check


def given_to(view: AssessmentView | SubmissionView) -> Given:
    """What a part of a report is drawn with, for who asks."""
    organisation = view.access.organisation
    return {
        "path": view.request.path,
        "organisation": {"slug": organisation.slug, "name": organisation.name},
        "assessment": {"reference": view.assessment.reference},
        "can": {permission.value: view.access.can(permission) for permission in Permission},
    }


class SubmissionReport(SubmissionView):
    """A part of a report. The summary is the report's own address."""

    permission = Permission.VIEW_REPORT
    part = SUMMARY

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        given = given_to(self)
        given["submission"] = {"number": self.submission.number}
        given["costs"] = self.access.organisation.costs
        frozen = frozen_of(self.submission)
        if request.GET:
            drawn = draw(self.part, given, self._shown())
        else:
            drawn = kept(self.part, frozen, given, self._shown)
        return self.render({"drawn": drawn}, template="reports/page.html")

    def _shown(self) -> dict[str, object]:
        """What the part says: by the submission, the address and what the reader may do."""
        places = {
            part: reverse(
                "submission-report" if part == SUMMARY else f"submission-{part}", kwargs=self.kwargs
            )
            for part in PARTS
        }
        report = build(self.submission)
        spec = partial(spec_of, self.submission.version)
        shown = shown_of(self.part, report, spec, self.request.GET)
        if self.part == SUMMARY and self.access.can(Permission.VIEW):
            shown["next"] = next_band(self.submission, self.access.organisation)
        downloads = [
            (one.label, reverse("report-download", kwargs={**self.kwargs, "export": key}))
            for key, one in FORMATS.items()
        ]
        return {**addresses(places, self.part), **shown, "downloads": downloads}


class AssessmentDraft(AssessmentView):
    """A part of the report as it would be now, marked as a draft."""

    permission = Permission.VIEW
    part = SUMMARY

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        places = {
            part: self.to("assessment-draft" if part == SUMMARY else f"assessment-draft-{part}")
            for part in PARTS
        }
        spec = partial(spec_of, self.assessment.version)
        shown = shown_of(self.part, draft(self.assessment), spec, request.GET)
        downloads = [
            (f"Draft of the {name} (PDF)", self.to(f"assessment-draft-{key}"))
            for name, key in (("board report", "board"), ("working paper", "download"))
        ]
        shown |= addresses(places, self.part)
        shown |= {"downloads": downloads, "check_url": self.to("assessment-check")}
        drawn = draw(self.part, given_to(self), shown)
        return self.render({"drawn": drawn}, template="reports/page.html")


class ReportDownload(SubmissionView):
    """The report as a file of one of the formats in `exports.FORMATS`."""

    permission = Permission.VIEW_REPORT

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        if kwargs["export"] in PAPERS:
            self.door = doors.paper
        super().admit(request, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        if kwargs["export"] not in FORMATS:
            raise Http404
        chosen = export(kwargs["export"])
        if kwargs["export"] in PAPERS:
            of, at = self.submission.assessment, self.submission.submitted_at
            named = chosen.for_members and self.access.can(Permission.VIEW)
            today = printed_today(of, until=at, named=named)
            return as_file(kwargs["export"], Paper(submission=self.submission, today=today))
        response = _file(chosen, build(self.submission))
        if chosen.described_by:
            described = export(chosen.described_by)
            address = reverse(
                "report-download", kwargs={**self.kwargs, "export": chosen.described_by}
            )
            response["Link"] = f'<{address}>; rel="describedby"; type="{described.content_type}"'
        return response


def as_file(key: str, paper: Paper) -> HttpResponse:
    """A paper of a submission, by its key, for whoever was let in to it. It is made once.

    Raises `BrokenRecord` as the report does, whether the paper was kept or not.
    """
    chosen = export(key)

    def make() -> bytes:
        report = paper.report()
        return b"%s\n%s" % (chosen.file_name(report).encode(), chosen.render(report))

    name, _, made = once(make, key, paper.made_from()).partition(b"\n")
    return _response(chosen, name.decode(), made)


def _file(chosen: Export, report: Report) -> HttpResponse:
    return _response(chosen, chosen.file_name(report), chosen.render(report))


def _response(chosen: Export, name: str, made: bytes) -> HttpResponse:
    response = HttpResponse(made, content_type=chosen.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class AssessmentDraftDownload(AssessmentView):
    """The draft as a PDF, marked as one on every page and in its name; `key` is the paper's."""

    permission = Permission.VIEW
    key = "pdf"
    door = staticmethod(doors.draft)

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        check(Step.SUBMIT, self.assessment.status)
        chosen = export(self.key)
        today = printed_today(self.assessment, named=chosen.for_members)
        return _file(chosen, printed(draft(self.assessment), today))


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
        context: dict[str, object] = {
            "report_url": self.submission.get_absolute_url(),
            "others": others[:OTHERS_MOST],
            "more": len(others) > OTHERS_MOST,
        }
        if "other" in kwargs:
            context |= self._compared(request, kwargs)
        return self.render(context)

    def _compared(self, request: HttpRequest, kwargs: Address) -> dict[str, object]:
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


def _compared_questions(request: HttpRequest, found: Comparison) -> dict[str, object]:
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
