"""Whether the service works, for load balancers and monitors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from assessments.queries.health import database_answers
from assessments.views.base import Page, Who


class Health(Page):
    """200 when the database answers, 503 when it does not. Costs one query and no session."""

    who = Who.EVERYBODY

    def get(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        works = database_answers()
        body = {
            "status": "ok" if works else "unavailable",
            "database": "ok" if works else "unavailable",
        }
        response = JsonResponse(body, status=200 if works else 503)
        response["Cache-Control"] = "no-store"
        return response
