"""Going on with an assessment on a newer edition of its questionnaire."""

from __future__ import annotations

from typing import Unpack

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.access.permissions import Permission
from assessments.forms.assessments import CarryOverForm
from assessments.names import within_a_sentence
from assessments.queries.answers import stored_answers
from assessments.queries.carrying import newer_edition, plan_of
from assessments.queries.rubrics import spec_of
from assessments.services import carrying as services
from assessments.views.base import Address, AssessmentView
from assessments.workflow import Refused

NO_NEWER = (
    "There is no newer edition of this questionnaire to carry your answers over to. "
    "Go on with this assessment."
)
EDITION_CHANGED = (
    "Another edition took effect after you opened this page, so nothing was carried over. "
    "Read what it would mean now, then confirm."
)


class AssessmentCarryOver(AssessmentView):
    """What is kept, what needs another look, what is new and what falls away; then does it."""

    permission = Permission.START
    template_name = "assessments/carry_over.html"

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        newer = newer_edition(self.assessment)
        form = CarryOverForm(request.POST)
        if newer is None:
            raise Refused(NO_NEWER if self.assessment.is_open else services.CLOSED)
        if not form.is_valid() or form.cleaned_data["version"] != newer.pk:
            raise Refused(EDITION_CHANGED)
        started = services.carry_over(
            assessment=self.assessment, version=newer, by=self.access.user
        )
        done = (
            f"Your answers were carried over to edition {newer.edition}."
            if stored_answers(started)
            else f"This new assessment is on edition {newer.edition}."
        )
        messages.success(request, f"{done} The earlier assessment is kept as withdrawn.")
        return redirect(started)

    def _page(self) -> HttpResponse:
        newer = newer_edition(self.assessment)
        if newer is None:
            raise Refused(NO_NEWER if self.assessment.is_open else services.CLOSED)
        sector = self.access.organisation.sector
        sectors = {one.code: one.name for one in spec_of(newer).sectors}
        return self.render(
            {
                "newer": newer,
                "plan": plan_of(self.assessment, newer, sector),
                "written_for_sector": sector in sectors,
                "sectors": [within_a_sentence(name) for name in sectors.values()],
                "form": CarryOverForm(initial={"version": newer.pk}),
            }
        )
