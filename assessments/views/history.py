"""What happened, read aloud: to an organisation, and to the answers of an assessment."""

from __future__ import annotations

from typing import TypedDict, Unpack

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from assessments.access.permissions import Permission
from assessments.queries.history import (
    changes_of,
    events_of_assessment,
    events_of_organisation,
    happenings,
    saves_of,
)
from assessments.queries.rubrics import spec_of
from assessments.rubric.definition import QuestionSpec
from assessments.views.base import Address, AssessmentView, OrganisationView

OFFERED_MOST = 300
"""With more questions than these, people type a code in place of choosing from a list."""

ON_A_PAGE = 50


class _Listed(TypedDict):
    name: str
    questions: list[QuestionSpec]


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
                "crumbs": [
                    ("My organisations", reverse("home")),
                    (organisation.name, organisation.get_absolute_url()),
                ],
            }
        )


class AssessmentHistory(AssessmentView):
    """The steps of an assessment, and who changed which answer when."""

    permission = Permission.VIEW
    template_name = "history/assessment.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        organisation, spec = self.access.organisation, spec_of(self.assessment.version)
        sector = self.assessment.sector
        dimensions: list[_Listed] = [
            {
                "name": dimension.name,
                "questions": [
                    question for question in dimension.questions if question.is_for(sector)
                ],
            }
            for dimension in spec.dimensions
        ]
        questions = {one.code: one for each in dimensions for one in each["questions"]}
        # What the rubric does not know is no question: the whole list is shown.
        chosen = questions.get(request.GET.get("question", ""))
        code = chosen.code if chosen else ""
        pages = Paginator(saves_of(self.assessment, code), ON_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        return self.render(
            {
                "events": happenings(events_of_assessment(self.assessment))
                if page.number == 1
                else [],
                "page": page,
                "changes": changes_of(self.assessment, page),
                "dimensions": [each for each in dimensions if each["questions"]],
                "chosen": chosen,
                "too_many": len(questions) > OFFERED_MOST,
                "query": f"{urlencode({'question': code})}&" if code else "",
                "crumbs": [
                    ("My organisations", reverse("home")),
                    (organisation.name, organisation.get_absolute_url()),
                    (self.assessment.title, self.assessment.get_absolute_url()),
                ],
            }
        )
