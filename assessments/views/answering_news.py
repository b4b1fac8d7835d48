"""What others have changed in a part while its page is open."""

from __future__ import annotations

from typing import Unpack

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone

from assessments import clock
from assessments.access.roles import Permission
from assessments.forms.answering import Asking
from assessments.forms.answering_reply import newer_than
from assessments.queries.answers import stored_answers
from assessments.queries.rubrics import spec_of
from assessments.reports.questionnaire import dimension_of
from assessments.views.base import Address, AssessmentView
from assessments.wording import ago


class DimensionNews(AssessmentView):
    """The answers and reasons of a part that others have saved since, each with who and when.

    `?seen=` lists what the page shows, with its revisions: "BUD-01:3 BUD-02:0".
    """

    permission = Permission.VIEW

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> JsonResponse:
        spec = spec_of(self.assessment.version)
        dimension = dimension_of(spec, kwargs["key"])
        if dimension is None:
            raise Http404
        asking = Asking(spec=spec, dimension=dimension, sector=self.assessment.sector)
        stored = stored_answers(self.assessment)
        others = {key: one for key, one in stored.items() if one.saved_by_id != self.access.user.pk}
        now = timezone.localtime(clock.now())
        found = newer_than(asking, others, request.GET.get("seen", ""))
        for key, theirs in found.items():
            when = ago(timezone.localtime(others[key].saved_at), now)
            theirs["said"] = f"Changed by {others[key].saved_by} {when}."
        response = JsonResponse({"changes": found})
        response.headers["Cache-Control"] = "no-store"
        return response
