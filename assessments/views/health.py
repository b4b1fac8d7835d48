"""Whether the service works, for load balancers and monitors."""

from __future__ import annotations

from typing import Unpack

from django.http import HttpRequest, JsonResponse

from assessments.queries.health import refused_editions
from assessments.views.base import Address, Page, Who


class Health(Page):
    """200 while this process answers. Needs no database, so an outage restarts no process."""

    who = Who.PUBLIC

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> JsonResponse:
        return _answer("ok")


class Ready(Page):
    """200 when the database answers, 503 when it does not. Costs one query and no session.

    An edition that was changed in the database is refused, and named here: the others are served,
    so this is no reason to send people elsewhere.
    """

    who = Who.PUBLIC

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> JsonResponse:
        refused = refused_editions()
        if refused is None:
            return _answer("unavailable", database="unavailable")
        return _answer("ok", database="ok", **({"refused_editions": refused} if refused else {}))


def _answer(status: str, **more: object) -> JsonResponse:
    response = JsonResponse({"status": status, **more}, status=200 if status == "ok" else 503)
    response["Cache-Control"] = "no-store"
    return response
