"""What happened, read aloud: to an organisation, and to the answers of an assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Unpack

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from assessments.access.roles import Permission
from assessments.exports.base import cell, csv_bytes, slug
from assessments.names import whole_number
from assessments.queries.history import (
    EVENTS_SHOWN,
    Asked,
    User,
    changes_of,
    events_of_assessment,
    events_of_organisation,
    happenings,
    savers_of,
    saves_of,
)
from assessments.queries.rubrics import spec_of
from assessments.views.base import Address, AssessmentView, OrganisationView

OFFERED_MOST = 300
"""With more questions than these, people type a code in place of choosing from a list."""

ON_A_PAGE = 50


class OrganisationHistory(OrganisationView):
    """The organisation's audit trail, newest first."""

    permission = Permission.VIEW
    template_name = "history/organisation.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation = self.access.organisation
        trail = Paginator(events_of_organisation(organisation), ON_A_PAGE)
        page = trail.get_page(request.GET.get("page"))
        return self.render(
            {
                "page": page,
                "events": happenings(page),
                "crumbs": self.above,
            }
        )


class HistoryView(AssessmentView, abstract=True):
    """What happened to an assessment, as its address narrows it.

    `?question=` and `?part=` name one by its code, and `?person=` one who saved something by key.
    What names nothing of this assessment narrows nothing.
    """

    permission = Permission.VIEW

    def asked(self) -> Asked:
        spec, given = spec_of(self.assessment.version), self.request.GET
        code, part = given.get("question", ""), given.get("part", "")
        person = whole_number(given.get("person"))
        sector = self.assessment.sector
        known = {one.code for _, one in spec.questions() if one.is_for(sector)}
        return Asked(
            question=code if code in known else "",
            part=part if part in {one.code for one in spec.dimensions} else "",
            person=person if person in {one.pk for one in self.savers} else None,
        )

    @cached_property
    def savers(self) -> Sequence[User]:
        return savers_of(self.assessment)


class AssessmentHistory(HistoryView):
    """The steps of an assessment, and who changed which answer when."""

    template_name = "history/assessment.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        spec, sector = spec_of(self.assessment.version), self.assessment.sector
        dimensions = [
            (dimension.name, [one for one in dimension.questions if one.is_for(sector)])
            for dimension in spec.dimensions
        ]
        questions = {one.code: one for _, here in dimensions for one in here}
        asked = self.asked()
        narrowed = {name: value for name, value in asdict(asked).items() if value}
        pages = Paginator(saves_of(self.assessment, asked), ON_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        return self.render(
            {
                "events": happenings(events_of_assessment(self.assessment)[:EVENTS_SHOWN])
                if page.number == 1 and not narrowed
                else [],
                "events_most": EVENTS_SHOWN,
                "page": page,
                "changes": changes_of(self.assessment, page),
                "dimensions": [(name, here) for name, here in dimensions if here],
                "chosen": questions.get(asked.question),
                "asked": asked,
                "narrowed": narrowed,
                "parts": [(one.code, one.name) for one in spec.dimensions],
                "people": self.savers,
                "too_many": len(questions) > OFFERED_MOST,
                "query": f"{urlencode(narrowed)}&" if narrowed else "",
                "crumbs": [
                    *self.above,
                    (self.assessment.title, self.assessment.get_absolute_url()),
                ],
            }
        )


HEADINGS = (
    "When",
    "Who",
    "Question",
    "Title",
    "What happened",
    "Answer",
    "Reason",
    "Note",
    "Evidence",
    "Save",
)


class AssessmentHistoryDownload(HistoryView):
    """The same as a file for a spreadsheet, newest first, narrowed as the page was."""

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        name = f"history-{slug(self.access.organisation.name)}-{self.assessment.reference}.csv"
        rows = sorted(self._rows(), key=lambda row: row[0], reverse=True)
        response = HttpResponse(csv_bytes(HEADINGS, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _rows(self) -> Iterator[list[str]]:
        asked = self.asked()
        for one in changes_of(self.assessment, saves_of(self.assessment, asked)):
            evidence = [f"{item['title']} {item['link']}".strip() for item in one.evidence]
            said = (one.who, one.code, one.title, f"{one.who} {one.did}")
            typed = (one.text, one.reason, one.note, "; ".join(evidence))
            yield [_when(one.at), *map(cell, (*said, *typed)), str(one.revision)]
        if not any(asdict(asked).values()):
            for event in happenings(events_of_assessment(self.assessment)):
                yield [_when(event.at), *[""] * 3, cell(event.text), *[""] * 5]


def _when(moment: datetime) -> str:
    """ "2026-11-27 14:02:09", in the time of the service: a moment for any spreadsheet."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
