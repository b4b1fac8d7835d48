"""Whether the service works, for load balancers and monitors."""

from __future__ import annotations

from typing import Unpack

from django.http import HttpRequest, JsonResponse

from assessments.queries.health import database_answers
from assessments.views.base import Address, Page, Who


class Health(Page):
    """200 while this process answers. Needs no database, so an outage restarts no process."""

    who = Who.PUBLIC

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> JsonResponse:
        return _answer("ok")


class Ready(Page):
    """200 when the database answers, 503 when it does not. Costs one query and no session."""

    who = Who.PUBLIC

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> JsonResponse:
        database = "ok" if database_answers() else "unavailable"
        return _answer(database, database=database)


def _answer(status: str, **more: str) -> JsonResponse:
    response = JsonResponse({"status": status, **more}, status=200 if status == "ok" else 503)
    response["Cache-Control"] = "no-store"
    return response
