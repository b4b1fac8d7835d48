"""Help, and the statements that the law asks for."""

from __future__ import annotations

from typing import Unpack

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assessments.access.doors import signed_in
from assessments.queries.organisations import organisations_of
from assessments.retention import PERIODS
from assessments.views.base import Address, Page, Who

SECONDS_IN_A_DAY = 86_400


class Statement(Page, abstract=True):
    """A page of our own text, which is public."""

    who = Who.PUBLIC
    cacheable = True

    def context(self) -> dict[str, object]:
        return {"crumbs": [("Home", reverse("home"))]}

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render()


class Help(Statement):
    """What to do when stuck, and whom to ask: one's own administrators, then the operator."""

    template_name = "home/help.html"

    def context(self) -> dict[str, object]:
        user = self.request.user
        mine = organisations_of(signed_in(user)) if user.is_authenticated else []
        return {**super().context(), "mine": mine}


class Accessibility(Statement):
    """How accessible the service is, how that was tested, and how to report a problem."""

    template_name = "home/accessibility.html"


class Privacy(Statement):
    """What is kept about people, who sees it, and for how long."""

    template_name = "home/privacy.html"

    def context(self) -> dict[str, object]:
        return {
            **super().context(),
            "session_days": settings.SESSION_COOKIE_AGE // SECONDS_IN_A_DAY,
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "device_cookie": settings.DEVICE_COOKIE_NAME,
            "messages_cookie": settings.MESSAGES_COOKIE_NAME,
            "periods": [(one, settings.KEEP_DAYS[key]) for key, one in PERIODS.items()],
        }
