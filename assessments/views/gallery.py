"""The gallery of components, which nothing but a development server shows."""

from __future__ import annotations

from typing import Unpack

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from assessments.forms.gallery import specimens
from assessments.views.base import Address, Page, Who


class Gallery(Page):
    """Every component on one page, for those who develop Readiness."""

    who = Who.PUBLIC
    template_name = "gallery.html"

    def admit(self, request: HttpRequest, **kwargs: Unpack[Address]) -> None:
        if not settings.SHOW_GALLERY:
            raise Http404

    def get(self, request: HttpRequest, **kwargs: Unpack[Address]) -> HttpResponse:
        return self.render(specimens())
